"""The pages of organisations."""

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import func, select

from matchbox.core.database import db
from matchbox.core.permissions import can
from matchbox.core.words import N_
from matchbox.matching import queries as matching
from matchbox.organisations import actions, policy, queries
from matchbox.organisations.forms import ApplyForm, EndForm, MemberForm, OfferForm, ProfileForm, RefuseForm
from matchbox.organisations.models import Membership, Offer, Organisation
from matchbox.organisations.queries import Wanted
from matchbox.organisations.workflow import VERIFICATION
from matchbox.proposals import queries as proposals
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out, press
from matchbox.web.forms import Button
from matchbox.web.paging import pages

bp = Blueprint("organisations", __name__)

LONGEST_SEARCH = 100
WHOLE_CITY = "city"  # in place of a district, in the address of the list


# ---- the directory ----


def _wanted(lists):
    """The conditions in the address; what is not in the lists is as good as absent."""
    area = request.args.get("area", type=int)
    return Wanted(
        words=request.args.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH],
        kinds=tuple(id_ for id_ in lists.kinds if id_ in request.args.getlist("kind", type=int)),
        fields=tuple(id_ for id_ in lists.fields if id_ in request.args.getlist("field", type=int)),
        area=area if area in lists.areas else None,
        whole_city=request.args.get("area") == WHOLE_CITY,
    )


def _in_address(wanted):
    area = WHOLE_CITY if wanted.whole_city else wanted.area
    return {"q": wanted.words or None, "kind": wanted.kinds, "field": wanted.fields, "area": area}


def _conditions(wanted, lists):
    """Each condition with the address of the list without it."""
    asked = _in_address(wanted)

    def without(**changes):
        return url_for(".index", **{**asked, **changes})

    shown = [(wanted.words, without(q=None))] if wanted.words else []
    for name, chosen, words in (("kind", wanted.kinds, lists.kinds), ("field", wanted.fields, lists.fields)):
        shown += [(words[id_], without(**{name: [other for other in chosen if other != id_]})) for id_ in chosen]
    if asked["area"]:
        shown.append((N_("市全域") if wanted.whole_city else lists.areas[wanted.area], without(area=None)))
    return shown


def _facets(words, counts, chosen):
    """What can be ticked: each word with its number of groups."""
    shown = [id_ for id_ in words if counts.get(id_) or id_ in chosen]
    return [(id_, words[id_], counts.get(id_, 0), id_ in chosen) for id_ in shown]


@bp.get("/organisations")
@opens(policy.VIEW)
def index():
    lists = queries.lists()
    wanted = _wanted(lists)
    rows = queries.directory(wanted)
    shown = pages(db.session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0)
    groups = db.session.scalars(rows.offset(shown.offset).limit(shown.per_page)).all()
    return render_template(
        "organisations/index.html",
        groups=groups,
        offers=queries.offers_among(group.id for group in groups),
        pages=shown,
        wanted=wanted,
        kinds=_facets(lists.kinds, queries.kinds_among(wanted), wanted.kinds),
        fields=_facets(lists.fields, queries.fields_among(wanted), wanted.fields),
        areas=[("", N_("すべて")), (WHOLE_CITY, N_("市全域で活動する団体")), *lists.areas.items()],
        area=_in_address(wanted)["area"] or "",
        shown_conditions=_conditions(wanted, lists),
        address=lambda number: url_for(".index", page=number, **_in_address(wanted)),
    )


# ---- one group ----

def _may(organisation):
    """Which of the page's buttons the viewer is shown."""
    steps = {step.verb for step in VERIFICATION.open_from(organisation.verification)}
    verifies = can(current_user, policy.VERIFY, organisation)
    return {
        "edit": can(current_user, policy.EDIT, organisation),
        "members": can(current_user, policy.MEMBERS, organisation),
        "verify": verifies and "verify" in steps,
        "refuse": verifies and "refuse" in steps,
        "apply_again": can(current_user, policy.APPLY_AGAIN, organisation) and "apply_again" in steps,
        "know": can(current_user, policy.KNOW, organisation),
    }


def _matches_of(organisation):
    """Matches stand above groups: a page may look up at them, but it does not know their tables by name."""
    found = matching.visible_to(current_user)
    match = found.column_descriptions[0]["entity"]
    its_own = found.where(match.parties.any(organisation_id=organisation.id))
    return [line.match for line in matching.lines(its_own, current_user)]


def _profile_of(organisation):
    """What every page about one group shows of it."""
    return {
        "organisation": organisation,
        "contacts": organisation.contacts(can(current_user, policy.SEE_CONTACT, organisation)),
        "may": _may(organisation),
        "offers": queries.offers_of(organisation),
        "record": queries.record(organisation, current_user),
        "namesakes": queries.namesakes(organisation),
        "button": Button(),
    }


@bp.get("/organisations/<int:organisation_id>")
@opens(policy.VIEW, Organisation, "organisation_id", among=queries.visible_to)
def show(organisation):
    matches = _matches_of(organisation)
    return render_template(
        "organisations/show.html",
        matches=matches,
        agreed=[match for match in matches if match.agreed_on and match.end_reason_id is None],
        proposals=proposals.of_organisation(organisation, current_user),
        **_profile_of(organisation),
    )


def _page_of(organisation):
    return url_for(".show", organisation_id=organisation.id)


@bp.route("/organisations/apply", methods=["GET", "POST"])
@opens(policy.APPLY)
def apply():
    form = ApplyForm().offering(queries.lists())
    done = carry_out(
        form,
        lambda: actions.apply(current_user, None, **form.answers),
        to=_page_of,
        say=N_("申請を受け付けました。センターが内容を確かめて、結果をお知らせします。"),
    )
    return done or (render_template("organisations/apply.html", form=form), form.status)


@bp.post("/organisations/<int:organisation_id>/apply-again")
@opens(policy.APPLY_AGAIN, Organisation, "organisation_id", among=queries.visible_to)
def apply_again(organisation):
    here = _page_of(organisation)
    return press(
        Button(),
        lambda: actions.apply_again(current_user, organisation),
        to=lambda _: here,
        back=here,
        say=N_("もう一度申請しました。センターが内容を確かめて、結果をお知らせします。"),
    )


@bp.route("/organisations/<int:organisation_id>/edit", methods=["GET", "POST"])
@opens(policy.EDIT, Organisation, "organisation_id", among=queries.visible_to)
def edit(organisation):
    form = ProfileForm(obj=organisation).offering(queries.lists(organisation))
    done = carry_out(
        form,
        lambda: actions.edit(current_user, organisation, **form.answers),
        to=_page_of,
        say=N_("団体の紹介を直しました。"),
    )
    return done or (render_template("organisations/edit.html", form=form, organisation=organisation), form.status)


@bp.route("/organisations/<int:organisation_id>/verify", methods=["GET", "POST"])
@opens(policy.VERIFY, Organisation, "organisation_id", among=queries.visible_to)
def verify(organisation):
    done = carry_out(
        Button(), lambda: actions.verify(current_user, organisation), to=_page_of, say=N_("団体を承認しました。")
    )
    return done or render_template(
        "organisations/verify.html", members=queries.members_of(organisation), **_profile_of(organisation)
    )


@bp.route("/organisations/<int:organisation_id>/refuse", methods=["GET", "POST"])
@opens(policy.VERIFY, Organisation, "organisation_id", among=queries.visible_to)
def refuse(organisation):
    form = RefuseForm()
    done = carry_out(
        form,
        lambda: actions.refuse(current_user, organisation, **form.answers),
        to=_page_of,
        say=N_("申請を却下しました。理由は団体のメンバーに伝わります。"),
    )
    return done or (render_template("organisations/refuse.html", form=form, organisation=organisation), form.status)


# ---- its members ----


def _members_page(organisation):
    return url_for(".members", organisation_id=organisation.id)


@bp.route("/organisations/<int:organisation_id>/members", methods=["GET", "POST"])
@opens(policy.MEMBERS, Organisation, "organisation_id", among=queries.visible_to)
def members(organisation):
    form = MemberForm()
    done = carry_out(
        form,
        lambda: actions.add_member(current_user, organisation, **form.answers),
        to=lambda membership: _members_page(membership.organisation),
        say=N_("メンバーを加えました。"),
    )
    if done:
        return done
    everybody = queries.members_of(organisation)
    page = render_template("organisations/members.html", form=form, organisation=organisation, members=everybody)
    return page, form.status


@bp.route("/memberships/<int:membership_id>/end", methods=["GET", "POST"])
@opens(policy.MEMBERS, Membership, "membership_id", among=queries.memberships_visible_to)
def end_membership(membership):
    form = EndForm()
    done = carry_out(
        form,
        lambda: actions.end_membership(current_user, membership, **form.answers),
        to=lambda ended: _members_page(ended.organisation),
        say=N_("任期の最後の日を記録しました。"),
    )
    return done or (render_template("organisations/end_membership.html", form=form, membership=membership), form.status)


# ---- what it offers ----


@bp.route("/organisations/<int:organisation_id>/offers/new", methods=["GET", "POST"])
@opens(policy.EDIT, Organisation, "organisation_id", among=queries.visible_to)
def offer(organisation):
    form = OfferForm().offering(vocabulary.choices(Vocabulary.NEED_KIND))
    done = carry_out(
        form,
        lambda: actions.publish_offer(current_user, organisation, **form.answers),
        to=lambda _: _page_of(organisation),
        say=N_("できることを登録しました。"),
    )
    return done or (render_template("organisations/offer.html", form=form, organisation=organisation), form.status)


@bp.route("/offers/<int:offer_id>/edit", methods=["GET", "POST"])
@opens(policy.EDIT, Offer, "offer_id", among=queries.offers_visible_to)
def edit_offer(offer):
    form = OfferForm(obj=offer).offering(vocabulary.choices(Vocabulary.NEED_KIND))
    done = carry_out(
        form,
        lambda: actions.edit_offer(current_user, offer, **form.answers),
        to=lambda changed: _page_of(changed.organisation),
        say=N_("できることを直しました。"),
    )
    if done:
        return done
    return render_template("organisations/edit_offer.html", form=form, offer=offer, button=Button()), form.status


@bp.post("/offers/<int:offer_id>/withdraw")
@opens(policy.EDIT, Offer, "offer_id", among=queries.offers_visible_to)
def withdraw_offer(offer):
    page = url_for(".show", organisation_id=offer.organisation_id)
    return press(
        Button(),
        lambda: actions.withdraw_offer(current_user, offer),
        to=lambda _: page,
        back=page,
        say=N_("できることを取り下げました。"),
    )
