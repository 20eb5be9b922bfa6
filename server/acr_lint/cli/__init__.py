"""Arguments, exit codes, commands."""
