"""Which words may be called the same, and what of a question may be kept."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from matchbox.core.words import N_
from matchbox.tools.fulltext import analysis
from matchbox.tools.fulltext.analysis import PartOfSpeech

FEWEST_WORDS, MOST_WORDS = 2, 20
LONGEST_WORD = 30
LONGEST_NOTE = 200
LONGEST_CODE = 2 * LONGEST_WORD + 1

TOO_FEW = N_("同じ意味の言葉を2つ以上、1行に1つずつ入力してください。")
TOO_MANY = N_("言葉は20個までです。意味の近いものに分けて、別のグループにしてください。")
TOO_LONG = N_("「%(word)s」は長すぎます。1つの言葉は30文字以内で入力してください。")
TOO_SHORT = N_("「%(word)s」は1文字なので、関係のないものまで見つかります。2文字以上の言葉か、漢字で入力してください。")
NOT_SEARCHED = N_("「%(word)s」は検索で使われない言葉です。ほかの言葉にしてください。")
AGAIN = N_("「%(word)s」が2回入っています。1つにしてください。")
TWICE = N_("「%(word)s」と「%(other)s」は、検索では同じ言葉です。どちらか1つにしてください。")

# Unanswered questions: shown from the second asking, since a single one may be somebody's private matter.
LONGEST_NOTED = 30
OFTEN_ENOUGH = 2

_PARTING = re.compile(r"[\n、，,;；]+")
_ADDRESS = re.compile(r"@|://|\bwww\.|[a-z0-9-]\.[a-z]{2,}\b|〒", re.IGNORECASE)
_NUMBERS = re.compile(
    r"(?:\d\D*){5}|\d{4}"  # of telephones and the like
    r"|\d\s*[-\u2010-\u2015\u2212ー~〜の/]\s*\d"  # of lots and houses: 3-5, 3の5
    r"|[\d〇一二三四五六七八九十百]\s*(?:丁目|番地|番(?:\d|$)|号|条)"
)
_HONORIFICS = ("さん", "様", "さま", "氏", "君", "くん", "ちゃん", "殿", "どの")
_SEVERAL_SINGLE_KANJI = "kkk"  # how the dictionary reads a name that it does not know


def typed_words(text: str) -> list[str]:
    """The words that somebody typed, one a line or parted by commas."""
    return [" ".join(word.split()) for word in _PARTING.split(text) if word.strip()]


def why_not(words: Sequence[str]) -> str:
    """Why these cannot be a group of words of one meaning; nothing when they can."""
    if len(words) > MOST_WORDS:
        return TOO_MANY
    for word in words:
        if sentence := _why_not(word):
            return sentence % {"word": word}
    known: dict[str, str] = {}
    for word in words:
        form = analysis.fold(word)
        if form in known:
            return (AGAIN if word == known[form] else TWICE) % {"word": known[form], "other": word}
        known[form] = word
    return TOO_FEW if len(words) < FEWEST_WORDS else ""


def without_doubles(words: Iterable[str]) -> list[str]:
    """Each word once; what search cannot tell apart counts as one."""
    first: dict[str, str] = {}
    for word in words:
        first.setdefault(analysis.fold(word), word)
    return list(first.values())


def code_of(words: Sequence[str]) -> str:
    """The name of a group of the starting data: its first two words, since some begin alike."""
    return "・".join(words[:2])


def may_be_noted(text: str) -> bool:
    """Can the question be kept without keeping anything about a person? When in doubt, no."""
    line = analysis.plain(text).strip()
    if not 1 < len(line) <= LONGEST_NOTED or not analysis.terms(line):
        return False
    return not (_ADDRESS.search(line) or _NUMBERS.search(line) or _names_somebody(line))


def noted(text: str) -> str:
    """What is kept of a question: its folded words."""
    return " ".join(analysis.fold(text).replace('"', " ").split())


def _why_not(word: str) -> str:
    if len(word) > LONGEST_WORD:
        return TOO_LONG
    if len(word) < 2 and not analysis.KANJI.match(word):
        return TOO_SHORT
    return "" if analysis.terms(word) else NOT_SEARCHED


def _names_somebody(line: str) -> bool:
    pieces = [piece for piece in analysis.parts_of_speech(line) if piece.kind[0] != "空白"]
    if any(_is_somebody(piece) for piece in pieces):
        return True
    if any(one.kind[0] == "名詞" and other.written == "先生" for one, other in pairwise(pieces)):
        return True
    shape = "".join("k" if analysis.KANJI.fullmatch(piece.written) else "." for piece in pieces)
    return _SEVERAL_SINGLE_KANJI in shape


def _is_somebody(piece: PartOfSpeech) -> bool:
    """A name, what follows names, or something strange to the dictionary, as many names are."""
    written = analysis.in_hiragana(piece.written)
    if not piece.is_known:
        return bool(analysis.KANJI.search(written)) or written.endswith(_HONORIFICS)
    return piece.kind[2] == "人名" or (piece.kind[0] == "接尾辞" and written in _HONORIFICS)
