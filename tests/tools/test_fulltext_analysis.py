"""Does a text become the same words and character pairs however it is written?"""

import threading

import pytest

from matchbox.tools.fulltext import analysis


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ﾎﾞﾗﾝﾃｨｱ", "ボランティア"),
        ("ＬＥＤ", "led"),
        ("ゴミ", "ごみ"),
        ("ｺﾞﾐ", "ごみ"),
        ("５０㎡", "50m2"),
        ("子ども", "子供"),
        ("こども", "子供"),
        ("雪かき", "雪掻き"),
        ("引越し", "引っ越し"),
        ("手伝ってほしい", "手伝う"),
        ("ごみをすてる", "ゴミを捨てた"),
        ("お年寄り", "年寄り"),
        ("除雪（じょせつ）作業", "除雪作業"),
        ("避難(ひなん)所", "避難所"),
        ("Recycling", "recycled"),
        ("VOLUNTEERS", "volunteer"),
        ("the schools in our cities", "School, City!"),
        ("Wi-Fi", "WiFi"),
        ("パトロール👮‍♂️のお願い", "パトロールのお願い"),
        ("公園の掃除です。", "公園　掃除"),
    ],
)
def test_what_means_the_same_becomes_the_same_words(one: str, other: str) -> None:
    assert analysis.words(one) == analysis.words(other) != []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("街灯が消えたままで真っ暗です", ["街灯", "消える", "真っ暗"]),
        ("町内会", ["町内", "会"]),
        ("見守り", ["見守る", "見る", "守る"]),
        ("商店街（アーケード）", ["商店", "街", "あーけーど"]),
        ("Volunteers are needed for 3 schools", ["volunt", "need", "3", "school"]),
        ("ＩＴ講習", ["it", "講習"]),
        ("これは何ですか", []),
        ("🎉👮‍♂️", []),
        ("", []),
    ],
)
def test_only_words_with_a_meaning_are_kept_with_the_shorter_ones_inside(text: str, words: list[str]) -> None:
    assert analysis.words(text) == words


def test_a_term_keeps_the_shorter_words_inside_it_apart() -> None:
    assert analysis.terms("みまもり") == [analysis.Term("見守る", ("見る", "守る"))]


def test_character_pairs_carry_their_places_and_kanji_stand_alone_too() -> None:
    assert analysis.grams("雪カキ") == [(0, "雪"), (0, "雪か"), (1, "かき")]


def test_blanks_inside_japanese_vanish_and_stay_between_english_words() -> None:
    assert analysis.grams("子ども 食堂") == analysis.grams("子ども食堂")
    assert (2, "s ") in analysis.grams("bus stop")
    assert (3, " s") in analysis.grams("bus stop")


def test_pairs_do_not_reach_across_words_and_sentences() -> None:
    assert analysis.pairs("公園、bus stop") == ["公園", "bu", "us", "st", "to", "op"]
    assert analysis.pairs("雪") == ["雪"]
    assert analysis.pairs("!?") == []


def test_readings_in_brackets_fall_away_only_after_kanji_and_only_in_hiragana() -> None:
    assert analysis.fold("校下（こうか）の雪（ゆき）") == "校下の雪"
    assert analysis.fold("アーケード（しょうてんがい）") == "あーけーど(しょうてんがい)"
    assert analysis.fold("公園（南口）") == "公園(南口)"


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("雪かき", "ゆきかき"),
        ("除雪", "じょせつ"),
        ("ボランティア", "ぼらんてぃあ"),
        ("ﾊﾞｽ停", "ばすてい"),
        ("お年寄りの会", "おとしよりのかい"),
        ("子ども・食堂！", "こどもしょくどう"),
        ("", ""),
    ],
)
def test_a_text_is_read_aloud_in_hiragana(text: str, reading: str) -> None:
    assert analysis.reading(text) == reading


def test_names_are_words_that_are_not_bent_with_their_places_and_readings() -> None:
    names = analysis.names("町内会の見守りを手伝ってほしい３丁目")
    assert [(name.written, name.reading) for name in names] == [
        ("町内", "ちょうない"),
        ("会", "かい"),
        ("見", "み"),
        ("守り", "まもり"),
        ("ほしい", "ほしい"),
        ("丁目", "ちょうめ"),
    ]
    assert [(name.start, name.end) for name in names[:4]] == [(0, 2), (2, 3), (4, 5), (5, 7)]


def test_a_text_longer_than_the_analyser_takes_at_once_is_read_to_its_end() -> None:
    long = "雪かきを手伝います。" * 6000 + "最後に花壇の話をします"
    assert analysis.words(long)[-2:] == ["花壇", "話"]
    assert analysis.words("あ" * 60000 + "。花壇")[-1] == "花壇"


def test_half_a_surrogate_pair_does_no_harm() -> None:
    assert analysis.words("花壇\ud83d") == ["花壇"]


def test_many_threads_analyse_at_once() -> None:
    texts = [f"{number}番の街灯が消えています。雪かきと見守りのボランティアを募集します。" for number in range(40)]
    expected = [analysis.words(text) for text in texts]
    found: list[list[list[str]]] = []

    def read_all() -> None:
        found.append([analysis.words(text) for text in texts])

    threads = [threading.Thread(target=read_all) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 6


def test_the_version_names_analyser_and_dictionary() -> None:
    assert "sudachipy-" in analysis.VERSION
    assert "sudachidict-small-" in analysis.VERSION
