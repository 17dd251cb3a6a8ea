"""The pages of discussion."""

from flask import Blueprint, render_template
from flask_login import current_user

from matchbox.core.permissions import can
from matchbox.core.words import N_
from matchbox.discussion import actions, policy, queries
from matchbox.discussion.forms import CommentForm
from matchbox.discussion.models import Comment, Thread
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out, press
from matchbox.web.forms import Button

bp = Blueprint("discussion", __name__)


@bp.route("/threads/<int:thread_id>/comments", methods=["POST"])
@opens(policy.WRITE, Thread, "thread_id", among=queries.visible_to)
def write(thread):
    form = CommentForm()
    done = carry_out(
        form,
        lambda: actions.write(current_user, thread, **form.answers),
        to=lambda comment: f"{thread.address}#comment-{comment.id}",
        say=N_("コメントを投稿しました。"),
    )
    return done or (render_template("discussion/write.html", form=form, thread=thread), form.status)


@bp.route("/comments/<int:comment_id>/delete", methods=["POST"])
@opens(policy.DELETE, Comment, "comment_id", among=queries.comments_visible_to)
def delete(comment):
    place = f"{comment.thread.address}#comment-{comment.id}"
    return press(
        Button(),
        lambda: actions.delete(current_user, comment),
        to=lambda _: place,
        back=place,
        say=N_("コメントを消しました。"),
    )


@bp.app_template_global()
def deletion_of(comment):
    """The form behind 「消す」, for those who may press it."""
    return Button() if comment.deleted_at is None and can(current_user, policy.DELETE, comment) else None
