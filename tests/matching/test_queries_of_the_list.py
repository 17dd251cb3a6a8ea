"""How the public list of matches finds, narrows, counts and orders them, and what it keeps back."""

from datetime import date
from random import Random

import pytest

from matchbox.core.database import db
from matchbox.core.listings import Asked
from matchbox.core.permissions import Visitor
from matchbox.core.publication import Publication
from matchbox.matching import queries
from matchbox.matching.models import Match
from matchbox.matching.rules import Answer, MatchKind
from matchbox.matching.workflow import MatchState
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary
from tests.given.conditions import wrong_counts, wrong_hits
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue, selects
from tests.given.matches import a_match, an_outreach, helping, needing, supporting, tags
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.words import a_district, a_group_kind, a_policy

NO_DISTRICT = 0
TELLING = ("policy", "area", "helper")  # what nobody may learn of a restricted issue


def read(viewer, **asked):
    said = {
        name: [str(one) for one in (value if isinstance(value, list) else [value])] for name, value in asked.items()
    }
    return Asked.of(said, queries.facets(viewer), queries.SORTS)


def the_list(viewer=None, hits=None, **asked):
    viewer = viewer or Visitor()
    return queries.listing(viewer, read(viewer, **asked), hits)


def found(viewer=None, hits=None, **asked):
    listing = the_list(viewer, hits, **asked)
    lines = listing.rows(0, 1000)
    assert listing.count() == len(lines)
    return [line.match.title if line.known else "非公開の課題" for line in lines]


def a_restricted_match(**more):
    secret = an_issue("ひみつの課題", publication=Publication.RESTRICTED, poster=a_person())
    return a_match(MatchState.ACTIVE, issue=secret, purpose="ひみつの目的", **more)


def test_what_is_restricted_counts_in_year_state_and_kind(app):
    a_restricted_match()
    assert found() == found(year=2026) == found(state="active") == found(kind="cooperation") == ["非公開の課題"]
    counts = queries.counts(the_list())
    assert counts["year"] == {2026: 1} and counts["state"] == {MatchState.ACTIVE: 1}
    assert counts["kind"] == {MatchKind.COOPERATION: 1}


def test_what_is_restricted_is_found_by_nothing_that_would_tell_more(app):
    match = a_restricted_match()
    telling = {
        "area": [match.issue.area_id, NO_DISTRICT, -1],
        "policy": [tag.node_id for tag in match.tags],
        "helper": match.parties[1].organisation.kind_id,
    }
    poster = match.parties[0].user
    for viewer in (Visitor(), a_person(), an_analyst(), a_member_of(a_group())):
        counts = queries.counts(the_list(viewer))
        for name, value in telling.items():
            assert found(viewer, **{name: value}) == []
            assert not set(counts[name]) & {*(value if isinstance(value, list) else [value])} - {-1}
        assert found(viewer, q="ひみつ") == found(viewer, q="ひみつ", hits=[match.id]) == []
    for viewer in (poster, a_coordinator()):
        for name, value in telling.items():
            assert found(viewer, **{name: value}) == ["ひみつの課題"]
        assert found(viewer, q="ひみつ") == found(viewer, q="ひみつ", hits=[]) == ["ひみつの課題"]


def test_a_group_that_is_only_asked_does_not_learn_who_else_is_in_it(app):
    other, asked = a_group("別の会", kind="npo"), a_group("あおば会", kind="student_group")
    match = a_match(MatchState.MEETING, parties=[needing(a_person()), helping(other)])
    an_outreach(match, asked, Answer.WAITING)
    npo, member = a_group_kind("npo").id, a_member_of(asked)
    (line,) = the_list(member).rows(0, 20)
    assert line.known and not line.parties_known
    assert found(member, helper=npo) == [] and npo not in queries.counts(the_list(member))["helper"]
    for viewer in (a_member_of(other), match.parties[0].user, a_coordinator(), an_analyst()):
        (line,) = the_list(viewer).rows(0, 20)
        assert line.parties_known and found(viewer, helper=npo) == [match.title]


def test_each_facet_narrows_it(app):
    students, npo = a_group("学生の会", kind="student_group"), a_group("水辺の会", kind="npo")
    snow = an_issue("雪の課題", area=a_district("朝日"))
    a_match(MatchState.AGREED, issue=snow, parties=[needing(a_person()), helping(students), helping(npo)],
            agreed_on=date(2026, 4, 1), tags=tags(a_policy("2-1"), a_policy("2-2")))  # fmt: skip
    a_match(MatchState.COMPLETED, issue=None, parties=[needing(students), helping(a_group()), supporting(npo)],
            title="交流", agreed_on=date(2026, 3, 31), kind=MatchKind.EXCHANGE, tags=[])  # fmt: skip
    assert found(year=2026) == ["雪の課題"] and found(year=2025) == ["交流"] and len(found(year=[2025, 2026])) == 2
    assert found(state="completed") == found(kind="exchange") == found(area=NO_DISTRICT) == ["交流"]
    assert found(area=a_district("朝日").id) == ["雪の課題"] and found(area=a_district().id) == []
    assert found(policy=a_policy("2-2").id) == ["雪の課題"]
    assert found(helper=students.kind_id) == found(helper=[students.kind_id, npo.kind_id]) == ["雪の課題"]
    counts = queries.counts(the_list())
    assert counts["helper"] == {students.kind_id: 1, npo.kind_id: 1, a_group_kind().id: 1}
    assert counts["policy"] == {a_policy("2-1").id: 1, a_policy("2-2").id: 1}


def test_the_latest_agreed_first_or_the_earliest(app):
    for day in (date(2025, 5, 1), date(2026, 5, 1), date(2024, 5, 1)):
        a_match(MatchState.AGREED, issue=an_issue(f"{day:%Y}"), agreed_on=day)
    a_match(MatchState.CANDIDATE, issue=an_issue("まだ"))
    assert found() == ["2026", "2025", "2024"] and found(sort="old") == ["2024", "2025", "2026"]
    assert found(an_analyst()) == ["2026", "2025", "2024", "まだ"]
    assert found(an_analyst(), sort="old") == ["2024", "2025", "2026", "まだ"]


def test_the_index_and_what_is_not_in_it(app):
    agreed = a_match(MatchState.AGREED, issue=an_issue("雪の課題"))
    a_match(MatchState.CANDIDATE, issue=an_issue("雪の候補"))
    merged = an_issue("雪のまとめ", merged_into_id=agreed.issue_id)
    a_match(MatchState.AGREED, issue=merged)
    assert set(found(q="雪", hits=[agreed.id])) == {"雪の課題", "雪のまとめ"}
    assert set(found(a_coordinator(), q="雪", hits=[agreed.id])) == {"雪の課題", "雪のまとめ", "雪の候補"}
    assert found(q="雨", hits=[agreed.id, 999]) == ["雪の課題"] and found(q="%") == []


def a_city(chance):
    """Matches in every state, of issues in every state, between groups of several kinds; a group that is asked."""
    groups = [a_group(f"会{kind}", kind=kind) for kind in ("npo", "student_group", "citizens_group")]
    areas, asked = [None, a_district("泉野"), a_district("朝日")], a_group("打診を受けた会")
    for number in range(24):
        publication = chance.choice((*[Publication.PUBLIC] * 4, Publication.RESTRICTED, Publication.HIDDEN))
        issue = an_issue(f"{chance.choice('雪雨')}の課題{number}", publication=publication, area=chance.choice(areas))
        state = chance.choice([*MatchState])
        match = a_match(
            state,
            chance.choice((issue, issue, None)),
            [needing(issue.poster), *map(helping, chance.sample(groups, chance.randint(0, 2)))],
            agreed_on=date(chance.randint(2024, 2026), chance.randint(1, 10), 1),
            kind=chance.choice([*MatchKind]),
            title=f"{chance.choice('雪雨')}の取組{number}",
            tags=tags(*(a_policy(code) for code in chance.sample(("1-1", "2-1", "2-2"), chance.randint(0, 2)))),
        )
        if chance.random() < 0.3:
            an_outreach(match, asked, chance.choice([*Answer]))
    return groups[0], asked


def the_choices(viewer):
    return {
        "year": [(year.year, "") for year in queries.years_of_agreement(viewer)],
        "state": [(state, "") for state in MatchState],
        "kind": [(kind, "") for kind in MatchKind],
        "policy": [choice for plan in queries.policies_in_force() for choice in plan.choices],
        "area": [*((area.id, area.name) for area in map(a_district, ("泉野", "朝日", "馬場"))), (NO_DISTRICT, "")],
        "helper": vocabulary.choices(Vocabulary.ORGANISATION_KIND),
    }


@pytest.mark.parametrize("seed", range(2))
def test_the_number_beside_a_choice_is_what_choosing_it_shows(app, seed):
    chance = Random(seed)
    group, asked_group = a_city(chance)
    viewers = (Visitor(), a_member_of(group), a_member_of(asked_group), an_analyst(), a_coordinator())
    for viewer in viewers:
        choices, visible = the_choices(viewer), queries.visible_to(viewer).with_only_columns(Match.id)
        assert wrong_hits(lambda *asked, who=viewer: queries.listing(who, *asked), visible, choices, chance) == []
        for q in ("", "雪"):
            assert wrong_counts(lambda asked, who=viewer: queries.listing(who, asked), choices, chance, q) == []
        for name in TELLING:
            for value, _ in choices[name]:
                lines = queries.listing(viewer, Asked(chosen=((name, (value,)),))).rows(0, 100)
                assert all(line.known for line in lines)
                assert name != "helper" or all(line.parties_known for line in lines)


def test_a_page_takes_as_many_statements_for_few_as_for_many(app):
    def statements():
        db.session.rollback()
        with selects() as seen:
            for line in the_list().rows(0, 100):
                assert line.match.issue.area.name and [party.shown_name for party in line.match.parties]
        return len(seen)

    a_match(MatchState.AGREED, issue=an_issue("1"))
    alone = statements()
    for number in range(5):
        a_match(MatchState.AGREED, issue=an_issue(f"ほか{number}"))
    assert statements() == alone == 3
