"""Threads and comments; a thread knows its heading and address, not its subject."""
