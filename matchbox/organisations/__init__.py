"""Groups, their members with terms, verification, and what they offer."""
