"""What azure-containerregistry and azure-core promise, as data."""
