"""What happens to news."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.errors import Forbidden, Invalid, NotNow
from matchbox.core.journal import Audience, about
from matchbox.core.permissions import Visitor
from matchbox.core.workflow import ALREADY
from matchbox.news import actions, queries, rules
from matchbox.news.models import News
from matchbox.news.workflow import NewsState
from matchbox.web.transactions import writing
from tests.given.news import a_news_item, texts
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst

DEEDS = {
    "edit": lambda actor, news: actions.edit_news(actor, news, **texts(title="別の題名")),
    "publish": actions.publish_news,
    "withdraw": actions.withdraw_news,
}


def do(deed, *about, **more):
    with writing():
        return deed(*about, **more)


def told(news, audience=None):
    audiences = tuple(Audience) if audience is None else (audience,)
    return [entry.kind for entry in db.session.scalars(about("news", [news.id], audiences))]


def test_news_begins_as_a_draft(app):
    author, until_on = a_coordinator(), clock.today() + timedelta(days=7)
    news = do(actions.draft_news, author, None, **texts(until_on=until_on, is_important=True))
    assert news.state is NewsState.DRAFT and news.published_at is None and news.edited_at is None
    assert (news.title, news.body) == (texts()["title"], texts()["body"])
    assert (news.until_on, news.is_important, news.author) == (until_on, True, author)
    assert told(news) == told(news, Audience.STAFF) == ["NewsDrafted"]


def test_without_more_words_it_is_like_the_others_and_has_no_end(app):
    news = do(actions.draft_news, an_administrator(), None, title="題名", body="本文")
    assert (news.until_on, news.is_important) == (None, False)


def test_publishing_tells_everybody(app):
    news, editor = a_news_item(state=NewsState.DRAFT), an_administrator()
    with clock.set_to(clock.moment_of(date(2026, 5, 10))):
        do(actions.publish_news, editor, news)
    assert news.state is NewsState.PUBLIC and clock.day_of(news.published_at) == date(2026, 5, 10)
    assert told(news, Audience.PUBLIC) == ["NewsPublished"]


def test_what_is_public_is_edited_in_the_open(app):
    news = a_news_item()
    with clock.set_to(clock.moment_of(date(2026, 5, 11))):
        do(
            actions.edit_news,
            a_coordinator(),
            news,
            title="新しい題名",
            body="新しい本文",
            until_on=None,
            is_important=True,
        )
    assert (news.title, news.body, news.is_important) == ("新しい題名", "新しい本文", True)
    assert clock.day_of(news.edited_at) == date(2026, 5, 11) and news.state is NewsState.PUBLIC
    assert told(news, Audience.PUBLIC) == ["NewsEdited"]


@pytest.mark.parametrize("state", [NewsState.DRAFT, NewsState.WITHDRAWN])
def test_of_what_is_not_public_nobody_hears(app, state):
    news = a_news_item(state=state)
    do(actions.edit_news, a_coordinator(), news, **texts(title="新しい題名"))
    assert (news.title, news.edited_at, told(news)) == ("新しい題名", None, [])


def test_what_is_withdrawn_can_be_published_again_and_is_new_then(app):
    editor, first, second = a_coordinator(), date(2026, 5, 1), date(2026, 6, 1)
    news = a_news_item(published_at=clock.moment_of(first), edited_at=clock.moment_of(first, 15))
    do(actions.withdraw_news, editor, news)
    assert news.state is NewsState.WITHDRAWN and clock.day_of(news.published_at) == first
    assert told(news) == told(news, Audience.STAFF) == ["NewsWithdrawn"]
    with clock.set_to(clock.moment_of(second)):
        do(actions.publish_news, editor, news)
    assert news.state is NewsState.PUBLIC
    assert (clock.day_of(news.published_at), news.edited_at) == (second, None)


@pytest.mark.parametrize(("state", "deed", "first"), [
    (NewsState.PUBLIC, actions.publish_news, ALREADY),
    (NewsState.WITHDRAWN, actions.withdraw_news, ALREADY),
    (NewsState.DRAFT, actions.withdraw_news, "取り下げられるのは、「公開中」のお知らせです。"),
])  # fmt: skip
def test_a_step_that_is_not_open_changes_nothing(app, state, deed, first):
    editor, news = a_coordinator(), a_news_item(state=state)
    with pytest.raises(NotNow) as refusal, writing():
        deed(editor, news)
    assert refusal.value.first == first
    assert (news.state, told(news)) == (state, [])


def test_nobody_else_writes(app):
    public, draft = a_news_item(), a_news_item(state=NewsState.DRAFT)
    subjects = {"edit": public, "publish": draft, "withdraw": public}
    for actor in (Visitor(), a_person(), an_analyst()):
        with pytest.raises(Forbidden), writing():
            actions.draft_news(actor, None, **texts())
        for name, deed in DEEDS.items():
            with pytest.raises(Forbidden), writing():
                deed(actor, subjects[name])
    assert len(db.session.scalars(select(News)).all()) == 2
    assert (public.state, draft.state, public.title) == (NewsState.PUBLIC, NewsState.DRAFT, texts()["title"])


def test_a_last_day_that_has_passed_is_refused_but_may_stay(app):
    editor, past = a_coordinator(), clock.today() - timedelta(days=1)
    with pytest.raises(Invalid) as refusal, writing():
        actions.draft_news(editor, None, **texts(until_on=past))
    assert (refusal.value.field, refusal.value.sentence) == ("until_on", rules.LAST_DAY_IS_PAST)
    ended = a_news_item(until_on=past)
    do(actions.edit_news, editor, ended, **texts(title="誤字を直した", until_on=past))
    assert ended.title == "誤字を直した"
    with pytest.raises(Invalid), writing():
        actions.edit_news(editor, ended, **texts(until_on=past - timedelta(days=1)))
    assert ended.until_on == past


def test_the_longest_news_and_emoji_are_kept(app):
    longest = {"title": "題" * 79 + "😀", "body": "内" * 3999 + "😀"}
    news = do(actions.draft_news, a_coordinator(), None, **longest)
    assert (news.title, news.body) == (longest["title"], longest["body"])
    for name, limit in (("title", rules.LONGEST_TITLE), ("body", rules.LONGEST_BODY)):
        with pytest.raises(DatabaseError), writing():
            setattr(news, name, "長" * (limit + 1))


def test_the_database_knows_since_when_everybody_reads_it(app):
    for state in (NewsState.PUBLIC, NewsState.WITHDRAWN):
        with pytest.raises(DatabaseError):
            a_news_item(state=state, published_at=None)


def test_its_history_is_for_those_who_write(app):
    editor = a_coordinator()
    news = do(actions.draft_news, editor, None, **texts())
    do(actions.publish_news, editor, news)
    do(actions.withdraw_news, editor, news)
    assert [story.kind for story in queries.history(news, editor)] == ["NewsDrafted", "NewsPublished", "NewsWithdrawn"]
    assert queries.history(news, Visitor()) == queries.history(news, an_analyst()) == []
