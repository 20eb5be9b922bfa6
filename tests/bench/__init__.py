"""What acr-lint costs, beside other tools in the same run; nothing here asserts a time."""
