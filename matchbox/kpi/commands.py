"""What an operator can type about kpi."""

COMMANDS = ()
