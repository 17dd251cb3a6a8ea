"""Which words may be called the same, and what of a question may be kept?"""

import pytest

from matchbox.search import rules


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("町会\n町内会", ["町会", "町内会"]),
        ("町会、町内会，自治会, 区会", ["町会", "町内会", "自治会", "区会"]),
        ("  food   bank  \n\n ", ["food bank"]),
        ("", []),
        ("、\n，", []),
    ],
)
def test_words_are_typed_one_a_line_or_parted_by_commas(typed, words):
    assert rules.typed_words(typed) == words


@pytest.mark.parametrize(
    "words",
    [
        ["町会", "町内会"],
        ["犬", "猫"],
        ["引越し", "引っ越し"],
        [f"除雪{number}" for number in range(20)],
        ["長" * 30, "短い"],
    ],
)
def test_words_that_can_be_a_group(words):
    assert rules.why_not(words) == ""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], rules.TOO_FEW),
        (["町会"], rules.TOO_FEW),
        ([f"除雪{number}" for number in range(21)], rules.TOO_MANY),
        (["町会", "長" * 31], rules.TOO_LONG % {"word": "長" * 31}),
        (["町会", "あ"], rules.TOO_SHORT % {"word": "あ"}),
        (["町会", "a"], rules.TOO_SHORT % {"word": "a"}),
        (["町会", "これ"], rules.NOT_SEARCHED % {"word": "これ"}),
        (["町会", "!?"], rules.NOT_SEARCHED % {"word": "!?"}),
        (["町会", "🎉🎉"], rules.NOT_SEARCHED % {"word": "🎉🎉"}),
        (["ごみ", "廃棄物", "ゴミ"], rules.TWICE % {"word": "ごみ", "other": "ゴミ"}),
        (["ＬＥＤ", "led"], rules.TWICE % {"word": "ＬＥＤ", "other": "led"}),
        (["町会", "町会"], rules.AGAIN % {"word": "町会"}),
    ],
)
def test_what_cannot_be_a_group_says_why(words, sentence):
    assert rules.why_not(words) == sentence


def test_doubles_fall_out_and_the_first_stays():
    assert rules.without_doubles(["ごみ", "ゴミ", "廃棄物", "ｺﾞﾐ"]) == ["ごみ", "廃棄物"]


@pytest.mark.parametrize(
    "text",
    [
        "ドッグラン",
        "校庭開放",
        "雪かき ボランティア",
        "学校の先生",
        "赤ちゃん",
        "認知症カフェ",
        "3人 手伝い",
        "令和8年",
        "たくさんの落ち葉",
        "多様性",
        "LGBT",
        "food bank",
        '"屋根の雪"',
        "雪 -道路",
    ],
)
def test_words_without_a_person_may_be_noted(text):
    assert rules.may_be_noted(text)


@pytest.mark.parametrize(
    "text",
    [
        # names
        *["田中太郎", "隣の田中", "川端みどりさんの家", "はなこちゃん", "髙嶋", "陽菜", "田中サン", "John Smith"],
        *["鷺坂澪奈", "ﾀﾅｶさん"],
        # somebody who is spoken of
        *[
            "看護師さん",
            "岡田氏",
            "山本君",
            "ミドリ先生",
            "佐藤先生",
            "齋藤様",
            "ひなたくん",
            "ミドリサン",
            "アヤカチャン",
            "みどり 先生",
        ],
        # where somebody can be reached
        *["hana@example.jp", "ｈａｎａ＠ｅｘａｍｐｌｅ", "https://example.jp/x", "www.example", "example.jp"],
        *["076-222-1234", "０７６ ２２２ １２３４", "090 1234 5678", "12 34 5", "〒920"],
        # where somebody lives
        *["泉野3-5", "泉野町３丁目", "寺町五丁目", "ロ35番地", "302号", "3の5", "5番", "1ー2"],
        # too long, or nothing to look for
        *["雪" * 31, "", "  ", "あ", "これ", "!?"],
    ],
)
def test_whatever_may_tell_of_a_person_is_not_noted(text):
    assert not rules.may_be_noted(text)


def test_only_the_folded_words_are_kept():
    assert rules.noted("  ドッグ　ラン（どっぐ） ") == "どっぐ らん(どっぐ)"
    assert rules.noted('"ＬＥＤ 街灯"') == "led 街灯"
