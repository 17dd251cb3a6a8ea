"""What an operator can type about search."""

COMMANDS = ()
