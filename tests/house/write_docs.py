"""Writes what documents say of the code: `.venv/bin/python -m tests.house.write_docs`. `test_docs.py` compares."""

import importlib
import pkgutil

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
        """Worn by issues, independent of how far they have come. 差し戻す and 非公開にする need a reason.""",
    ),
    "matchbox.issues.workflow.ENDING": (
        "課題 – is it over?",
        """Only the ends of an issue are set by hand. While it is 未設定, its 取組段階 is derived:
取組中 when a match is 成立 or 活動中; else 調整中 when a match is on its way there; else 話し合い中 when there is
a proposal or somebody else's comment; else 募集中.""",
    ),
    "matchbox.news.workflow.NEWS": (
        "お知らせ – may everybody read it?",
        """Written by coordinators and administrators. Published again after 取り下げる, it is as new as on its first
day.""",
    ),
    "matchbox.proposals.workflow.PROPOSAL": (
        "提案 – what becomes of a proposal?",
        """採用する also happens by itself when a match begins from a proposal under review.""",
    ),
    "matchbox.matching.workflow.MATCH": (
        "マッチング – from candidate to completion",
        """Besides the order of stages: 打診中 needs one 打診; 顔合わせ one group that accepts; 成立 two different
parties, its terms, the required policies, and a reason when there was no 顔合わせ; 完了 one activity. After 完了 only
an entry made by mistake can be broken off.""",
    ),
    "matchbox.organisations.workflow.VERIFICATION": (
        "団体の承認 – may a group act?",
        """承認済み and 更新待ち may propose and be asked. The last two steps go by date
(`matchbox organisations advance`).""",
    ),
}


def workflows() -> dict[str, Workflow]:
    """Every life cycle of the code, by the name under which it was written: in a `workflow` room, or in the kernel."""
    named: dict[int, tuple[str, Workflow]] = {}
    for module in pkgutil.walk_packages(matchbox.__path__, "matchbox."):
        at_home = module.name.endswith(".workflow") or module.name.startswith("matchbox.core.")
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Workflow) and (at_home or id(value) not in named):
                named[id(value)] = f"{module.name}.{name}", value
    return {name: flow for name, flow in named.values()}


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
