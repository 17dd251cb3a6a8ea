"""What an operator can type about accounts."""

COMMANDS = ()
