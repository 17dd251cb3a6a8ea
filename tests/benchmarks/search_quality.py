"""How well does the search find what people mean?

`python -m tests.benchmarks.search_quality DIR [--engine whoosh|postgres] [--no-synonyms] [--each]`

DIR holds documents.json (id, kind, title, body, tags) and queries.json (id, text, relevant: {document: grade 1–3}).
Prints nDCG@10 (gain 2^grade − 1) and recall@10 (relevant in the first 10 ÷ min(10, relevant)). Without an engine, both
are measured, with synonyms and without; PostgreSQL's in a database made for it (MATCHBOX_TEST_POSTGRES) and dropped.
"""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import yaml

from matchbox import search
from matchbox.tools.fulltext import Document
from matchbox.tools.fulltext.measuring import FIRST, ndcg, recall
from matchbox.tools.fulltext.synonyms import Synonyms
from tests.conftest import POSTGRES, postgres_answers
from tests.given.fulltext import Folder, Site, a_postgres_site

SYNONYMS = Path(search.__path__[0], "data", "synonyms.yaml")
ENGINES = ("whoosh", "postgres")


class Labelled(NamedTuple):
    documents: list[Document]
    questions: list[dict]

    @property
    def kinds(self) -> list[str]:
        return sorted({document.kind for document in self.documents})


def labelled(folder: Path) -> Labelled:
    rows = json.loads((folder / "documents.json").read_text(encoding="utf-8"))
    documents = [Document(row["id"], row["kind"], row["title"], row["body"], tuple(row["tags"])) for row in rows]
    return Labelled(documents, json.loads((folder / "queries.json").read_text(encoding="utf-8")))


def known(given: bool = True) -> Synonyms:
    return Synonyms(yaml.safe_load(SYNONYMS.read_text(encoding="utf-8")) if given else ())


@contextmanager
def a_place_for(engine: str) -> Iterator[Folder | Site]:
    if engine == "postgres":
        with a_postgres_site("benchmark") as site:
            yield site
    else:
        with TemporaryDirectory() as folder:
            place = Folder(Path(folder))
            yield place
            place.leave()


def measure(given: Labelled, engine: str, synonyms: Synonyms, each: bool = False) -> tuple[float, float]:
    """nDCG@10 and recall@10, each the mean over all questions."""
    scores = []
    with a_place_for(engine) as place:
        asked = place.engine(lambda: synonyms)
        asked.rebuild(given.documents)
        for question in given.questions:
            found = [hit.key for hit in asked.search(question["text"], given.kinds, FIRST).hits]
            scores.append((ndcg(found, question["relevant"]), recall(found, question["relevant"])))
            if each:
                print(f"{scores[-1][0]:.3f}  {scores[-1][1]:.2f}  {question['text']}")
    gains, recalls = zip(*scores, strict=True)
    return sum(gains) / len(scores), sum(recalls) / len(scores)


def compare(given: Labelled) -> None:
    print("engine    synonyms  nDCG@10  recall@10")
    for engine in ENGINES:
        if engine == "postgres" and not postgres_answers():
            print(f"{engine:8}  not measured: no PostgreSQL answers at {POSTGRES}")
            continue
        for with_synonyms in (True, False):
            gain, recalled = measure(given, engine, known(with_synonyms))
            print(f"{engine:8}  {'with' if with_synonyms else 'without':8}  {gain:7.4f}  {recalled:9.4f}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--engine", choices=ENGINES)
    arguments.add_argument("--no-synonyms", action="store_true")
    arguments.add_argument("--each", action="store_true", help="also print every question")
    asked = arguments.parse_args()
    given = labelled(asked.folder)
    if asked.engine is None and not asked.no_synonyms and not asked.each:
        compare(given)
        return
    gain, recalled = measure(given, asked.engine or "whoosh", known(not asked.no_synonyms), asked.each)
    print(f"nDCG@10 {gain:.4f}")
    print(f"recall@10 {recalled:.4f}")


if __name__ == "__main__":
    main()
