"""Conditions of lists, thrown at random, and what a list says of them."""

from dataclasses import replace

from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.listings import Asked

MOST = 3  # values of a facet that are tried


def random_conditions(choices, chance, q=""):
    """Up to three values in up to three facets."""
    some = chance.sample(sorted(choices), chance.randint(0, min(3, len(choices))))
    return Asked(q, tuple((name, _some_of(choices[name], chance)) for name in some))


def _some_of(known, chance):
    return tuple(chance.sample([value for value, _ in known], min(len(known), chance.randint(1, 3))))


def wrong_counts(listing_of, choices, chance, q="", rounds=2):
    """Choices beside which another number stands than choosing them shows, under random conditions."""
    wrong = []
    for _ in range(rounds):
        asked = random_conditions(choices, chance, q)
        for name, counts in listing_of(asked).counts().items():
            offered = [value for value, _ in choices[name]]
            first = sorted(offered, key=lambda value: (value not in counts, chance.random()))
            for value in {*first[:MOST], chance.choice(offered)}:
                shown = len(ids_of(listing_of(asked.only(name, value))))
                if counts.get(value, 0) != shown:
                    wrong.append((asked.address, name, value, counts.get(value, 0), shown))
    return wrong


def ids_of(listing):
    return set(db.session.scalars(listing.found.with_only_columns(listing.id)))


def wrong_hits(listing_of, visible, choices, chance, rounds=5):
    """Conditions under which words find other things than the same conditions without words find among the hits."""
    known, wrong = set(db.session.scalars(visible)), []
    for _ in range(rounds):
        asked = random_conditions(choices, chance)
        without = listing_of(asked, None)
        everything = sorted(db.session.scalars(select(without.id)))
        hits = [*chance.sample(everything, len(everything) // 2), 999_999]
        if ids_of(listing_of(replace(asked, q="言葉"), hits)) != ids_of(without) & known & set(hits):
            wrong.append((asked.address, hits))
    return wrong
