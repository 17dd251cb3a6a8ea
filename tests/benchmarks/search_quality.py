"""How well does the search find what people mean? `python -m tests.benchmarks.search_quality DIR [--no-synonyms]`.

DIR holds documents.json (id, kind, title, body, tags) and queries.json (id, text, relevant: {document: grade 1–3}).
Prints nDCG@10 (gain 2^grade − 1) and recall@10 (relevant in the first 10 ÷ min(10, relevant)).
"""

import argparse
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from matchbox import search
from matchbox.tools.fulltext import Document, Engine

FIRST = 10
SYNONYMS = Path(search.__path__[0], "data", "synonyms.yaml")


def ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """1.0 when the best documents stand first, each further place counting less."""

    def gain(ordered: Sequence[int]) -> float:
        return math.fsum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(ordered[:FIRST]))

    return gain([grades.get(key, 0) for key in found]) / gain(sorted(grades.values(), reverse=True))


def recall(found: Sequence[str], grades: Mapping[str, int]) -> float:
    return len(set(found[:FIRST]) & grades.keys()) / min(FIRST, len(grades))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--no-synonyms", action="store_true")
    arguments.add_argument("--each", action="store_true", help="also print every question")
    asked = arguments.parse_args()
    rows = json.loads((asked.folder / "documents.json").read_text(encoding="utf-8"))
    questions = json.loads((asked.folder / "queries.json").read_text(encoding="utf-8"))
    documents = [Document(row["id"], row["kind"], row["title"], row["body"], tuple(row["tags"])) for row in rows]
    kinds = sorted({document.kind for document in documents})
    groups = [] if asked.no_synonyms else yaml.safe_load(SYNONYMS.read_text(encoding="utf-8"))
    scores = []
    with TemporaryDirectory() as folder:
        engine = Engine.open(Path(folder), groups)
        engine.rebuild(documents)
        for question in questions:
            found = [hit.key for hit in engine.search(question["text"], kinds, FIRST)]
            scores.append((ndcg(found, question["relevant"]), recall(found, question["relevant"])))
            if asked.each:
                print(f"{scores[-1][0]:.3f}  {scores[-1][1]:.2f}  {question['text']}")
        engine.close()
    print(f"nDCG@10 {sum(score for score, _ in scores) / len(scores):.4f}")
    print(f"recall@10 {sum(score for _, score in scores) / len(scores):.4f}")


if __name__ == "__main__":
    main()
