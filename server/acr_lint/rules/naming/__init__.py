"""Names that the package has no more, or never had."""
