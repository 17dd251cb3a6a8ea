"""Home, about, and the table of who may do what."""
