"""How alike do two words sound, and how does what was typed in Latin letters sound?"""

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

# What a mistake costs: a sound too long or too short, one taken for another that many do not tell apart, any other (1).
LENGTH = 0.25
SLIP = 0.3

_ROWS = {
    "": "あ い う え お", "k": "か き く け こ", "g": "が ぎ ぐ げ ご", "s": "さ し す せ そ", "z": "ざ じ ず ぜ ぞ",
    "t": "た ち つ て と", "d": "だ ぢ づ で ど", "n": "な に ぬ ね の", "h": "は ひ ふ へ ほ", "b": "ば び ぶ べ ぼ",
    "p": "ぱ ぴ ぷ ぺ ぽ", "m": "ま み む め も", "y": "や い ゆ いぇ よ", "r": "ら り る れ ろ", "l": "ら り る れ ろ",
    "x": "ぁ ぃ ぅ ぇ ぉ",
    "w": "わ うぃ う うぇ を", "f": "ふぁ ふぃ ふ ふぇ ふぉ", "v": "ば び ぶ べ ぼ", "ts": "つぁ つぃ つ つぇ つぉ",
    "j": "じゃ じ じゅ じぇ じょ", "sh": "しゃ し しゅ しぇ しょ", "ch": "ちゃ ち ちゅ ちぇ ちょ",
    "th": "てゃ てぃ てゅ てぇ てょ", "dh": "でゃ でぃ でゅ でぇ でょ",
}  # fmt: skip
_SYLLABLES = {
    row + vowel: kana for row, said in _ROWS.items() for vowel, kana in zip("aiueo", said.split(), strict=True)
}
_SYLLABLES |= {
    f"{row}y{vowel}": _SYLLABLES[f"{row}i"] + small
    for row in "kgsztdnhbpmrlj"
    for vowel, small in zip("aiueo", "ゃぃゅぇょ", strict=True)
}
_SYLLABLES |= {"-": "ー", "xtu": "っ", "xtsu": "っ", "xya": "ゃ", "xyu": "ゅ", "xyo": "ょ"}
_N = re.compile(r"n(?![aiueoy])'?|m(?=[bp])")
_DOUBLE = re.compile(r"([kgsztdhbpmrjfvcw])(?=\1)|t(?=ch)")

# Mistakes that cost nothing, and those that cost a slip: voices, small signs, は said わ.
_SAME = str.maketrans({"ぢ": "じ", "づ": "ず", "を": "お", "ゐ": "い", "ゑ": "え", "ゔ": "ぶ"})
_SIMILAR = str.maketrans(
    "がぎぐげござじずぜぞだでどばびぶべぼぱぴぷぺぽぁぃぅぇぉゃゅょゎは",
    "かきくけこさしすせそたてとわひふへほわひふへほあいうえおやゆよわわ",
)
_VOWELS = {
    "a": "あかさたなはまやらわがざだばぱぁゃゎ",
    "i": "いきしちにひみりぎじぢびぴぃ",
    "u": "うくすつぬふむゆるぐずづぶぷゔぅゅ",
    "e": "えけせてねへめれげぜでべぺぇ",
    "o": "おこそとのほもよろをごぞどぼぽぉょ",
}
_VOWEL_OF = {kana: vowel for vowel, all_kana in _VOWELS.items() for kana in all_kana}
_LENGTHENING = {"a": "あ", "i": "い", "u": "う", "e": "えい", "o": "おう"}
_MARK_OR_VOWEL = [{"ー", vowel} for vowel in "あいうえお"]
_FOREIGN = {
    "ゔぁ": "ば", "ゔぃ": "び", "ゔぇ": "べ", "ゔぉ": "ぼ", "ふぁ": "は", "ふぃ": "ひ", "ふぇ": "へ", "ふぉ": "ほ",
    "うぃ": "い", "うぇ": "え", "うぉ": "お",
}  # fmt: skip
_FOREIGN_SOUND = re.compile("|".join(_FOREIGN))
_LONG = re.compile("|".join(f"(?<=[{_VOWELS[vowel]}])[{kana}]" for vowel, kana in _LENGTHENING.items()))


class Sound(NamedTuple):
    """A word in hiragana, made ready for comparing."""

    kana: str
    similar: str  # with one sign for all that are easily mistaken for each other
    costs: tuple[float, ...]  # of leaving each out


def from_romaji(text: str) -> list[str]:
    """Hiragana for Latin letters in any of the usual spellings, none if they spell nothing; kana between them stay."""
    as_written = _from_romaji(text)
    as_foreign = _from_romaji(re.sub("[td]i", lambda found: found[0][0] + "hi", text.lower()))  # ボランティア, ディスコ
    return list(dict.fromkeys(filter(None, (as_written, as_foreign))))


def key(kana: str) -> str:
    """The same for all that differ only in slips."""
    return _LONG.sub("", sound(kana).similar.replace("ー", "").replace("っ", ""))


@lru_cache(maxsize=8192)
def sound(kana: str) -> Sound:
    same = _FOREIGN_SOUND.sub(lambda found: _FOREIGN[found[0]], kana).translate(_SAME)
    return Sound(same, same.translate(_SIMILAR), tuple(_cost(before, sign) for before, sign in pairwise(" " + same)))


def distance(one: str, other: str, most: float) -> float:
    """What it costs to make one word in hiragana of the other; when it is more than `most`, anything above."""
    a, b = sound(one), sound(other)
    before: list[float] = []
    row = [0.0, *accumulate(b.costs)]
    for i, gone in enumerate(a.costs):
        last, before, row = before, row, [row[0] + gone]
        for j, come in enumerate(b.costs):
            best = min(before[j] + _replaced(a, i, b, j), before[j + 1] + gone, row[j] + come)
            if i and j and a.kana[i] == b.kana[j - 1] and a.kana[i - 1] == b.kana[j]:
                best = min(best, last[j - 1] + 1.0)
            row.append(best)
        if min(row) > most:
            return min(row)
    return row[-1]


def _from_romaji(text: str) -> str | None:
    letters = _without_macrons(text.lower())
    kana, place = "", 0
    while place < len(letters):
        end = place + 1
        if found := _N.match(letters, place):
            said, end = "ん", found.end()
        elif _DOUBLE.match(letters, place):
            said = "っ"
        elif not letters[place].isascii():
            said = letters[place]
        else:
            ends = (place + size for size in (4, 3, 2, 1))
            end = next((end for end in ends if letters[place:end] in _SYLLABLES), 0)
            if not end:
                return None
            said = _SYLLABLES[letters[place:end]]
        kana += said
        place = end
    return re.sub("んん+", "ん", kana)


def _cost(before: str, sign: str) -> float:
    lengthens = sign in _LENGTHENING.get(_VOWEL_OF.get(before, ""), "")
    return LENGTH if lengthens or sign in "ーっ" else 1.0


def _replaced(a: Sound, i: int, b: Sound, j: int) -> float:
    if a.kana[i] == b.kana[j]:
        return 0.0
    if {a.kana[i], b.kana[j]} in _MARK_OR_VOWEL:
        return LENGTH
    return SLIP if a.similar[i] == b.similar[j] else 1.0


def _without_macrons(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", apart.replace("\u0304", "").replace("\u0302", ""))
