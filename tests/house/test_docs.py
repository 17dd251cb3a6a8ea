"""What the documents say is so: commands, settings, life cycles, permissions, links, files, addresses, words."""

import importlib
import re
from pathlib import Path

import click
import pytest
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from matchbox import config
from matchbox.app import HOUSE, main
from tests.house import write_docs

AGAIN = "run `.venv/bin/python -m tests.house.write_docs`"
OURS = ("matchbox", "docs", "requirements", "templates", "instance", "tests", "migrations", "static")
DOCUMENTS = sorted([*HOUSE.glob("*.md"), *(path for folder in OURS for path in (HOUSE / folder).rglob("*.md"))])
NAMES = [str(path.relative_to(HOUSE)) for path in DOCUMENTS]
GUIDES = [name for name in NAMES if name.endswith(".ja.md")]
ENDINGS = (".py", ".md", ".html", ".yaml", ".toml", ".txt", ".in")
OF_AN_INSTALLATION = re.compile(r"(instance/)?(config\.py|\w+\.sqlite|fulltext/|letters/|uploads/)")


def read(name: str) -> str:
    return (HOUSE / name).read_text()


def inline_code(name: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", without_blocks(name))


def without_blocks(name: str) -> str:
    return re.sub(r"```.*?```", "", read(name), flags=re.S)


def commands() -> set[str]:
    """Everything that `matchbox` can be told, as it is typed."""
    found = {f"matchbox {name}" for name in main.commands}
    for room in (HOUSE / "matchbox").glob("*/commands.py"):
        for command in importlib.import_module(f"matchbox.{room.parent.name}.commands").COMMANDS:
            below = command.commands if isinstance(command, click.Group) else {"": None}
            found |= {f"matchbox {command.name} {name}".rstrip() for name in below}
    return found


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_whoever_comes_first_learns_the_two_commands(name):
    assert re.search(r"^make run\b", read(name), re.M) and re.search(r"\bmake test\b", read(name))


def test_operators_find_every_setting_and_no_other():
    table = read("docs/operations.md").split("## Settings")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == {*config.DEFAULTS, "SECRET_KEY"}


def test_operators_find_every_command():
    table = read("docs/operations.md").split("## Commands")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `([^`]+)`", table, re.M)) == commands()


def test_every_command_of_a_feature_can_be_typed(app):
    offered = {command.name for command in app.cli.commands.values()} | set(main.commands)
    assert {typed.split()[1] for typed in commands()} <= offered, "add its COMMANDS in matchbox/app.py"


def test_life_cycles_are_drawn_as_they_are():
    assert set(write_docs.workflows()) == set(write_docs.ABOUT), "say in tests/house/write_docs.py what it is about"
    assert read("docs/workflows.md") == write_docs.workflows_text(), AGAIN


def test_permissions_are_told_as_they_are(app):
    text = read("docs/security.md")
    assert write_docs.with_permissions(text) == text, AGAIN


def test_the_map_of_the_code_names_every_feature():
    staircase = read("matchbox/README.md").split("## The staircase")[1].split("```")[1]
    steps = {word for line in staircase.splitlines() for word in re.findall(r"\w+", line.split("  ")[0])}
    packages = {path.parent.name for path in (HOUSE / "matchbox").glob("*/__init__.py")}
    assert packages <= steps, packages - steps


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name):
    links = re.findall(r"\]\(([^)\s]+)\)", without_blocks(name))
    inside = [link for link in links if not re.match(r"https?:|mailto:|#", link)]
    assert [link for link in inside if not (HOUSE / name).parent.joinpath(link.split("#")[0]).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_file_that_is_mentioned_is_there(name):
    mentioned = [word for word in inline_code(name) if is_path(word)]
    assert [word for word in mentioned if not is_there(word, HOUSE / name)] == []


def is_path(word: str) -> bool:
    """Names of files and folders; not addresses of pages, endings, patterns, and what an installation makes."""
    if OF_AN_INSTALLATION.fullmatch(word) or re.fullmatch(r"\.\w+", word):
        return False
    return bool(re.fullmatch(r"[.\w-]+(/[.\w-]+)*/?", word)) and ("/" in word or word.endswith(ENDINGS))


def is_there(word: str, document: Path) -> bool:
    """Beside the document or above it, in the code, or, for a bare name, anywhere of ours."""
    if word.startswith((".venv/", "build/")):
        return True  # made by the commands that the documents name
    above = [folder for folder in document.parents if folder.is_relative_to(HOUSE)]
    bare = word.rstrip("/")
    anywhere = "/" not in bare and any(path for folder in OURS for path in (HOUSE / folder).rglob(bare))
    return anywhere or any((place / word).exists() for place in [*above, HOUSE / "matchbox"])


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith(("README", "docs/"))])
def test_every_address_that_is_mentioned_is_a_page(app, name):
    addresses = [word for word in inline_code(name) if re.fullmatch(r"/[\w/.-]*", word)]
    assert [address for address in addresses if not is_page(app, address)] == []


def is_page(app, address: str) -> bool:
    try:
        app.url_map.bind("localhost").match(address)
    except NotFound:
        return False
    except (MethodNotAllowed, RequestRedirect):
        return True
    return True


@pytest.fixture(scope="module")
def said() -> tuple[str, list[re.Pattern]]:
    """Every word of the product, and as patterns its sentences with blanks."""
    kinds = ("matchbox/**/*.py", "matchbox/**/*.yaml", "templates/**/*.html", "templates/**/*.txt")
    sources = "\n".join(path.read_text() for kind in kinds for path in HOUSE.glob(kind))
    with_blanks = {text for text in re.findall(r'"([^"\n]*%\(\w+\)[sd][^"\n]*)"', sources)}
    spelled = {re.sub(r"%\\\(\w+\\\)[sd]", ".+", re.escape(text)) for text in with_blanks}
    return sources, [re.compile(text) for text in spelled if len(text.replace(".+", "")) >= 3]


@pytest.mark.parametrize("name", ["README.md", "docs/operations.md", "docs/security.md", *GUIDES])
def test_words_of_the_screens_are_quoted_as_they_are(said, name):
    sources, with_blanks = said
    quoted = re.findall(r"「([^「」\n]+)」", without_blocks(name))
    assert quoted
    unknown = [words for words in quoted if words not in sources and not any(p.fullmatch(words) for p in with_blanks)]
    assert unknown == [], "no screen says so"
