"""Words of one meaning, and questions that found nothing."""

from pathlib import Path

from flask import current_app

from matchbox.core import clock
from matchbox.core.permissions import SYSTEM
from matchbox.search import actions
from matchbox.search.queries import worth_noting
from matchbox.tools import yaml_files
from matchbox.web import counters
from matchbox.web.transactions import writing
from tests.given.people import a_coordinator

SHIPPED = Path(actions.__file__).parent / "data" / "synonyms.yaml"


def the_shipped_words():
    """The words of the starting data, whether or not the test began with them."""
    with writing():
        actions.load_synonyms(SYSTEM, None, groups=yaml_files.read(SHIPPED))


def a_synonym_group(*words, by=None, **more):
    """Words that staff said mean the same."""
    by = by or a_coordinator()
    with writing():
        return actions.add_group(by, None, words=words or ("くまで", "熊手"), **more)


def asked_in_vain(text, times=2, day=None):
    """Somebody looked for it so many times, and nothing was found."""
    with clock.set_to(clock.moment_of(day or clock.today())):
        for _ in range(times):
            if noted := worth_noting(text):
                counters.tally(counters.UNANSWERED, noted, clock.today())


def no_counters():
    """Nothing was counted yet."""
    for file in Path(current_app.instance_path).glob("counters.sqlite*"):
        file.unlink()


def of_the_site(seen):
    """Of these statements those about the things of the site: an engine may keep its index in the same database."""
    return [statement for statement in seen if "search_" not in statement and "set_config" not in statement]
