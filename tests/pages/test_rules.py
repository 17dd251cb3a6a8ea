"""Which groups could help with a category of issues?"""

import pytest
import yaml

from matchbox.app import HOUSE
from matchbox.pages import rules
from matchbox.pages.rules import Signs


@pytest.mark.parametrize(("stronger", "weaker"), [
    (Signs(helped=1), Signs(proposed=1)),
    (Signs(helped=1), Signs(fields=("環境の保全",))),
    (Signs(proposed=1, fields=("環境の保全",)), Signs(proposed=1)),
    (Signs(fields=("環境の保全",)), Signs(offers=("人手", "場所", "物品"))),
    (Signs(offers=("人手",)), Signs()),
    (Signs(helped=2), Signs(helped=1, proposed=1)),
])  # fmt: skip
def test_what_was_done_says_more_than_what_could_be_done(stronger, weaker):
    assert stronger.weight > weaker.weight


def test_more_of_the_same_does_not_say_more():
    assert Signs(helped=rules.ENOUGH).weight == Signs(helped=40).weight
    assert Signs(fields=("a",)).weight == Signs(fields=("a", "b")).weight


def test_every_field_and_category_is_one_of_the_starting_data():
    words = yaml.safe_load((HOUSE / "matchbox/vocabulary/data/starting.yaml").read_text())
    categories = {word["code"] for word in words["issue_category"]}
    fields = {word["code"] for word in words["activity_field"]}
    assert categories - rules.FIELDS.keys() == {"other"} and rules.FIELDS.keys() <= categories
    assert {field for codes in rules.FIELDS.values() for field in codes} <= fields


def test_a_category_that_nobody_knows_has_no_field():
    assert rules.fields_of("unheard_of") == ()
