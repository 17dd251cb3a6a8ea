"""Limits of what can be written."""

LONGEST_COMMENT = 1000
