"""Is the best part of a text shown, and what was asked for marked in it, whatever characters the text is made of?"""

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from matchbox.tools.fulltext import analysis
from matchbox.tools.fulltext.highlight import ELLIPSIS, LENGTH, Segment, Sought
from matchbox.tools.fulltext.offsets import Plain
from matchbox.tools.fulltext.synonyms import Synonyms

SYNONYMS = Synonyms(
    [["雪かき", "除雪"], ["高齢者", "お年寄り", "シニア"], ["一人暮らし", "独居"], ["犬の糞", "フン害"]]
)
BODY = (
    "大雪のたびに、登校の時間までに歩道の雪がかききれません。子どもたちが車道を歩いていて危ないので、雪かきを手伝って"
    "くれる人をさがしています。町会（ちょうかい）の役員はシニアの方が多く、毎朝の作業は難しくなってきました。学生や企業の"
    "ﾎﾞﾗﾝﾃｨｱの方に、１月から２月の間、週に２回ほど来ていただけると助かります。道具（スコップ、ママさんダンプ）は町会で"
    "用意します。終わったあとは、公民館で温かい飲み物を出します。"
)


def shown(segments: list[Segment]) -> str:
    return "".join(f"[{text}]" if is_marked else text for text, is_marked in segments)


def marks(segments: list[Segment]) -> list[str]:
    return [text for text, is_marked in segments if is_marked]


def title(question: str, text: str) -> str:
    return shown(Sought(question, SYNONYMS).marked(text))


def fragment(question: str, text: str = BODY, **more: int) -> list[Segment]:
    return Sought(question, SYNONYMS).fragment(text, **more)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("雪かき", "雪掻きと雪かき", "[雪掻き]と[雪かき]"),
        ("手伝う", "手伝ってください", "[手伝っ]てください"),
        ("てつだって", "手伝ってください", "[手伝っ]てください"),
        ("こども", "子供の遊び場", "[子供]の遊び場"),
        ("子ども", "こどもの遊び場", "[こども]の遊び場"),
        ("遊ぶ", "あそんでくれる人", "[あそん]でくれる人"),
        ("守り", "通学路の見守り", "通学路の見[守り]"),
        ("ボランティア", "ﾎﾞﾗﾝﾃｨｱ募集", "[ﾎﾞﾗﾝﾃｨｱ]募集"),
        ("led", "ＬＥＤの街灯", "[ＬＥＤ]の街灯"),
        ("50m2", "広さは５０㎡", "広さは[５０㎡]"),
        ("みなと", "㈱みなと", "㈱[みなと]"),
        ("人々", "人々の声", "[人々]の声"),
        ("町会長", "町会(ちょうかい)長です", "[町会](ちょうかい)[長]です"),
        ("町会", "町会（ちょうかい）の話", "[町会]（ちょうかい）の話"),
        ("公園", "👮‍♂️👍🏽公園🇯🇵", "👮‍♂️👍🏽[公園]🇯🇵"),
        ("volunteer", "We need VOLUNTEERS", "We need [VOLUNTEERS]"),
        ("がっこう", "か\u3099っこうへ行く", "[か\u3099っこう]へ行く"),
        ("公園", "葛\U000e0100の公園☀\ufe0f", "葛\U000e0100の[公園]☀\ufe0f"),
        ("公園", "\ud83d公園\ud83d", "\ud83d[公園\ud83d]"),
        ("公園", "", ""),
        ("", "公園", "公園"),
    ],
)
def test_a_word_is_marked_however_it_is_written(question: str, text: str, expected: str) -> None:
    assert title(question, text) == expected


def test_synonyms_are_marked_and_those_of_several_words_only_as_a_whole() -> None:
    assert title("除雪", "雪かきの道具") == "[雪かき]の道具"
    assert title("独居", "一人暮らしの方の暮らし") == "[一人暮らし]の方の暮らし"
    assert title("フン害", "犬の糞と、犬の散歩") == "[犬の糞]と、犬の散歩"


def test_a_phrase_is_marked_as_it_stands_whatever_blanks_and_signs_are_in_it() -> None:
    assert title('"毎朝の作業"', "毎朝の 作業と、作業") == "[毎朝の 作業]と、作業"
    assert title('"bus stop"', "bus  stop / bus-stop / stop") == "[bus  stop] / [bus-stop] / stop"


def test_what_must_not_be_there_is_not_marked() -> None:
    assert title("公園 -掃除", "公園の掃除") == "[公園]の掃除"


def test_a_word_inside_another_one_is_not_marked() -> None:
    assert title("ごみ", "すごみのある声、ごみの山") == "すごみのある声、[ごみ]の山"


def test_letters_that_look_alike_are_marked_only_when_nothing_better_is_there() -> None:
    assert title("除雪機", "毎朝の除雪") == "毎朝の[除雪]"
    assert title("スコップ", "スコッチとスコップ") == "スコッチと[スコップ]"
    assert title("スコッブ", "スコップを貸します") == "[スコッ]プを貸します"
    assert title("雪", "雪国まつり") == "雪国まつり"
    assert title("川岸", "川で遊ぶ") == "川で遊ぶ"
    assert title("らんてん", "ランチ") == "ランチ"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("手伝う", "大雪のたびに、登校の時間までに歩道の雪がかききれません。子どもたちが"),
        ("公民館", "終わったあとは、[公民館]で温かい飲み物を出します。"),
        ("高齢者", "町会（ちょうかい）の役員は[シニア]の方が多く、毎朝の作業は難しくなってきました。"),
        ("スコップ 飲み物", "…道具（[スコップ]、ママさんダンプ）は町会で用意します。"),
        ('"週に2回"', "[週に２回]ほど来ていただけると助かります。"),
    ],
)
def test_the_fragment_shows_where_most_of_the_question_stands(question: str, expected: str) -> None:
    assert expected in shown(fragment(question))


def test_a_fragment_begins_and_ends_with_a_sentence_where_that_can_be() -> None:
    assert shown(fragment("道具", length=40)) == "…[道具]（スコップ、ママさんダンプ）は町会で用意します。…"
    assert shown(fragment("大雪", length=40)) == "[大雪]のたびに、登校の時間までに歩道の雪がかききれません。…"


def test_a_text_in_which_nothing_stands_is_shown_from_its_beginning() -> None:
    found = fragment("ピアノ")
    assert marks(found) == []
    assert shown(found).startswith("大雪のたびに、") and shown(found).endswith(ELLIPSIS)


def test_a_short_text_is_shown_whole() -> None:
    assert shown(fragment("公園", "公園のベンチです。\n")) == "[公園]のベンチです。"
    assert fragment("公園", "") == fragment("公園", " \n ") == []


CHARACTERS = [
    *"町会長雪かき掻子ども手伝公園々〆ヶ株",
    *"ﾎﾞﾗﾝﾃｨｱｶﾞﾊﾟﾞﾟ゙゚゛",
    *"ＬＥＤｌｅｄ５０　Aa1",
    *"㎡㈱①ﬁ㍿…‥İßﷺ각\u1100\u1161\u11a8ﾡ",
    *"(（)）《》[]〔〕・ー 。、!！？\n",
    *["\u0301", "\u0327", "\u3099", "\ufe0f", "\ufe00", "\U000e0100", "\u200d", "👮", "♂", "👍", "🏽", "🇯", "🇵"],
    *["\ud83d", "\ude00", "(ちょうかい)", "（かい）", "雪かき", "子ども", "手伝って", "㎡の公園"],
]
TEXTS = st.lists(st.sampled_from(CHARACTERS), max_size=60).map("".join)
QUESTIONS = st.sampled_from(
    ["雪かき", "子供 手伝う", '"町会"', "m2", "がl", "公園 -雪かき", "除雪機", '"a1" 株', "㎡", ""]
)


def joined_to_the_one_before(before: str, here: str) -> bool:
    """Would a cut between the two tear a character apart?"""
    decomposed = unicodedata.normalize("NFKD", here)[0]
    halves = "\ud800" <= before <= "\udbff" and "\udc00" <= here <= "\udfff"
    follows_joiner = before == "\u200d" and here in "👮♂👍"
    return (
        unicodedata.category(decomposed)[0] == "M"
        or here in "\u200d🏽"
        or halves
        or follows_joiner
        or (before == "🇯" and here == "🇵")
    )


@given(TEXTS | st.text(max_size=40))
@settings(max_examples=600, deadline=None)
@example("町会(ちょうかい)(かい)長")
@example("漢(あ" * 30)
def test_the_plain_text_is_that_of_the_analysis_and_leads_back(text: str) -> None:
    plain = Plain(text)
    assert plain.text == analysis.plain(text)
    spans = [plain.span(place, place + 1) for place in range(len(plain.text))]
    for place, (start, end) in enumerate(spans):
        assert 0 <= start < end <= len(text)
        assert plain.text[place] in unicodedata.normalize("NFKC", text[start:end].encode(errors="ignore").decode())
    assert spans == sorted(spans)


@given(TEXTS, QUESTIONS, st.integers(3, 60))
@settings(max_examples=600, deadline=None)
def test_segments_are_the_text_itself_and_tear_nothing_apart(text: str, question: str, length: int) -> None:
    assume(ELLIPSIS not in text)  # or nobody could tell the text's own from the one that is added
    sought = Sought(question, SYNONYMS)
    whole, part = sought.marked(text), sought.fragment(text, length)
    assert "".join(segment.text for segment in whole) == text
    inner = part[part[:1] == [Segment(ELLIPSIS, False)] :]
    if inner and inner[-1] == Segment(ELLIPSIS, False):
        inner.pop()
    assert "".join(segment.text for segment in inner) in text
    for segments in (whole, inner):
        assert all(segment.text for segment in segments)
        assert all(one.is_marked != other.is_marked for one, other in pairwise(segments))
        for one, other in pairwise(segments):
            assert not joined_to_the_one_before(one.text[-1], other.text[0]), (one, other)


@pytest.mark.parametrize(
    "piece",
    ["雪", "雪かき", "雪かき。", "町会 ", "か\u0301", "ｶﾞ", "㎡", "漢(", "👮‍♂️", "🇯🇵", "\ud83d", "あ", "(ちょう)"],
)
def test_a_very_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    sought = Sought('雪かき "町 会" 手伝う', SYNONYMS)

    def seconds(characters: int) -> float:
        text = (piece * characters)[:characters]
        started = time.process_time()
        sought.fragment(text)
        sought.marked(text)
        return time.process_time() - started

    seconds(100)
    assert min(seconds(10_000) for _ in range(3)) < 0.2


def test_a_fragment_is_about_as_long_as_asked() -> None:
    for question in ("雪かき", "ピアノ", "手伝う 公民館", "町会"):
        assert LENGTH // 2 < len(shown(fragment(question, BODY * 5))) < LENGTH + 20
