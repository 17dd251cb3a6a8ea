"""Every kind of letter as its reader gets it: the golden letters lie in the folder `letters` beside this file.

MATCHBOX_WRITE_LETTERS=1 writes them anew; read the difference before you keep it.
"""

import os
import re
from pathlib import Path

import pytest
import time_machine
from bs4 import BeautifulSoup

from matchbox.app import HOUSE
from matchbox.core.publication import Publication
from matchbox.matching import events as matching
from matchbox.matching.workflow import MatchState
from matchbox.notifications.messages import LETTERS
from matchbox.proposals import events as proposals
from matchbox.proposals.workflow import ProposalState
from tests.given import facts
from tests.given.issues import an_issue
from tests.given.letters import the_letters
from tests.given.post_office import a_post_office, text_of

GOLDEN = Path(__file__).parent / "letters"
EMAILS = HOUSE / "templates" / "emails"
MORNING = "2026-11-24T01:15:00+00:00"

RESTRICTED = {
    "proposals/submitted": lambda issue: facts.a_proposal_that(
        proposals.ProposalSubmitted, ProposalState.SUBMITTED, issue
    ),
    "proposals/chosen": lambda issue: facts.a_proposal_that(proposals.ProposalChosen, ProposalState.CHOSEN, issue),
    "proposals/declined": lambda issue: facts.a_proposal_that(
        proposals.ProposalDeclined, ProposalState.NOT_THIS_TIME, issue, reason="今年は予算がありません。"
    ),
    "matching/asked": facts.a_group_asked,
    "matching/agreed": lambda issue: facts.a_match_that(
        matching.MatchAgreed, MatchState.AGREED, issue, agreed_on="2026-11-24"
    ),
    "matching/given_up": lambda issue: facts.a_match_that(
        matching.MatchGivenUp, MatchState.NOT_AGREED, issue, reason="x"
    ),
    "matching/broken_off": lambda issue: facts.a_match_that(
        matching.MatchBrokenOff, MatchState.BROKEN_OFF, issue, reason="x"
    ),
    "discussion/comment": facts.a_written_comment,
}


@pytest.fixture(autouse=True)
def a_morning():
    with time_machine.travel(MORNING, tick=False):
        yield


def compare(name, letter):
    path = GOLDEN / f"{name.replace('/', '-')}.txt"
    found = _without_numbers(f"{letter.subject}\n\n{letter.text}")
    if os.environ.get("MATCHBOX_WRITE_LETTERS"):
        path.write_text(found)
    assert found == path.read_text()


def _without_numbers(text):
    """Ids and keys differ from run to run."""
    text = re.sub(r"/\d+\.[\w-]{40,}", "/KEY", text)
    text = re.sub(r"(https?://\S+?)/\d+(?=/|\s)", r"\1/ID", text)
    return re.sub(r"受付番号はK-\d+です", "受付番号はIDです", text)


@pytest.mark.parametrize("name", facts.FACTS)
def test_the_letter_says_what_its_golden_copy_says(app, name):
    facts.FACTS[name]()
    compare(name, the_letters(app)[0])


@pytest.mark.parametrize("name", RESTRICTED)
def test_a_letter_about_a_restricted_issue_names_nothing(app, name):
    issue = an_issue(publication=Publication.RESTRICTED)
    RESTRICTED[name](issue)
    letters = the_letters(app)
    compare(f"{name}-restricted", letters[0])
    for letter in letters:
        for secret in (issue.title, issue.body, facts.MESSAGE, "町会でも困っています", "朝の雪かき隊"):
            assert secret not in letter.subject + letter.text


def test_every_kind_of_letter_has_a_golden_copy_and_no_copy_is_left_over():
    expected = {name.replace("/", "-") for name in facts.FACTS}
    expected |= {f"{name.replace('/', '-')}-restricted" for name in RESTRICTED}
    assert set(facts.FACTS) == {letter.name for letter in LETTERS}
    assert {path.stem for path in GOLDEN.glob("*.txt")} == expected


def test_every_kind_of_letter_has_its_three_templates_and_no_template_is_left_over():
    expected = {f"{letter.name}{part}" for letter in LETTERS for part in (".subject.txt", ".txt", ".html")}
    found = {str(path.relative_to(EMAILS)) for path in EMAILS.glob("*/*")}
    assert found == expected
    for path in EMAILS.glob("*/*.subject.txt"):
        assert len(path.read_text().splitlines()) == 1, path


@pytest.mark.parametrize("name", facts.FACTS)
def test_the_html_says_the_same_as_the_text_and_leads_to_the_same_pages(app, name):
    facts.FACTS[name]()
    with a_post_office() as office:
        app.config.update(MAIL_SERVER=office.address, MAIL_SECURITY="plain")
        the_letters(app)
    letter = office.letters[0]
    html = BeautifulSoup(letter.get_body(("html",)).get_content(), "html.parser")
    links = [link["href"] for link in html.select("a[href]")]
    assert links == re.findall(r"https?://\S+", text_of(letter))
    for button in html.select("a"):
        button.decompose()
    assert html.h1.extract().get_text() == html.title.extract().get_text() == letter["Subject"]
    html.style.decompose()
    words = re.sub(r"https?://\S+", "", text_of(letter)).replace("―", "")
    assert "".join(html.get_text().split()) == "".join(words.split())
    assert html.html["lang"] == "ja" and not html.select("script, img, [style], link")


def test_what_people_wrote_is_no_markup_in_a_letter(app):
    facts.a_published_issue(title="<b>雪</b> & %(x)s {{ 1 + 1 }}")
    with a_post_office() as office:
        app.config.update(MAIL_SERVER=office.address, MAIL_SECURITY="plain")
        the_letters(app)
    letter = office.letters[0]
    assert "「<b>雪</b> & %(x)s {{ 1 + 1 }}」を公開しました" in text_of(letter)
    html = BeautifulSoup(letter.get_body(("html",)).get_content(), "html.parser")
    assert not html.select("b") and "「<b>雪</b> & %(x)s {{ 1 + 1 }}」を公開しました" in html.get_text()
