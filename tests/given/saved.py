"""Conditions that somebody keeps."""

from matchbox.saved.models import SavedSearch
from matchbox.saved.rules import ListName
from tests.given.rows import saved


def a_saved_search(person, conditions="q=%E9%9B%AA", list_name=ListName.ISSUES, title="雪の課題"):
    """「雪」 in the list of issues, unless said otherwise."""
    return saved(SavedSearch(user_id=person.id, list_name=list_name, conditions=conditions, title=title))
