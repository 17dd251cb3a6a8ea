"""How the list of proposals finds, narrows, counts and orders them, and for whom."""

from datetime import UTC, datetime
from random import Random

import pytest

from matchbox.core.database import db
from matchbox.core.listings import Asked
from matchbox.core.permissions import Visitor
from matchbox.core.publication import Publication
from matchbox.issues import queries as issues
from matchbox.proposals import queries
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import ProposalState
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary
from tests.given.conditions import wrong_counts, wrong_hits
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue, selects
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.proposals import a_proposal
from tests.given.words import a_category, a_district, a_group_kind

NO_DISTRICT = 0
PUBLIC = {"提出", "検討中", "採用", "今回は見送り"}
EVERYTHING = {state.label for state in ProposalState}


def read(viewer, **asked):
    said = {
        name: [str(one) for one in (value if isinstance(value, list) else [value])] for name, value in asked.items()
    }
    return Asked.of(said, queries.facets(viewer), queries.SORTS)


def found(viewer=None, hits=None, **asked):
    viewer = viewer or Visitor()
    listing = queries.listing(viewer, read(viewer, **asked), hits)
    lines = listing.rows(0, 1000)
    assert listing.count() == len(lines)
    return [line.proposal.title for line in lines]


def counts(viewer=None, **asked):
    viewer = viewer or Visitor()
    return queries.counts(queries.listing(viewer, read(viewer, **asked)))


def one_of_each(issue, **more):
    return {
        state: a_proposal(
            issue, a_group(f"{state.label}の会", members=[a_person()]), state=state, title=state.label, **more
        )
        for state in ProposalState
    }


def test_the_list_shows_what_is_public_to_everybody(app):
    made = one_of_each(an_issue())
    for publication in Publication:
        if publication is not Publication.PUBLIC:
            a_proposal(an_issue(publication=publication), title=publication.label)
    a_proposal(an_issue(merged_into_id=made[ProposalState.CHOSEN].issue_id), title="まとめられた課題へ")
    for viewer in (
        Visitor(),
        a_person(),
        an_analyst(),
        a_coordinator(),
        a_member_of(made[ProposalState.DRAFT].organisation),
    ):
        assert set(found(viewer)) == PUBLIC


def test_other_states_are_shown_only_to_those_who_may_know_of_them(app):
    made = one_of_each(an_issue())
    for state in (ProposalState.DRAFT, ProposalState.WITHDRAWN):
        own = a_member_of(made[state].organisation)
        for viewer, knows in [(Visitor(), False), (a_person(), False), (an_analyst(), False), (own, True),
                              (a_coordinator(), True)]:  # fmt: skip
            assert (found(viewer, state=state.value) == [state.label]) is knows
            assert (state in counts(viewer)["state"]) is knows


def test_mine_are_those_of_my_groups_and_what_only_i_and_few_others_may_see(app):
    group = a_group("ある会")
    member = a_member_of(group)
    one_of_each(an_issue())
    for state in ProposalState:
        a_proposal(an_issue(), group, state=state, title=f"ある会の{state.label}")
    a_proposal(an_issue(publication=Publication.HIDDEN), group, title="かくれた課題へ")
    poster = a_person()
    a_proposal(an_issue(publication=Publication.RESTRICTED, poster=poster), title="限定の課題へ")
    own = {f"ある会の{label}" for label in EVERYTHING} | {"かくれた課題へ"}
    assert set(found(member, mine=1)) == own and counts(member)["mine"][1] == len(own)
    assert found(member, mine=1, state="draft") == ["ある会の下書き"]
    assert found(poster, mine=1) == ["限定の課題へ"]
    hidden = {"下書き", "取り下げ", "ある会の下書き", "ある会の取り下げ", "かくれた課題へ", "限定の課題へ"}
    assert set(found(a_coordinator(), mine=1)) == hidden
    assert len(found(mine=1)) == len(found()) == 8 and not read(Visitor(), mine=1).narrows


def test_of_an_issue_out_of_sight_neither_title_nor_district_is_told(app):
    group, area = a_group("ある会"), a_district("朝日")
    member = a_member_of(group)
    a_proposal(an_issue(publication=Publication.HIDDEN, area=area, category=a_category("parks")), group)
    (line,) = queries.listing(member, read(member, mine=1)).rows(0, 20)
    assert not line.issue_known
    for asked in ({"area": area.id}, {"area": NO_DISTRICT}, {"category": a_category("parks").id}):
        assert found(member, mine=1, **asked) == []
        assert len(found(a_coordinator(), mine=1, **asked)) == ("area" not in asked or asked["area"] == area.id)
    assert set(counts(member, mine=1)["area"]) == {-1}


def test_each_facet_narrows_it(app):
    students = a_group("学生の会", kind="student_group")
    a_proposal(an_issue(area=a_district("朝日"), category=a_category("parks")), students, title="公園")
    before = datetime(2026, 3, 31, 14, 59, tzinfo=UTC)
    a_proposal(an_issue(area=None), state=ProposalState.CHOSEN, title="雪", submitted_at=before)
    a_proposal(an_issue(), title="翌日", submitted_at=datetime(2026, 3, 31, 15, 0, tzinfo=UTC))
    assert found(state="chosen") == found(area=NO_DISTRICT) == found(year=2025) == ["雪"]
    assert found(category=a_category("parks").id) == found(area=a_district("朝日").id) == ["公園"]
    assert found(kind=students.kind_id) == ["公園"] and found(kind=a_group_kind("npo").id) == []
    assert len(found(kind=[students.kind_id, a_group_kind().id])) == 3
    assert counts()["year"][2025] == 1 and counts()["area"] == {0: 1, a_district("朝日").id: 1, a_district().id: 1}


def test_the_latest_come_first_or_the_earliest(app):
    for day in (2, 3, 1):
        a_proposal(title=f"{day}日", submitted_at=datetime(2026, 5, day, tzinfo=UTC))
    assert found() == found(sort="new") == ["3日", "2日", "1日"] and found(sort="old") == ["1日", "2日", "3日"]


def test_the_index_and_what_is_not_in_it(app):
    group = a_group()
    public = a_proposal(title="雪かき隊", group=group)
    a_proposal(title="雪の下書き", group=group, state=ProposalState.DRAFT)
    member = a_member_of(group)
    assert found(q="雪") == found(member, q="雪") == ["雪かき隊"]
    assert found(q="言葉", hits=[public.id, 999]) == ["雪かき隊"] and found(q="雪", hits=[]) == []
    assert set(found(member, q="雪", hits=[public.id], mine=1)) == {"雪かき隊", "雪の下書き"}
    assert found(member, q="雪", hits=[], state="draft") == ["雪の下書き"] and found(q="_") == []


def a_city(chance):
    groups = [a_group(f"会{kind}", kind=kind) for kind in ("npo", "student_group")]
    areas = [None, a_district("泉野"), a_district("朝日")]
    for number in range(24):
        publication = chance.choice((*[Publication.PUBLIC] * 3, Publication.RESTRICTED, Publication.HIDDEN))
        category = a_category(chance.choice(("snow", "parks")))
        issue = an_issue(f"課題{number}", publication=publication, area=chance.choice(areas), category=category)
        moment = datetime(chance.randint(2024, 2026), chance.randint(1, 10), 1, tzinfo=UTC)
        a_proposal(issue, chance.choice(groups), state=chance.choice([*ProposalState]),
                   title=f"{chance.choice('雪雨')}の提案{number}", submitted_at=moment)  # fmt: skip
    return groups[0], issue.poster


@pytest.mark.parametrize("seed", range(2))
def test_the_number_beside_a_choice_is_what_choosing_it_shows(app, seed):
    chance = Random(seed)
    group, poster = a_city(chance)
    choices = {
        "state": [(state, "") for state in ProposalState],
        "category": vocabulary.choices(Vocabulary.ISSUE_CATEGORY),
        "area": [*((area.id, "") for area in map(a_district, ("泉野", "朝日", "馬場"))), (NO_DISTRICT, "")],
        "kind": vocabulary.choices(Vocabulary.ORGANISATION_KIND),
        "year": [(year.year, "") for year in issues.years()],
    }
    for viewer in (Visitor(), a_member_of(group), poster, an_analyst(), a_coordinator()):
        known = {**choices, "mine": [(queries.MINE, "")]} if viewer.is_authenticated else choices
        visible = queries.visible_to(viewer).with_only_columns(Proposal.id)
        assert wrong_hits(lambda *asked, who=viewer: queries.listing(who, *asked), visible, known, chance) == []
        for q in ("", "雪"):
            assert wrong_counts(lambda asked, who=viewer: queries.listing(who, asked), known, chance, q) == []


def test_a_page_takes_as_many_statements_for_few_as_for_many(app):
    def statements():
        db.session.rollback()
        with selects() as seen:
            for line in queries.listing(Visitor(), Asked()).rows(0, 100):
                assert line.proposal.issue.title and line.proposal.organisation.kind.label
        return len(seen)

    a_proposal()
    alone = statements()
    for number in range(5):
        a_proposal(an_issue(f"課題{number}"))
    assert statements() == alone == 2
