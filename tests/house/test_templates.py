"""Every template that is named exists, every one that exists is used, and each compiles."""

import re

from matchbox.app import HOUSE

TEMPLATES = HOUSE / "templates"
NAMED = re.compile(r"(?:extends|include|from|import|render_template\()\s*[\"']([\w/.-]+\.(?:html|svg))[\"']")
MAILED = ("emails/",)  # named by the table of letters, tested with the letters


def sources():
    yield from HOUSE.glob("matchbox/**/*.py")
    yield from TEMPLATES.rglob("*.html")


def all_templates() -> set[str]:
    found = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*") if path.suffix in {".html", ".svg"}}
    return {name for name in found if not name.startswith(MAILED)}


def mentioned() -> set[str]:
    text = "\n".join(path.read_text() for path in sources())
    return set(re.findall(r"[\"']([\w/.-]+\.(?:html|svg))[\"']", text))


def test_every_template_that_is_named_exists():
    named = {name for path in sources() for name in NAMED.findall(path.read_text())}
    assert {name for name in named if not (TEMPLATES / name).exists()} == set()


def test_every_template_is_used():
    assert all_templates() - mentioned() == set()


def test_every_template_compiles(app):
    for path in TEMPLATES.rglob("*.*"):
        if path.suffix in {".html", ".txt", ".svg"}:
            app.jinja_env.get_template(str(path.relative_to(TEMPLATES)))


def test_every_page_has_a_heading(app):
    pages = [name for name in all_templates() if "/" in name and not name.startswith(("components/", "layouts/"))]
    whole = [name for name in pages if not name.split("/")[-1].startswith("_")]
    # The page of a mistake stands alone: the shell may be what broke.
    whole.remove("errors/500.html")
    assert [name for name in whole if "block heading" not in (TEMPLATES / name).read_text()] == []


def test_no_macro_is_imported_for_nothing():
    idle = {}
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text()
        for names in re.findall(r"\{% from \"[^\"]+\" import ([\w, ]+) %\}", text):
            known = [name.split(" as ")[-1] for name in re.split(r",\s*", names.strip())]
            unused = [name for name in known if len(re.findall(rf"\b{name}\b", text)) < 2]
            if unused:
                idle[str(path.relative_to(TEMPLATES))] = unused
    assert idle == {}
