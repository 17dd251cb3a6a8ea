"""What an operator types about groups."""

from datetime import date

from matchbox.organisations import commands
from matchbox.organisations.workflow import Verification
from tests.given.groups import a_group


def run(app, *words):
    result = app.test_cli_runner().invoke(commands.group, list(words))
    assert result.exit_code == 0, result.output
    return result.output


def test_advance_lets_verifications_expire(app):
    group = a_group(verified_until=date(2020, 3, 31))
    assert "1 groups changed." in run(app, "advance")
    assert group.verification is Verification.EXPIRED
    assert "0 groups changed." in run(app, "advance")


def test_a_dry_run_names_the_groups_and_changes_nothing(app):
    group = a_group("古い会", verified_until=date(2020, 3, 31))
    assert "古い会" in run(app, "advance", "--dry-run")
    assert group.verification is Verification.VERIFIED
