"""Which files, which module an import means, what is relevant."""
