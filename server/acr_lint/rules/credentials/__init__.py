"""What the rules about a client's credential share."""
