"""Building edits: arguments, imports, blocks."""
