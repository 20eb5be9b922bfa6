"""Rules: one file each, with its page, its check and its fix."""
