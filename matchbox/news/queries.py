"""Finding news, and who may read it."""

from typing import Any

from sqlalchemy import Select, func, select

from matchbox.core import clock, journal
from matchbox.core.database import db
from matchbox.core.events import Story, told
from matchbox.core.journal import Audience
from matchbox.news.models import News
from matchbox.news.policy import editor
from matchbox.news.workflow import NewsState

SHOWN = (News.state == NewsState.PUBLIC,)  # in public lists


def visible_to(viewer: Any) -> Select[News]:
    """What is public; drafts and what was withdrawn for those who write."""
    if editor.includes(viewer, None):
        return select(News)
    return select(News).where(*SHOWN)


def how_many(viewer: Any) -> int:
    return db.session.scalar(visible_to(viewer).with_only_columns(func.count(News.id))) or 0


def page_of(viewer: Any, offset: int, limit: int) -> list[News]:
    """The list, the newest first: by the day of publication; a draft, which has none, by the day it was begun."""
    day = func.coalesce(News.published_at, News.created_at)
    found = visible_to(viewer).order_by(day.desc(), News.id.desc())
    return list(db.session.scalars(found.offset(offset).limit(limit)))


def latest(number: int) -> list[News]:
    """What the home page shows today: important ones first, then the newest."""
    still = News.until_on.is_(None) | (News.until_on >= clock.today())
    order = (News.is_important.desc(), News.published_at.desc(), News.id.desc())
    return list(db.session.scalars(select(News).where(*SHOWN, still).order_by(*order).limit(number)))


def history(news: News, viewer: Any) -> list[Story]:
    """What happened to it, the oldest first, for those who write; readers are shown only the days."""
    if not editor.includes(viewer, None):
        return []
    return told(db.session.scalars(journal.about("news", [news.id], tuple(Audience))))
