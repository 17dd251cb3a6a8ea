"""Until which day news can stand on the home page."""

from datetime import date

import pytest

from matchbox.news.rules import LAST_DAY_IS_PAST, why_not_until

YESTERDAY, TODAY, TOMORROW = date(2026, 5, 9), date(2026, 5, 10), date(2026, 5, 11)


@pytest.mark.parametrize(("last_day", "before", "sentence"), [
    (None, None, ""),
    (None, YESTERDAY, ""),
    (TODAY, None, ""),
    (TOMORROW, YESTERDAY, ""),
    (YESTERDAY, None, LAST_DAY_IS_PAST),
    (YESTERDAY, TOMORROW, LAST_DAY_IS_PAST),
    (YESTERDAY, YESTERDAY, ""),
])  # fmt: skip
def test_a_last_day_that_has_passed_is_a_mistake_unless_it_stood_there_before(last_day, before, sentence):
    assert why_not_until(last_day, before=before, today=TODAY) == sentence
