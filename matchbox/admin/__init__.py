"""The office behind the site: desk, journal, letters, operations."""
