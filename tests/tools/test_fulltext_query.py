"""Is what people type read as they mean it, and looked for in the right order?"""

from pathlib import Path

import pytest
import yaml

from matchbox import search
from matchbox.tools.fulltext import query
from matchbox.tools.fulltext.interface import Found, Hit
from matchbox.tools.fulltext.query import AllOf, AnyOf, Gram, Parsed, Plan, Run, Tier, Word, parse, plan, ranked
from matchbox.tools.fulltext.synonyms import Synonyms

NONE = Synonyms()


def keys_of(found: Found) -> list[str]:
    return [hit.key for hit in found.hits]


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("雪かき 高齢者", Parsed(("雪かき", "高齢者"))),
        ("雪かき　高齢者", Parsed(("雪かき", "高齢者"))),
        ('"子ども食堂" 寄付', Parsed(("寄付",), ("子ども食堂",))),
        ("“子ども食堂”", Parsed((), ("子ども食堂",))),
        ("＂子ども食堂＂", Parsed((), ("子ども食堂",))),
        ("公園 -犬", Parsed(("公園",), (), ("犬",))),
        ("公園　－犬", Parsed(("公園",), (), ("犬",))),
        ('公園 -"犬の散歩"', Parsed(("公園",), (), ("犬の散歩",))),
        ("COVID-19 北12-4", Parsed(("COVID-19", "北12-4"))),
        ('公園 "', Parsed(("公園",))),
        ('"公園 遊具', Parsed(("公園", "遊具"))),
        ('- -- "" \' ？ 👮', Parsed()),
        ("", Parsed()),
    ],
)
def test_words_phrases_and_what_is_shut_out_are_told_apart(text: str, parsed: Parsed) -> None:
    assert parse(text) == parsed


def test_a_question_of_any_length_and_any_signs_is_read() -> None:
    assert len("".join(parse("雪 " * 5000).words)) <= query.LONGEST_TEXT
    for text in ["AND OR NOT", "title:*", "((", "\\", "\x00雪", "x", '"x"', "-x", "*", "雪~2^9", "\ud83d"]:
        plan(text, NONE)


def test_a_word_is_all_its_terms_or_at_half_weight_all_its_pairs() -> None:
    first = plan("町内会", NONE).tiers[0].node
    assert first == AnyOf((AllOf((Word("町内"), Word("会"))), AllOf((Gram("町内", 0.5), Gram("内会", 0.5)))))


def test_the_attempts_are_all_words_then_some_then_what_looks_alike() -> None:
    everything, some, alike = plan("公園 遊具", NONE).tiers
    park, toys = (AnyOf((Word("公園"), Gram("公園", 0.5))), AnyOf((Word("遊具"), Gram("遊具", 0.5))))
    assert everything == Tier(AllOf((park, toys)), under=1)
    assert some == Tier(AnyOf((Word("公園"), Gram("公園", 0.5), Word("遊具"), Gram("遊具", 0.5))), under=5)
    assert alike == Tier(AnyOf((Gram("公園"), Gram("遊具"))), under=3, cut=0.6)


def test_a_phrase_is_required_in_every_attempt() -> None:
    phrase = Run(("子ど", "ども", "も食", "食堂"))
    for tier in plan('"子ども食堂" 寄付', NONE).tiers:
        assert isinstance(tier.node, AllOf)
        assert tier.node.parts[0] == phrase
    assert plan('"子ども食堂"', NONE).tiers == (Tier(phrase, under=1),)


def test_what_is_shut_out_is_a_phrase_and_alone_finds_nothing() -> None:
    assert plan("公園 -犬 -散歩道", NONE).without == AnyOf((Gram("犬"), Run(("散歩", "歩道"))))
    assert plan("-犬", NONE) == Plan(())


def test_synonyms_count_half_and_together_if_they_are_several_terms() -> None:
    synonyms = Synonyms([["町会", "町内会"], ["町会", "自治会"]])
    unit = plan("町会", synonyms).tiers[1].node
    assert isinstance(unit, AnyOf)
    inner = unit.parts[0]
    assert inner == AnyOf(
        (Word("町会"), AllOf((Word("町内", 0.25), Word("会", 0.25))), AllOf((Word("自治", 0.25), Word("会", 0.25))))
    )


def test_the_longest_run_of_terms_that_has_synonyms_is_replaced_and_groups_stay_apart() -> None:
    synonyms = Synonyms([["ごみ置き場", "集積所"], ["ごみ", "廃棄物"], ["廃棄物", "産廃"]])
    terms = query.analysis.terms("ごみ置き場のゴミ")
    assert [span.others for span in synonyms.spans(terms)] == [("集積所",), ("廃棄物",)]


def test_writing_variants_find_the_same_synonyms() -> None:
    synonyms = Synonyms([["雪かき", "除雪"]])
    for written in ["雪かき", "雪掻き", "雪搔き"]:
        assert [span.others for span in synonyms.spans(query.analysis.terms(written))] == [("除雪",)], written


def heard(synonyms: Synonyms, word: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(piece.text, (*piece.same, *piece.others)) for piece in synonyms.heard(word)]


def test_what_is_written_as_it_sounds_is_taken_for_the_words_that_sound_so() -> None:
    synonyms = Synonyms([["雪かき", "除雪"], ["町内会", "自治会"]])
    for written in ["ゆきかき", "ユキカキ"]:
        assert heard(synonyms, written) == [(written, ("雪かき", "除雪"))]
    assert heard(synonyms, "じょせつ") == [("じょせつ", ("除雪", "雪かき"))]
    assert heard(synonyms, "ゆきかきを手伝う") == [("ゆきかき", ("雪かき", "除雪")), ("を手伝う", ())]
    assert heard(synonyms, "町内のゆきかきの") == [("町内の", ()), ("ゆきかき", ("雪かき", "除雪")), ("の", ())]
    assert heard(synonyms, "ゆきかきボランティア") == [("ゆきかき", ("雪かき", "除雪")), ("ボランティア", ())]
    assert heard(synonyms, "ゆきかきするちょうないかい") == [("ゆきかきするちょうないかい", ())]
    assert heard(synonyms, "") == []


def test_what_is_written_in_kanji_or_sounds_short_is_taken_for_nothing_else() -> None:
    synonyms = Synonyms([["箸", "スプーン"], ["公園", "広場"], ["市道", "道路"], ["私道", "路地"]])
    for written in ["はし", "講演", "公演", "雪"]:
        assert heard(synonyms, written) == [(written, ())]
    assert heard(synonyms, "しどう") == [("しどう", ("市道", "私道", "路地", "道路"))]


def test_the_word_that_sounds_so_counts_in_full_and_what_else_it_is_called_half() -> None:
    synonyms = Synonyms([["雪かき", "除雪"]])
    unit = plan("ゆきかき", synonyms).tiers[1].node
    assert isinstance(unit, AnyOf)
    assert unit.parts[0] == AnyOf(
        (
            AllOf((Word("ゆき"), Word("かき"))),
            Word("雪掻き"),
            AllOf((Gram("雪か", 0.5), Gram("かき", 0.5))),
            Word("除雪", 0.5),
        )
    )


@pytest.mark.parametrize("written", ["ボランティア", "ごみ", "ゴミ", "塵", "子ども"])
def test_a_word_of_a_group_is_looked_for_once_however_it_sounds(written: str) -> None:
    synonyms = Synonyms([["ボランティア", "奉仕"], ["ごみ", "ゴミ", "塵", "廃棄物"], ["子ども", "児童"]])
    unit = plan(written, synonyms).tiers[1].node
    assert isinstance(unit, AnyOf)
    words = [part.text for part in unit.parts[0].parts if isinstance(part, Word)]
    assert len(words) == len(set(words)) >= 2
    assert [part.weight for part in unit.parts[0].parts if isinstance(part, Word)][:2] == [1.0, 0.5]


def test_a_later_attempt_is_made_only_when_too_little_was_found_and_comes_after() -> None:
    asked: list[str] = []

    def engine(first: int, second: int) -> Found:
        asked.clear()

        def find(node: query.Node) -> list[Hit]:
            assert isinstance(node, Word)
            asked.append(node.text)
            counts = {"all": first, "some": second, "alike": 4}
            return [Hit(f"{node.text}{number}", 10.0 - 2 * number) for number in range(counts[node.text])]

        tiers = (Tier(Word("all"), 1), Tier(Word("some"), 5), Tier(Word("alike"), 3, 0.6))
        return ranked(Plan(tiers), find, 10)

    assert keys_of(engine(5, 9)) == ["all0", "all1", "all2", "all3", "all4"]
    assert asked == ["all"]
    assert keys_of(engine(2, 1)) == ["all0", "all1", "some0"]
    assert asked == ["all", "some"]
    assert keys_of(engine(0, 1)) == ["some0", "alike0", "alike1", "alike2"]  # 10, 8, 6 of 10; not 4
    assert asked == ["all", "some", "alike"]
    assert [engine(*counts).loose for counts in [(5, 9), (3, 0), (2, 1), (0, 1)]] == [False, False, True, True]


def test_a_hit_is_listed_once_where_it_was_found_first() -> None:
    tiers = (Tier(Word("a"), 1), Tier(Word("b"), 5))
    found = ranked(Plan(tiers), lambda node: [Hit("same", 9.0), Hit(str(node), 3.0)], 10)
    assert keys_of(found) == ["same", str(Word("a")), str(Word("b"))]


def test_the_synonyms_that_come_with_matchbox_are_groups_of_different_words() -> None:
    groups = yaml.safe_load(Path(search.__path__[0], "data", "synonyms.yaml").read_text(encoding="utf-8"))
    assert len(groups) >= 80
    for group in groups:
        assert all(isinstance(word, str) and query.analysis.terms(word) for word in group), group
        assert len({tuple(query.analysis.words(word)) for word in group}) > 1, f"all the same to the analyser: {group}"
