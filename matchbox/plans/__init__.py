"""What the city promised: plans, policies and indicators as versioned data."""
