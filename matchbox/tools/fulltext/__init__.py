"""Full-text search in Japanese, knowing no feature: documents go in by key, a question brings keys out, best first."""

from matchbox.tools.fulltext.interface import Busy, Document, Found, FullText, Hit, NotReady
from matchbox.tools.fulltext.whoosh_engine import Engine

__all__ = ["Busy", "Document", "Engine", "Found", "FullText", "Hit", "NotReady"]
