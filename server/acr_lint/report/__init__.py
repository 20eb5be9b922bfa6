"""How a run is shown: one file a format, each a pure function."""
