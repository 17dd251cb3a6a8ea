"""Matchbox: residents' local issues meet the groups that can help, and every match counts. Start reading in app.py."""
