"""Source text: offsets, spans and edits."""
