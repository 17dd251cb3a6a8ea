"""The pages of news."""

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user

from matchbox.core.permissions import can
from matchbox.core.words import N_
from matchbox.news import actions, policy, queries
from matchbox.news.forms import NewsForm
from matchbox.news.models import News
from matchbox.news.workflow import NEWS, NewsState
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out, press
from matchbox.web.forms import Button
from matchbox.web.paging import pages

bp = Blueprint("news", __name__)

PUBLISHED = N_("お知らせを公開しました。")
SAVED = N_("お知らせを保存しました。いまは公開されていません。")


def _page_of(news):
    return url_for(".show", news_id=news.id)


def _only_saves():
    """Which button was pressed?"""
    return request.form.get("save") == "only"


@bp.get("/news")
@opens(policy.VIEW)
def index():
    page = pages(queries.how_many(current_user))
    rows = queries.page_of(current_user, page.offset, page.per_page)
    return render_template("news/index.html", news=rows, pages=page, writes=can(current_user, policy.WRITE))


@bp.get("/news/<int:news_id>")
@opens(policy.VIEW, News, "news_id", among=queries.visible_to)
def show(news):
    writes = can(current_user, policy.WRITE, news)
    steps = [step.verb for step in NEWS.open_from(news.state)]
    history = queries.history(news, current_user)
    return render_template("news/show.html", news=news, writes=writes, steps=steps, history=history, press=Button())


@bp.route("/news/new", methods=["GET", "POST"])
@opens(policy.WRITE)
def write():
    form = NewsForm()
    said = SAVED if _only_saves() else PUBLISHED
    done = carry_out(form, lambda: _write(**form.answers), to=_page_of, say=said)
    return done or (render_template("news/write.html", form=form), form.status)


def _write(**answers):
    news = actions.draft_news(current_user, None, **answers)
    return news if _only_saves() else actions.publish_news(current_user, news)


@bp.route("/news/<int:news_id>/edit", methods=["GET", "POST"])
@opens(policy.WRITE, News, "news_id", among=queries.visible_to)
def edit(news):
    form = NewsForm(obj=news)
    is_public = news.state is NewsState.PUBLIC
    said = N_("お知らせを直しました。") if is_public else SAVED if _only_saves() else PUBLISHED
    publishes = not is_public and not _only_saves()
    done = carry_out(form, lambda: _edit(news, publishes, **form.answers), to=_page_of, say=said)
    return done or (render_template("news/edit.html", form=form, news=news), form.status)


def _edit(news, publishes, **answers):
    actions.edit_news(current_user, news, **answers)
    return actions.publish_news(current_user, news) if publishes else news


@bp.post("/news/<int:news_id>/publish")
@opens(policy.WRITE, News, "news_id", among=queries.visible_to)
def publish(news):
    return press(
        Button(),
        lambda: actions.publish_news(current_user, news),
        to=_page_of,
        back=_page_of(news),
        say=PUBLISHED,
    )


@bp.route("/news/<int:news_id>/withdraw", methods=["GET", "POST"])
@opens(policy.WRITE, News, "news_id", among=queries.visible_to)
def withdraw(news):
    form = Button()
    done = carry_out(
        form,
        lambda: actions.withdraw_news(current_user, news),
        to=_page_of,
        say=N_("お知らせを取り下げました。"),
    )
    return done or (render_template("news/withdraw.html", form=form, news=news), form.status)
