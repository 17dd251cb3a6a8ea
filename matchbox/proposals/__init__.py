"""What groups propose to do about an issue."""
