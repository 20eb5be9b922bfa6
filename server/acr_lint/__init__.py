"""A linter and language server for code that uses azure-containerregistry."""

__version__ = "0.1.0"
