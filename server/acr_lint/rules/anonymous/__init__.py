"""What the rules about clients without a credential share."""
