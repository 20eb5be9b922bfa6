"""The flow oracle: what a program really does, against what acr-lint says of it.

A *program* is a few source files with an entry point. Its *truth* is found by running it with the
real SDK over a fake *wire*, once for each *site* that is then refused, and for each way through
its opaque *choices*. The *judge* compares the truth with the findings.
"""
