"""What goes wrong with the SDK, by what it leaves in a log, a traceback or an error body."""
