"""What an explanation is made of: topics about clients, operations, handlers and findings."""
