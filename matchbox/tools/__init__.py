"""Tools: one module per outside library, knowing no feature."""
