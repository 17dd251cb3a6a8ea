"""How fast is the search? `python -m tests.benchmarks.search_speed DIR COUNT [--engine whoosh|postgres]`

DIR is that of `search_quality`. Its documents are taken to pieces and put together anew, with districts, to COUNT
documents. Every question is then asked for all its hits, and for what is alike a third of the documents; five times,
after once to warm up. Prints milliseconds.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import quantiles

from matchbox.tools.fulltext import Document
from tests.benchmarks.search_quality import ENGINES, a_place_for, known, labelled

AREAS = [
    f"{first}{second}{kind}" for first in "東西南北中上下大小新" for second in "山川町田野" for kind in ("校下", "地区")
]
KINDS = ["issue", "group"]
ROUNDS = 5


def mixed(documents: Sequence[Document], count: int) -> Iterator[Document]:
    chance = random.Random(1)
    sentences = [f"{said}。" for document in documents for said in document.body.split("。") if said.strip()]
    for number in range(count):
        kind = chance.choices(KINDS, [3, 1])[0]
        title = f"{chance.choice(AREAS)} {chance.choice(documents).title}"
        body = "".join(chance.sample(sentences, chance.randint(2, 6))) + f"{chance.choice(AREAS)}の{number}番です。"
        yield Document(f"{kind}:{number}", kind, title, body, tuple(chance.sample(AREAS, 2)))


def show(what: str, tasks: Sequence[Callable[[], object]]) -> None:
    taken = []
    for task in [*tasks, *list(tasks) * ROUNDS]:
        start = time.perf_counter()
        task()
        taken.append((time.perf_counter() - start) * 1000)
    of_hundred = quantiles(taken[len(tasks) :], n=100)
    print(f"{what:8}  p50 {of_hundred[49]:6.1f}  p95 {of_hundred[94]:6.1f}  p99 {of_hundred[98]:6.1f}", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("count", type=int)
    arguments.add_argument("--engine", choices=ENGINES, default="whoosh")
    asked = arguments.parse_args()
    given, synonyms = labelled(asked.folder), known()
    texts = [question["text"] for question in given.questions]
    with a_place_for(asked.engine) as place:
        engine = place.engine(lambda: synonyms)
        start = time.perf_counter()
        engine.rebuild(mixed(given.documents, asked.count))
        print(f"rebuild   {time.perf_counter() - start:.1f} s", flush=True)
        show("search", [lambda text=text: engine.search(text, KINDS) for text in texts])
        show("first 20", [lambda text=text: engine.search(text, KINDS, 20) for text in texts])
        like = [lambda it=it: engine.similar(it.title, it.body, KINDS) for it in given.documents[::3]]
        show("similar", like)

        def write(document: Document) -> None:
            with place.writing():
                engine.write([document])

        show("write", [lambda it=it: write(it) for it in given.documents[:20]])


if __name__ == "__main__":
    main()
