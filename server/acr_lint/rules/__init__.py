"""One file a rule: its page, its check, its fix."""
