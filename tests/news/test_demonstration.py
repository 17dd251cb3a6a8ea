"""What the centre of the demonstration city announces, whatever the day on which it is brought in."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from matchbox.admin import queries as texts
from matchbox.admin.actions.demonstration.calendar import Calendar
from matchbox.admin.actions.demonstration.chronicle import Chronicle
from matchbox.admin.actions.demonstration.city import City
from matchbox.admin.actions.demonstration.news import News as Chapter
from matchbox.admin.actions.demonstration.people import People
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.news import queries
from matchbox.news.models import News
from matchbox.news.workflow import NewsState
from matchbox.web.transactions import writing


@pytest.mark.parametrize("today", [date(2026, 11, 24), date(2026, 4, 1), date(2027, 3, 31)], ids=str)
def test_there_is_news_of_every_kind(app, today):
    now = clock.moment_of(today)
    with clock.set_to(now):
        with writing():
            city, chronicle = City(texts.demonstration_texts(), Calendar(today)), Chronicle()
            People(city, "").tell(chronicle)
            Chapter(city).tell(chronicle)
            chronicle.tell(now)
        news = db.session.scalars(select(News)).all()
        assert Counter(each.state for each in news) == {
            NewsState.PUBLIC: 6, NewsState.DRAFT: 1, NewsState.WITHDRAWN: 1,
        }  # fmt: skip
        shown = queries.latest(9)
        assert [each.is_important for each in shown] == [True, False, False]
        assert all(each.published_at <= now for each in news if each.published_at)
        assert any(each.until_on and each.until_on < today for each in news)
