"""How good is an order of results, judged by grades that people gave? Järvelin & Kekäläinen 2002."""

import math
from collections.abc import Mapping, Sequence

FIRST = 10  # results that people look at


def ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """1.0 when the best documents stand first, each further place counting less; the gain of a grade is 2^grade − 1."""

    def gain(ordered: Sequence[int]) -> float:
        return math.fsum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(ordered[:FIRST]))

    return gain([grades.get(key, 0) for key in found]) / gain(sorted(grades.values(), reverse=True))


def recall(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """The part of the relevant documents among the first ten; 1.0 when all, or ten of more, stand there."""
    return len(set(found[:FIRST]) & grades.keys()) / min(FIRST, len(grades))
