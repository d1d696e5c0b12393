"""What the command line offers beside the subjects' own commands, and how each is called."""
