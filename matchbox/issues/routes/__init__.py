"""The pages of issues."""

from matchbox.issues.routes import desk, posting, reading
from matchbox.issues.routes.blueprint import bp

__all__ = ["bp", "desk", "posting", "reading"]
