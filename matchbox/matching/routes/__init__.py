"""The pages of matching."""

from matchbox.matching.routes import agreement, begin, board, match, outreach, parties, stages
from matchbox.matching.routes.blueprint import bp

__all__ = ["agreement", "begin", "board", "bp", "match", "outreach", "parties", "stages"]
