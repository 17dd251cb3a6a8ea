"""Invented histories of organisations, residents, issues and matches around the turn of R7 and R8, as bare rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from random import Random

from sqlalchemy import insert, select

from matchbox.accounts.models import RoleGrant, User
from matchbox.core.database import db
from matchbox.discussion.models import Thread
from matchbox.issues.models import Issue
from matchbox.matching.models import Match, Party, Tag
from matchbox.organisations.models import Membership, Organisation
from matchbox.plans.models import Node, Plan
from matchbox.vocabulary.models import Term, Vocabulary

DAYS = (
    date(2024, 5, 20), date(2025, 3, 31), date(2025, 4, 1), date(2025, 6, 15), date(2026, 3, 30), date(2026, 3, 31),
    date(2026, 4, 1), date(2026, 4, 2), date(2026, 9, 9), date(2027, 3, 31), date(2027, 4, 1),
)  # fmt: skip
KINDS = ("neighbourhood_association", "citizens_group", "student_group", "administration")
STATES = ("agreed",) * 4 + ("active", "completed", "broken_off", "candidate", "not_agreed")
ORGANISATIONS, RESIDENTS, ISSUES, MATCHES = 7, 4, 5, 20
STAFF = RESIDENTS + 1


@contextmanager
def told(seed: int) -> Iterator[None]:
    """A history that is in the database for as long as it is looked at."""
    db.session.rollback()
    db.session.connection(execution_options={"writes": True})
    try:
        _write(Random(seed))
        yield
    finally:
        db.session.rollback()


def _write(chance: Random) -> None:
    terms = {(vocabulary, code): id_ for vocabulary, code, id_ in _rows(Term.vocabulary, Term.code, Term.id)}
    nodes: dict[str, dict[str, int]] = {}
    for plan, node, id_ in db.session.execute(select(Plan.code, Node.code, Node.id).join(Node.plan)):
        nodes.setdefault(plan, {})[node] = id_
    _people(chance)
    _organisations(chance, terms)
    _issues(chance, terms)
    _matches(chance, terms, nodes)


def _rows(*columns):
    return db.session.execute(select(*columns))


def _put(model, rows) -> None:
    if rows:
        db.session.execute(insert(model), rows)


def _term_around(chance: Random) -> dict[str, date | None]:
    """A span of days that begins or ends on a day of DAYS, or beside it."""
    start = chance.choice(DAYS) + timedelta(days=chance.randint(-1, 1))
    until = chance.choice([None, start + timedelta(days=chance.choice([0, 1, 200, 365, 500]))])
    return {"from_on": start, "until_on": until}


def _people(chance: Random) -> None:
    _put(User, [{"id": id_, "name": f"住民{id_}"} for id_ in range(1, STAFF + 1)])
    grants = [{"user_id": STAFF, "role": "coordinator", "from_on": date(2019, 4, 1), "until_on": None}]
    if chance.random() < 0.5:
        grants.append({"user_id": 1, "role": "coordinator", **_term_around(chance)})
    _put(RoleGrant, grants)


def _organisations(chance: Random, terms) -> None:
    rows = [
        {
            "id": id_, "name": f"団体{id_}", "kana": "ダンタイ", "purpose": "地域のため",
            "kind_id": terms[Vocabulary.ORGANISATION_KIND, KINDS[3] if id_ == 4 else chance.choice(KINDS[:3])],
            "merged_into_id": None,
        }
        for id_ in range(1, ORGANISATIONS + 1)
    ]  # fmt: skip
    for gone in (5, 6, 7):  # 7 into 6 into 5 into 1: a chain, if chance wants it whole
        if chance.random() < 0.6:
            rows[gone - 1]["merged_into_id"] = gone - 1 if gone > 5 else chance.choice([1, 2])
    _put(Organisation, rows)
    members = [
        {"user_id": user, "organisation_id": chance.choice([1, 1, 2, 2, 3, 5, 6, 7]), "role": "member"}
        | (_term_around(chance) if chance.random() < 0.5 else {"from_on": date(2019, 4, 1), "until_on": None})
        for user in range(1, RESIDENTS + 1)
        for _ in range(chance.randint(0, 2))
    ]
    _put(Membership, members)


def _issues(chance: Random, terms) -> None:
    _put(Thread, [{"id": id_, "heading": "話し合い", "address": "/"} for id_ in range(1, ISSUES + MATCHES + 1)])
    rows = [
        {
            "id": id_, "title": f"課題{id_}", "body": "困っています。", "display_name": "投稿者", "thread_id": id_,
            "category_id": terms[Vocabulary.ISSUE_CATEGORY, "snow"], "publication": "public",
            "poster_id": None if id_ == ISSUES else chance.randint(1, RESIDENTS),
            "person": "窓口の方" if id_ == ISSUES else "", "merged_into_id": None,
        }
        for id_ in range(1, ISSUES + 1)
    ]  # fmt: skip
    for gone in (2, 3):
        if chance.random() < 0.8:
            rows[gone - 1]["merged_into_id"] = gone - 1
    _put(Issue, rows)


def _matches(chance: Random, terms, nodes) -> None:
    matches, parties, tags = [], [], []
    usual = [_parties(chance) for _ in range(2)]
    for id_ in range(1, MATCHES + 1):
        match = _match(chance, id_, terms)
        matches.append(match)
        sides = _often(chance, chance.choice(usual), _parties(chance), 0.75)
        parties += [{"match_id": id_, **side} for side in sides]
        if match["agreed_on"]:
            tags += [{"match_id": id_, "node_id": node} for node in _tags(chance, match["agreed_on"], nodes)]
    _put(Match, matches)
    _put(Party, parties)
    _put(Tag, tags)


def _match(chance: Random, id_: int, terms):
    state = chance.choice(STATES)
    often = partial(_often, chance)
    agreed = state not in ("candidate", "not_agreed") or chance.random() < 0.3
    reason = {
        "broken_off": terms[Vocabulary.BROKEN_OFF_REASON, chance.choice(["wrong_entry", "organisation"])],
        "not_agreed": terms[Vocabulary.NOT_AGREED_REASON, "nobody_found"],
    }
    return {
        "id": id_, "title": f"マッチング{id_}", "state": state, "thread_id": ISSUES + id_,
        "issue_id": chance.choice([None, None, None, None, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5]),
        "kind": chance.choice(["exchange", "cooperation"]),
        "agreed_on": chance.choice(DAYS) if agreed else None,
        "purpose": often("目的", " "), "who_does_what": often("役割", "  "), "period_from": date(2025, 4, 1),
        "brokered_by": often("centre", chance.choice(["parties", "other"])),
        "agreed_recorded_by_id": often(STAFF, None),
        "end_reason_id": reason.get(state),
    }  # fmt: skip


def _often(chance: Random, usual, rare, how_often=0.93):
    return usual if chance.random() < how_often else rare


def _parties(chance: Random):
    chosen = {}
    for role, most in (("needing", 2), ("helping", 2), ("supporting", 1)):
        for _ in range(chance.randint(0 if role == "supporting" else 1, most)):
            kind = chance.choice(["organisation_id"] * 6 + ["user_id"] * 5 + ["proxy"])
            if kind == "organisation_id":
                who = chance.choice([1, 1, 2, 2, 3, 4, 5, 6, 7])
            elif kind == "user_id":
                who = chance.choice([1, 1, 2, 2, 3, 4, STAFF])
            else:
                kind, who = "person_of_issue_id", ISSUES
            chosen[role, kind, who] = {
                "role": role, "organisation_id": None, "user_id": None, "person_of_issue_id": None, kind: who,
            }  # fmt: skip
    return list(chosen.values())


def _tags(chance: Random, day: date, nodes) -> set[int]:
    """Mostly of the required plan of the year; now and then of the wrong plan, too high, or of none."""
    old, new, sdgs = (nodes[code] for code in ("kanazawa-kyodo-2021", "kanazawa-kyodo-2026", "kanazawa-sdgs"))
    low = [code for code in new if "-" in code]
    of_old, of_new = [old[code] for code in "123"], [new[code] for code in low]
    fits, other = (of_old, of_new) if day < date(2026, 4, 1) else (of_new, of_old)
    chosen = set(chance.sample(fits, chance.choice([1, 1, 2])) if chance.random() < 0.88 else ())
    if chance.random() < 0.15:
        chosen.add(chance.choice(other))
    if chance.random() < 0.1:
        chosen.add(new["2"])
    if chance.random() < 0.4:
        chosen.update(chance.sample(list(sdgs.values()), chance.choice([1, 2])))
    return chosen
