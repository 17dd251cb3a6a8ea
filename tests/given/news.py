"""News of the centre."""

from matchbox.core import clock
from matchbox.news.models import News
from matchbox.news.workflow import NewsState
from tests.given.people import a_coordinator
from tests.given.rows import saved


def a_news_item(title="夏の相談会を開きます", state=NewsState.PUBLIC, author=None, **more):
    """A public one, published now, unless said otherwise."""
    published_at = None if state is NewsState.DRAFT else clock.now()
    more = {"body": "予約はいりません。\nどなたでもお越しください。", "published_at": published_at, **more}
    return saved(News(title=title, state=state, author=author or a_coordinator(), **more))


def texts(**changed):
    """What is asked of whoever writes news, answered well."""
    return {
        "title": "夏の相談会を開きます",
        "body": "予約はいりません。\nどなたでもお越しください。",
        "until_on": None,
        "is_important": False,
        **changed,
    }
