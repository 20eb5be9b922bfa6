"""What the rules about handlers share."""
