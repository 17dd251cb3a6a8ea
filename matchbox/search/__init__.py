"""Search: everything public can be found, in the words people really use."""
