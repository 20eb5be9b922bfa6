"""The constructs of which random programs are made, by what they are about."""
