"""The pages for finding things."""

from matchbox.search.routes import overview, synonyms, unanswered
from matchbox.search.routes.blueprint import bp

__all__ = ["bp", "overview", "synonyms", "unanswered"]
