"""Limits of what can be written, and the ways to sign it."""

LONGEST_COMMENT = 1000

# In whose name somebody writes; any other value is the id of a group.
OWN = "own"
CENTRE = "centre"
