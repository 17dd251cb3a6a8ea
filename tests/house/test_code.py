"""Sizes, doors, locks and words of the code."""

import ast
import importlib
import inspect
import pkgutil
import re

import pytest

import matchbox
from matchbox.app import HOUSE
from matchbox.core import events, outbox, permissions, workflow
from matchbox.core.words import Worded

MODULES = sorted(HOUSE.glob("matchbox/**/*.py"))
LONGEST_MODULE = 300
LONGEST_ROUTE = 15
TEXTUAL = {".py", ".md", ".html", ".txt", ".toml", ".yaml", ".js", ".css", ".svg", ""}


def everything():
    for module in pkgutil.walk_packages(matchbox.__path__, "matchbox."):
        yield importlib.import_module(module.name)


def test_no_module_is_longer_than_300_lines():
    long = {str(path.relative_to(HOUSE)): len(path.read_text().splitlines()) for path in MODULES}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_MODULE} == {}


def test_every_module_answers_a_question_in_its_first_line():
    assert [str(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text()))] == []


def test_every_page_says_who_may_open_it(app):
    missing = [name for name, view in app.view_functions.items() if not hasattr(view, "permission")]
    assert missing == [], "these pages have no @opens(...)"


def test_every_deed_says_who_may_do_it():
    missing = []
    for module in everything():
        parts = module.__name__.split(".")
        if "actions" not in parts:
            continue
        for name, action in inspect.getmembers(module, inspect.isfunction):
            own = action.__module__ == module.__name__ and not name.startswith("_")
            if own and not hasattr(action, "permission"):
                missing.append(f"{module.__name__}.{name}")
    assert missing == [], "these deeds have no @requires(...)"


def test_no_route_is_longer_than_15_statements():
    long = {}
    for path in HOUSE.glob("matchbox/**/routes*/**/*.py"):
        long.update(_long_views(path))
    for path in HOUSE.glob("matchbox/*/routes.py"):
        long.update(_long_views(path))
    assert long == {}


def _long_views(path):
    for view in ast.walk(ast.parse(path.read_text())):
        if isinstance(view, ast.FunctionDef) and any("opens" in ast.unparse(mark) for mark in view.decorator_list):
            statements = sum(isinstance(node, ast.stmt) for node in ast.walk(view)) - 1
            if statements > LONGEST_ROUTE:
                yield f"{path.parent.name}.{view.name}", statements


def test_every_state_and_role_has_words():
    for module in everything():
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, Worded) and kind is not Worded:
                assert all(member.label for member in kind), kind


def test_every_event_has_its_story_and_its_fields_fill_it():
    list(everything())
    assert events.KINDS
    for name, kind in events.KINDS.items():
        quoted = set(re.findall(r"%\((\w+)\)s", kind.story))
        fields = set(kind.__dataclass_fields__)
        assert kind.story and quoted <= fields, name


def test_every_topic_of_the_outbox_has_a_handler(app):
    posted = {
        topic for path in MODULES for topic in re.findall(r"outbox\.post\(\s*\"([\w.-]+)\"", path.read_text())
    }
    assert posted and posted <= set(outbox.topics())


def test_permissions_are_named_by_feature_and_have_meaning():
    list(everything())
    for name, permission in permissions.CATALOGUE.items():
        assert re.fullmatch(r"[a-z]+:[a-z_]+", name) and permission.meaning and permission.who.words


def test_workflows_reach_every_state():
    for module in everything():
        for name, flow in inspect.getmembers(module, lambda value: isinstance(value, workflow.Workflow)):
            states = set(type(flow.initial))
            reached = {flow.initial} | {step.target for step in flow.transitions}
            assert reached == states, f"{module.__name__}.{name}"


@pytest.mark.parametrize("word", ["utils", "helpers", "manager", "services", "constants"])
def test_no_module_has_a_name_that_says_nothing(word):
    assert not [path for path in MODULES if word in path.stem]


def test_no_file_names_a_place_on_a_machine_or_a_registry():
    places = re.compile(r"(?<![\w.])/(work|home|Users)/\w|pypi\.org/simple|registry\.npmjs|--(extra-)?index-url")
    kept = ("matchbox", "migrations", "templates", "static", "tests", "docs", "requirements", ".ci")
    paths = [path for folder in kept for path in (HOUSE / folder).rglob("*") if path.is_file()]
    paths += [HOUSE / name for name in ("run", "Makefile", "README.md", "README.ja.md", "pyproject.toml")]
    found = []
    for path in paths:
        if path.suffix in TEXTUAL and path.exists():
            found += [str(path.relative_to(HOUSE)) for line in path.read_text().splitlines() if places.search(line)]
    assert [name for name in found if name != "tests/house/test_code.py"] == []
