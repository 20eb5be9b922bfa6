"""Text to ast, always: islands, repair, comments, positions."""
