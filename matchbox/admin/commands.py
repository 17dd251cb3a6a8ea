"""What an operator can type about admin."""

COMMANDS = ()
