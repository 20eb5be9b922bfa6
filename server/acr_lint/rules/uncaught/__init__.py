"""What the rules about errors that reach the top of the program share."""
