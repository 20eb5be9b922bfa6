"""What the rules about flags that are given as texts share."""
