"""How does a text become the words and character pairs that an index keeps and a query asks for?"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import NamedTuple

from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer
from whoosh.lang.porter import stem

# Raise the first number whenever the same text would come out differently: every index is then built anew.
VERSION = f"1 sudachipy-{version('sudachipy')} sudachidict-small-{version('sudachidict-small')}"

LONGEST_PIECE = 4000  # characters; Sudachi refuses more than 49,149 bytes at once

FURIGANA = re.compile(r"(?<=[\u3400-\u9fff\uf900-\ufaff々〆ヶ])[(《\[〔][\u3041-\u3096ー・ ]+[)》\]〕]")
KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff々]")

_KATAKANA = re.compile(r"[\u30a1-\u30f6\u30fd\u30fe]+")
_HIRAGANA = {code: code - 0x60 for code in [*range(0x30A1, 0x30F7), 0x30FD, 0x30FE]}
_SPACE_IN_JAPANESE = re.compile(r"(?<=[^\W\x00-\x7f])\s+(?=[^\W\x00-\x7f])")
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]")
_BOUNDARY = re.compile(r"[\W_]+")
_SENTENCE = re.compile(r"[^\n。]*[\n。]?")

_SIGNS = frozenset(["補助記号", "記号", "空白"])
_NAMING = frozenset(["名詞", "形状詞", "接頭辞", "接尾辞"])
_NOT_BENT = frozenset(["連用形-一般", "終止形-一般", "連体形-一般"])
_SILENT_KINDS = _SIGNS | frozenset(["助詞", "助動詞", "代名詞", "連体詞", "接続詞", "感動詞"])
_SILENT_WORDS = frozenset(
    ["為る", "居る", "有る", "成る", "出来る", "呉れる", "貰う", "下さる", "頂く", "遣る", "欲しい", "無い"]
    + ["言う", "思う", "事", "物", "所", "為", "侭", "様", "御", "達", "等"]
    + ["a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "for", "from", "how", "i", "in", "is", "my", "of"]
    + ["on", "or", "our", "that", "the", "this", "to", "we", "with", "you"]
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a text: its dictionary form with kana folded, and the shorter words inside it."""

    text: str
    parts: tuple[str, ...]


class Place(NamedTuple):
    """A word where it stands in a plain text, from `start` to before `end`, with the shorter words inside it."""

    word: str
    start: int
    end: int
    reading: str  # in katakana
    inside: tuple["Place", ...] = ()


class Name(NamedTuple):
    """A word that is not bent, as it is written in a plain text and as it is read, in hiragana."""

    written: str
    reading: str
    start: int
    end: int
    kind: str  # such as 名詞


class PartOfSpeech(NamedTuple):
    """A stretch of a text as it is written, and as what the dictionary reads it."""

    written: str
    kind: tuple[str, ...]  # from the broad to the narrow, such as 名詞, 固有名詞, 人名
    is_known: bool


def fold(text: str) -> str:
    """Make alike what people do not tell apart: widths, letter case, kana; readings in brackets fall away."""
    return in_hiragana(plain(text).lower())


def terms(text: str) -> list[Term]:
    """The words that carry meaning, in order."""
    found = []
    for piece in _pieces(plain(text)):
        for morpheme in _tokenizer().tokenize(piece, SplitMode.C):
            word = _word(morpheme)
            if word:
                found.append(Term(word, _parts(morpheme, word)))
    return found


def words(text: str) -> list[str]:
    """The stream of words an index keeps: each word and the shorter words inside it."""
    return [word for term in terms(text) for word in (term.text, *term.parts)]


def grams(text: str) -> list[tuple[int, str]]:
    """The second stream: every pair of folded characters and every single kanji, with its place.

    A blank stands for whatever separates words and sentences. Pairs with a blank serve phrases only.
    """
    line = _BOUNDARY.sub(" ", _SPACE_IN_JAPANESE.sub("", fold(text))).strip()
    found = []
    for place, character in enumerate(line):
        if KANJI.match(character):
            found.append((place, character))
        if place + 1 < len(line):
            found.append((place, line[place : place + 2]))
    return found


def pairs(text: str) -> list[str]:
    """The character pairs that lie inside words; for a single kanji, the kanji itself."""
    found = grams(text)
    return [gram for _, gram in found if len(gram) == 2 and " " not in gram] or [gram for _, gram in found]


def plain(text: str) -> str:
    """The text as words are looked for in it: widths made alike, readings in brackets fallen away."""
    text = text.encode(errors="ignore").decode()  # halves of surrogate pairs cannot be kept
    return FURIGANA.sub("", unicodedata.normalize("NFKC", text))


def in_hiragana(text: str) -> str:
    """Katakana as hiragana, one for one."""
    return _KATAKANA.sub(lambda run: run[0].translate(_HIRAGANA), text)


def reading(text: str) -> str:
    """How a short text is read aloud, in hiragana; what the dictionary cannot read stays as it is written."""
    morphemes = _tokenizer().tokenize(plain(text)[:LONGEST_PIECE], SplitMode.C)
    spoken = (part.reading_form() for part in morphemes if part.part_of_speech()[0] not in _SIGNS)
    return in_hiragana("".join(spoken)).lower()


def places(line: str) -> list[Place]:
    """Where the words that carry meaning stand in a plain text of at most `LONGEST_PIECE` characters."""
    found = []
    for morpheme in _tokenizer().tokenize(line, SplitMode.C):
        if word := _word(morpheme):
            parts = ((_word(part), part) for part in morpheme.split(SplitMode.A))
            inside = tuple(_place(shorter, part) for shorter, part in parts if shorter and shorter != word)
            found.append(_place(word, morpheme, inside))
    return found


def names(line: str) -> list[Name]:
    """Nouns and other words that are not bent, of a plain text of at most `LONGEST_PIECE` characters."""
    found = []
    for morpheme in _tokenizer().tokenize(line, SplitMode.C):
        kind = morpheme.part_of_speech()
        if (kind[0] in _NAMING and kind[1] != "数詞") or kind[5] in _NOT_BENT:
            reading = in_hiragana(morpheme.reading_form()).lower()
            found.append(Name(morpheme.surface(), reading, morpheme.begin(), morpheme.end(), kind[0]))
    return found


def parts_of_speech(line: str) -> list[PartOfSpeech]:
    """Everything that stands in a plain text of at most `LONGEST_PIECE` characters, silent words too."""
    return [
        PartOfSpeech(morpheme.surface(), morpheme.part_of_speech(), not morpheme.is_oov())
        for morpheme in _tokenizer().tokenize(line, SplitMode.C)
    ]


def _place(word: str, morpheme: Morpheme, inside: tuple[Place, ...] = ()) -> Place:
    return Place(word, morpheme.begin(), morpheme.end(), morpheme.reading_form(), inside)


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for sentence in _SENTENCE.findall(text):
        while len(sentence) > LONGEST_PIECE:
            yield sentence[:LONGEST_PIECE]
            sentence = sentence[LONGEST_PIECE:]
        if len(piece) + len(sentence) > LONGEST_PIECE:
            yield piece
            piece = ""
        piece += sentence
    if piece:
        yield piece


def _word(morpheme: Morpheme) -> str:
    """The form a word is kept in, or nothing if it carries no meaning of its own."""
    written = morpheme.surface().lower()
    if written.isascii():
        letters = _NOT_ALPHANUMERIC.sub("", written)
        return "" if letters in _SILENT_WORDS else _stemmed(letters)
    normal = morpheme.normalized_form().lower()
    if morpheme.part_of_speech()[0] in _SILENT_KINDS or normal in _SILENT_WORDS:
        return ""
    return in_hiragana(normal)


def _parts(morpheme: Morpheme, word: str) -> tuple[str, ...]:
    parts = [_word(part) for part in morpheme.split(SplitMode.A)]
    return tuple(part for part in parts if part and part != word)


@lru_cache(maxsize=4096)
def _stemmed(word: str) -> str:
    return str(stem(word)) if word.isalpha() else word


_dictionary_lock = threading.Lock()
_dictionaries: list[Dictionary] = []
_own = threading.local()


def _tokenizer() -> Tokenizer:
    """A Tokenizer must not be shared by threads; the dictionary behind it may, and is loaded when first needed."""
    tokenizer: Tokenizer | None = getattr(_own, "tokenizer", None)
    if tokenizer is None:
        with _dictionary_lock:
            if not _dictionaries:
                _dictionaries.append(Dictionary(dict="small"))
            tokenizer = _own.tokenizer = _dictionaries[0].tokenizer(SplitMode.C)
    return tokenizer
