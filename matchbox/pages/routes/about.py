"""About the site, and the table of who may do what."""

from flask import render_template

from matchbox.core.permissions import CATALOGUE
from matchbox.core.words import N_
from matchbox.pages import policy
from matchbox.pages.routes.blueprint import bp
from matchbox.web.access import opens

# The parts of the permission table, by the first word of a permission's name.
PARTS = {
    "issue": N_("課題"),
    "comment": N_("話し合い"),
    "proposal": N_("提案"),
    "match": N_("マッチング"),
    "organisation": N_("団体"),
    "news": N_("お知らせ"),
    "plan": N_("計画"),
    "kpi": N_("件数と指標"),
    "account": N_("登録とログイン"),
    "vocabulary": N_("選択肢"),
    "place": N_("校下・地区"),
    "admin": N_("センターのしごと"),
    "pages": N_("案内"),
    "assets": N_("画面の部品"),
    "search": N_("検索"),
    "saved": N_("保存した条件"),
}


@bp.get("/about")
@opens(policy.READ)
def about():
    return render_template("pages/about.html")


@bp.get("/about/how")
@opens(policy.READ)
def how():
    return render_template("pages/how.html")


@bp.get("/about/privacy")
@opens(policy.READ)
def privacy():
    return render_template("pages/privacy.html")


@bp.get("/about/accessibility")
@opens(policy.READ)
def accessibility():
    return render_template("pages/accessibility.html")


@bp.get("/about/permissions")
@opens(policy.READ)
def permissions():
    parts = {
        label: [right for name, right in CATALOGUE.items() if name.split(":")[0] == part]
        for part, label in PARTS.items()
    }
    return render_template("pages/permissions.html", parts={label: rights for label, rights in parts.items() if rights})
