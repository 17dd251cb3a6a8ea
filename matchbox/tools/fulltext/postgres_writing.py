"""How do documents get into PostgreSQL's index, and how does a new build take the place of an old one?

A build is one long transaction beside all others. It writes documents of a new generation, which nobody sees before its
end. Writes meanwhile go to the documents that answer, so that nobody waits; at its end the build takes over what they
changed. For that a writer holds the table `search_index` until its commit, and a build waits twice until nobody does:
when it begins, so that all later writes know its number, and for the moment of its end.
"""

from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Connection, Engine, Text, bindparam, delete, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import Insert, insert

from matchbox.tools.fulltext import analysis
from matchbox.tools.fulltext.interface import Busy, Document, NotReady
from matchbox.tools.fulltext.postgres_lexemes import FORM, Contents, contents
from matchbox.tools.fulltext.postgres_table import SearchDocument, SearchIndex

AT_ONCE = 200  # documents that a build sends together

_COLUMNS = [column.name for column in SearchDocument.__table__.columns]
_NOTHING = Contents([], words=0, grams=0, line="")


class State(NamedTuple):
    generation: int = 0
    building: int = 0
    form: str = ""
    version: str = ""

    @property
    def is_ready(self) -> bool:
        return self.generation > 0 and self.form == FORM

    @property
    def is_up_to_date(self) -> bool:
        return self.is_ready and self.version == analysis.VERSION

    @property
    def takes_writes(self) -> bool:
        """Does somebody read them, or a build take them over?"""
        return self.is_ready or self.building > self.generation


def state(connection: Connection) -> State:
    columns = SearchIndex.generation, SearchIndex.building, SearchIndex.form, SearchIndex.version
    found = connection.execute(select(*columns)).one_or_none()
    return State(*found) if found else State()


def write(connection: Connection, changes: Mapping[str, Document | None]) -> None:
    """Replace or add what stands under each key or, where there is no document, take it out."""
    rows = [_row(key, changes[key]) for key in sorted(changes)]  # in one order, or two writers wait for each other
    connection.execute(text("LOCK TABLE search_index IN ROW SHARE MODE"))
    now = state(connection)
    if not now.takes_writes:
        raise NotReady
    _put(connection, rows, now.generation, now.building)


def rebuild(engine: Engine, documents: Iterable[Document]) -> None:
    with engine.connect().execution_options(writes=True) as connection:
        with connection.begin():
            generation = _begin(connection)
        with connection.begin():
            if _held(connection) != generation:
                raise Busy
            _fill(connection, generation, documents)
            _finish(connection, generation)


def _begin(connection: Connection) -> int:
    """The number of a new build, which all later writes know."""
    connection.execute(insert(SearchIndex).values(id=1).on_conflict_do_nothing())
    generation = _held(connection) + 1
    connection.execute(text("LOCK TABLE search_index IN EXCLUSIVE MODE"))
    connection.execute(update(SearchIndex).values(building=generation))
    return generation


def _held(connection: Connection) -> int:
    """The number of the build begun last. Until the end of the transaction there will be no other."""
    number = connection.scalar(select(SearchIndex.building).with_for_update(skip_locked=True))
    if number is None:
        raise Busy
    return number


def _fill(connection: Connection, generation: int, documents: Iterable[Document]) -> None:
    rest = iter(documents)
    # While the database takes in one portion, the next is read and analysed.
    with ThreadPoolExecutor(1) as sender:
        sent: Future[None] | None = None
        while portion := list(islice(rest, AT_ONCE)):
            rows = [_row(document.key, document) for document in portion]
            if sent:
                sent.result()
            sent = sender.submit(_put, connection, rows, generation, generation)
        if sent:
            sent.result()


def _finish(connection: Connection, generation: int) -> None:
    connection.execute(text("LOCK TABLE search_index IN EXCLUSIVE MODE"))
    old = state(connection).generation
    kept = [literal(generation) if name == "generation" else SearchDocument.__table__.c[name] for name in _COLUMNS]
    changed = select(*kept).where(SearchDocument.generation == old, SearchDocument.during == generation)
    connection.execute(_or_replace(insert(SearchDocument).from_select(_COLUMNS, changed)))
    connection.execute(delete(SearchDocument).where((SearchDocument.generation != generation) | SearchDocument.gone))
    connection.execute(update(SearchIndex).values(generation=generation, form=FORM, version=analysis.VERSION))


def _row(key: str, document: Document | None) -> dict[str, Any]:
    kept = contents(document) if document else _NOTHING
    return {
        "key": key,
        "kind": document.kind if document else "",
        "gone": document is None,
        "words": kept.words,
        "grams": kept.grams,
        "line": kept.line,
        "set_of_lexemes": kept.lexemes,
    }


def _put(connection: Connection, rows: list[dict[str, Any]], generation: int, during: int) -> None:
    connection.execute(_PUT, [{**row, "generation": generation, "during": during} for row in rows])


def _or_replace(statement: Insert) -> Insert:
    keys = ["generation", "key"]
    new = {name: statement.excluded[name] for name in _COLUMNS if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=new)


_LEXEMES = func.array_to_tsvector(bindparam("set_of_lexemes", type_=ARRAY(Text)))
_PUT = _or_replace(insert(SearchDocument).values(lexemes=_LEXEMES))
