"""What the rules about local names share."""
