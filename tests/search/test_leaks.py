"""Whatever an index still holds: what is not public is neither shown nor counted, suggested or hinted at."""

from random import Random

import pytest

from matchbox.core.publication import Publication
from matchbox.issues import actions
from matchbox.search import documents, queries
from matchbox.search.queries import Kind
from matchbox.web.transactions import writing
from tests.browser import Browser
from tests.given.issues import an_issue
from tests.given.people import a_coordinator
from tests.given.words import a_category, a_district

SECRET = "ひみつのゆきかき"


def shown(app, words):
    """Everything that visitors are told about what the words find."""
    lists = Browser(app).get(f"/issues?q={words}")
    overview = Browser(app).get(f"/search?q={words}")
    return {
        "rows": lists.texts(".item__title"),
        "facets": lists.texts(".facet .choice"),
        "count": lists.texts("[role=status]"),
        "everywhere": overview.texts(".item__title"),
        "tabs": overview.texts(".tabs a")[:2],
        "similar": [line.title for line in queries.issues_like(words, words)],
    }


def test_an_index_that_is_behind_tells_nothing(app, index):
    issue = an_issue(f"{SECRET}の相談", area=a_district("朝日"), category=a_category("parks"))
    documents.rebuild()
    assert shown(app, SECRET)["rows"] == [f"{SECRET}の相談"]
    with writing():
        issue.publication = Publication.HIDDEN  # and no index is told
    seen = shown(app, SECRET)
    assert seen["rows"] == seen["facets"] == seen["similar"] == []
    assert seen["count"] == ["0件の課題が見つかりました"] and seen["tabs"][1] == "課題 0"
    assert not [title for title in seen["everywhere"] if "ひみつ" in title]


@pytest.mark.parametrize("seed", range(6))
def test_random_histories_of_publishing_and_hiding_leave_no_trace(app, index, seed):
    """The index is brought up to date only now and then; what is told always agrees with the database."""
    chance, coordinator = Random(seed), a_coordinator()
    districts = [a_district(), a_district("朝日")]
    issues = [
        an_issue(f"公園の草刈り{number}番", publication=Publication.WAITING, area=chance.choice(districts))
        for number in range(5)
    ]
    for _ in range(12):
        issue = chance.choice(issues)
        with writing():
            if issue.publication is Publication.WAITING:
                actions.publish_issue(coordinator, issue)
            elif issue.publication is Publication.PUBLIC:
                actions.hide_issue(coordinator, issue, reason="確かめています。")
            else:
                actions.restore_issue(coordinator, issue)
        if chance.random() < 0.3:
            documents.rebuild()
        public = {issue.title for issue in issues if issue.publication is Publication.PUBLIC}
        seen = shown(app, "草刈り")
        issues_shown = {title for title in seen["everywhere"] if title.startswith("公園の草刈り")}
        assert set(seen["rows"]) <= public and issues_shown <= public and set(seen["similar"]) <= public
        counted = [int(choice.split()[1]) for choice in seen["facets"] if choice.startswith(("泉野", "朝日"))]
        assert sum(counted) == len(seen["rows"])
        assert queries.tabs("草刈り")[Kind.ISSUE] == len(seen["rows"])
