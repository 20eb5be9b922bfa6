"""What a log, a traceback or an error body tells."""
