"""What does a Whoosh index keep of a document? Key and kind, its words, and its character pairs with their places."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator

from matchbox.tools.fulltext import analysis
from matchbox.tools.fulltext.interface import Document
from matchbox.tools.fulltext.query import TITLE_WEIGHT
from matchbox.tools.fulltext.whoosh_subset import ID, Existence, FieldType, Format, Schema

# Raise the number whenever the fields below change: older indexes are then no longer read.
FORMAT = "whoosh 2"

Text = tuple[str, str]  # the title, and everything else
Occurrence = tuple[bytes, int, float, bytes]  # a word; how often; the same, the title counted double; its places


class Words(FieldType):  # type: ignore[misc]
    """The words of a text and how often each stands in it."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None, scorable=True)

    def index(self, value: Text, **_: object) -> Iterator[Occurrence]:
        title, rest = (Counter(analysis.words(text)) for text in value)
        for word, count in (title + rest).items():
            yield word.encode(), count, count + (TITLE_WEIGHT - 1) * title[word], b""


class Grams(FieldType):  # type: ignore[misc]
    """The character pairs of a text with their places, so that phrases can be found."""

    def __init__(self) -> None:
        super().__init__(format=Format(), analyzer=None, scorable=True)

    def index(self, value: Text, **_: object) -> Iterator[Occurrence]:
        title, rest = (analysis.grams(text) for text in value)
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, gram in title:
            places[gram].append(place)
        in_title = {gram: len(found) for gram, found in places.items()}
        start = title[-1][0] + 2 if title else 2  # no phrase reaches from the title into the rest
        for place, gram in rest:
            places[gram].append(start + place)
        for gram, found in places.items():
            count = len(found)
            yield gram.encode(), count, count + (TITLE_WEIGHT - 1) * in_title.get(gram, 0), array("I", found).tobytes()


def decode_places(value: bytes) -> "array[int]":
    return array("I", value)


SCHEMA = Schema(key=ID(sortable=True), kind=ID(), words=Words(), grams=Grams())


def fields_of(document: Document) -> dict[str, str | Text]:
    text = document.title, "\n".join([document.body, " ".join(document.tags)])
    return {"key": document.key, "kind": document.kind, "words": text, "grams": text}
