"""What can be done with news."""

from datetime import date

from matchbox.accounts.models import User
from matchbox.core import clock
from matchbox.core.database import db, hold
from matchbox.core.errors import Invalid
from matchbox.core.events import publish
from matchbox.core.permissions import requires
from matchbox.news import policy, rules
from matchbox.news.events import NewsDrafted, NewsEdited, NewsPublished, NewsWithdrawn
from matchbox.news.models import News
from matchbox.news.workflow import NEWS, NewsState


@requires(policy.WRITE)
def draft_news(
    actor: User, subject: None, *, title: str, body: str, until_on: date | None = None, is_important: bool = False
) -> News:
    """Begin news; until it is published only those who write read it."""
    _check_last_day(until_on)
    news = News(title=title, body=body, until_on=until_on, is_important=is_important, author_id=actor.id)
    db.session.add(news)
    db.session.flush()  # the event names it
    publish(NewsDrafted(subject_id=news.id, actor_id=actor.id))
    return news


@requires(policy.WRITE)
def edit_news(actor: User, news: News, *, title: str, body: str, until_on: date | None, is_important: bool) -> News:
    hold(news)
    _check_last_day(until_on, before=news.until_on)
    news.title, news.body, news.until_on, news.is_important = title, body, until_on, is_important
    if news.state is NewsState.PUBLIC:
        news.edited_at = clock.now()
        publish(NewsEdited(subject_id=news.id, actor_id=actor.id))
    return news


@requires(policy.WRITE)
def publish_news(actor: User, news: News) -> News:
    """From now on everybody reads it. What was withdrawn is as new as on its first day."""
    hold(news)
    news.state = NEWS.after(news.state, "publish")
    news.published_at, news.edited_at = clock.now(), None
    publish(NewsPublished(subject_id=news.id, actor_id=actor.id))
    return news


@requires(policy.WRITE)
def withdraw_news(actor: User, news: News) -> News:
    hold(news)
    news.state = NEWS.after(news.state, "withdraw")
    publish(NewsWithdrawn(subject_id=news.id, actor_id=actor.id))
    return news


def _check_last_day(last_day: date | None, before: date | None = None) -> None:
    if sentence := rules.why_not_until(last_day, before=before, today=clock.today()):
        raise Invalid("until_on", sentence)
