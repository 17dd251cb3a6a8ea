"""The pages for everybody."""

from matchbox.pages.routes import about, home, landing
from matchbox.pages.routes.about import PARTS
from matchbox.pages.routes.blueprint import bp

__all__ = ["PARTS", "about", "bp", "home", "landing"]
