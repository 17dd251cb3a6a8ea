"""Areas of the city: districts in several systems side by side."""
