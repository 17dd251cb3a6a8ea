"""The words that forms offer; staff edit them, another city brings its own."""
