"""The pages of issues."""

from matchbox.issues.routes import desk, listing, posting, reading
from matchbox.issues.routes.blueprint import bp

__all__ = ["bp", "desk", "listing", "posting", "reading"]
