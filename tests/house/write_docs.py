"""Writes what documents say of the code: `.venv/bin/python -m tests.house.write_docs`. `test_docs.py` compares."""

import importlib
import pkgutil
from collections.abc import Iterator

import matchbox
from matchbox.app import HOUSE
from matchbox.core.permissions import CATALOGUE
from matchbox.core.workflow import Workflow
from matchbox.pages.routes import PARTS

WORKFLOWS = HOUSE / "docs" / "workflows.md"
SECURITY = HOUSE / "docs" / "security.md"
BEGIN = "<!-- permissions: written by `python -m tests.house.write_docs` -->\n"
END = "<!-- end of permissions -->"

INTRODUCTION = """# Life cycles

Written by `.venv/bin/python -m tests.house.write_docs` from the workflows themselves. An arrow is a step, its words are
the button; a step that is not open says what has to come first.
"""
# What each life cycle belongs to, in the order of the document.
ABOUT = {
    "matchbox.core.publication.PUBLICATION": (
        "公開状態 – may it be seen?",
        "Worn by issues, independent of how far they have come. 差し戻す and 非公開にする need a reason.",
    ),
    "matchbox.issues.workflow.ENDING": (
        "課題 – is it over?",
        "Only the ends of an issue are set by hand. While it is 未設定, its 取組段階 is derived: a match 成立 or 活動中 makes "
        "it 取組中; else a match before 成立 makes it 調整中; else a proposal or somebody else's comment makes it 話し合い中; "
        "else it is 募集中.",
    ),
    "matchbox.proposals.workflow.PROPOSAL": (
        "提案 – what becomes of a proposal?",
        "採用する also happens by itself when a match begins with the proposal.",
    ),
    "matchbox.matching.workflow.MATCH": (
        "マッチング – from candidate to completion",
        "Besides the order of stages: 打診中 needs one 打診, 顔合わせ one group that accepts, 成立 two different parties, its "
        "terms and the required policies (and a reason when there was no 顔合わせ), 完了 one activity. After 完了 only an "
        "entry made by mistake is broken off.",
    ),
    "matchbox.organisations.workflow.VERIFICATION": (
        "団体の承認 – may a group act?",
        "承認済み and 更新待ち may propose and be asked. `matchbox organisations advance` takes the last two steps by date.",
    ),
}


def workflows() -> dict[str, Workflow]:
    """Every life cycle of the code, by the name under which its module knows it."""
    found: dict[str, Workflow] = {}
    for module in pkgutil.walk_packages(matchbox.__path__, "matchbox."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Workflow) and value not in found.values():
                found[f"{module.name}.{name}"] = value
    homes = {f"{home}.{name}" for home in _homes() for name in dir(importlib.import_module(home))}
    return {name: flow for name, flow in found.items() if name in homes}


def _homes() -> Iterator[str]:
    for module in pkgutil.walk_packages(matchbox.__path__, "matchbox."):
        if module.name.endswith(".workflow") or module.name == "matchbox.core.publication":
            yield module.name


def workflows_text() -> str:
    parts = [INTRODUCTION]
    flows = workflows()
    for name, (heading, sentence) in ABOUT.items():
        parts.append(f"## {heading}\n{sentence}\n\n```mermaid\n{flows[name].diagram()}\n```\n")
    return "\n".join(parts)


def permissions_text() -> str:
    lines = ["| | できること | できる人 |", "|---|---|---|"]
    for part, label in PARTS.items():
        for name, right in CATALOGUE.items():
            if name.split(":")[0] == part:
                lines.append(f"| {label} | {right.meaning} | {'、'.join(dict.fromkeys(right.who.words))} |")
    return "\n".join(lines) + "\n"


def with_permissions(text: str) -> str:
    before, rest = text.split(BEGIN)
    return before + BEGIN + permissions_text() + END + rest.split(END)[1]


def main() -> None:
    WORKFLOWS.write_text(workflows_text())
    SECURITY.write_text(with_permissions(SECURITY.read_text()))


if __name__ == "__main__":
    main()
