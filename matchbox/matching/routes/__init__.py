"""The pages of matching."""

from matchbox.matching.routes import agreement, begin, board, listing, match, outreach, parties, stages
from matchbox.matching.routes.blueprint import bp

__all__ = ["agreement", "begin", "board", "bp", "listing", "match", "outreach", "parties", "stages"]
