"""Is what was mistyped turned into what was meant, and what was meant left alone?"""

import random
import time

import pytest

from matchbox.tools.fulltext import analysis, sounds
from matchbox.tools.fulltext.spelling import Vocabulary

TITLES = """
公園の遊具がこわれています|花壇の植え替えを手伝ってほしい|雪かきの人手が足りません|高齢者の買い物支援
子ども食堂の会場を探しています|防災訓練の参加者募集|避難所の鍵を誰が持つか|街灯が消えて夜道が暗い
通学路の見守りボランティア|町内会の役員のなり手がいない|自治会の回覧板を電子化したい|ごみ集積所のカラス対策
粗大ごみの出し方|不法投棄をなくしたい|資源回収の当番|空き家の庭木が道路にはみ出ている|商店街のにぎわいづくり
コミュニティバスの停留所|図書館の読み聞かせ|公民館の利用時間|スマートフォン教室の先生|外国人住民のための日本語教室
認知症カフェを開きたい|介護予防の体操|ラジオ体操の音がうるさい|獅子舞の後継者|盆踊りの太鼓|夏祭りの出店|運動会の準備
写真展の会場|横断歩道の白線が消えた|信号機をつけてほしい|放置自転車が多い|駐輪場が足りない|側溝のふたが割れている
里山の竹林整備|耕作放棄地の活用|家庭菜園の講習会|堆肥づくり|イノシシの被害|野良猫のえさやり|犬のふんの放置
スズメバチの巣|害虫駆除の相談|落ち葉の清掃|民生委員の訪問|ひとり親家庭の学習支援|不登校の子どもの居場所
学童保育の待機児童|保育園の送迎|フードバンクへの寄付|リサイクル市|エコバッグを作る|太陽光発電の勉強会|省エネ診断
消防団の団員募集|消火栓の点検|ハザードマップの見方|備蓄品の期限|発電機の使い方|観光案内のガイド養成|古民家の活用
和菓子づくり体験|伝統工芸の展示|音楽会の演奏者|車椅子で通れる歩道|手話サークル|点字ブロックがはがれている
バリアフリーの調査|お年寄りの話し相手|プログラミング教室|パソコンの寄贈|インターネットの設定|広報紙の編集
アンケートの集計|volunteer translators wanted|library story time in English|recycling day
"""

# Some of these nothing can guess; they stand here so that the part that is right says something.
MISTYPED = {
    # too long, too short, or voiced wrongly
    "こーえん": "公園", "こおえん": "公園", "こうえn": "公園", "ゆうぐう": "遊具", "かだんー": "花壇",
    "ゆきがき": "雪かき", "こうれえしゃ": "高齢者", "ちょうないかえ": "町内会", "かいらんはん": "回覧板",
    "ぼうさえくんれん": "防災訓練", "ひなんじょう": "避難所", "つうがくろう": "通学路", "こうみんかう": "公民館",
    "しょうてんがえ": "商店街", "にんちしょ": "認知症", "ほごいくえん": "保育園", "おうだんほど": "横断歩道",
    "しんごき": "信号機", "ちゅりんじょう": "駐輪場", "せいりゅうじょ": "停留所", "てんじぶろく": "点字ブロック",
    "ふほうとおき": "不法投棄", "しげんかいしゅ": "資源回収", "しょかせん": "消火栓", "ぼうおどり": "盆踊り",
    "のらねご": "野良猫", "かいごよほう": "介護予防", "でんとうこげい": "伝統工芸",
    # written as it sounds
    "くるまいす": "車椅子", "びちくひん": "備蓄品", "しゅわさーくる": "手話サークル",
    "はつでん機": "発電機",
    # katakana
    "ボランテイア": "ボランティア", "ぼらんていや": "ボランティア", "ボランテァイ": "ボランティア",
    "コミニティバス": "コミュニティバス", "スマートホン": "スマートフォン", "リサイクール": "リサイクル",
    "フードバング": "フードバンク", "フードパンク": "フードバンク", "ハザートマップ": "ハザードマップ",
    "バリヤフリー": "バリアフリー", "パソコソ": "パソコン", "インターネト": "インターネット",
    "インタネット": "インターネット", "アンケト": "アンケート", "アンケード": "アンケート",
    "エコバック": "エコバッグ", "プログラミグ": "プログラミング", "サクール": "サークル", "スズメパチ": "スズメバチ",
    # wrong kanji, mostly of the right sound
    "公演": "公園", "花段": "花壇", "高令者": "高齢者", "非難所": "避難所", "避難処": "避難所", "街頭": "街灯",
    "回欄板": "回覧板", "商点街": "商店街", "町内解": "町内会", "子ども食道": "子ども食堂", "防災訓連": "防災訓練",
    "図書間": "図書館", "認知証": "認知症", "観行案内": "観光案内", "古民科": "古民家", "堆費": "堆肥",
    "害中駆除": "害虫駆除", "公民観": "公民館", "通学炉": "通学路", "家廷菜園": "家庭菜園", "信号器": "信号機",
    # Latin letters instead of kana
    "kouen": "公園", "koen": "公園", "kōen": "公園", "yukikaki": "雪かき", "choonaikai": "町内会",
    "tyounaikai": "町内会", "gomi": "ごみ", "hinanjo": "避難所", "toshokan": "図書館", "borantexia": "ボランティア",
    "borantia": "ボランティア", "kouえん": "公園", "kodomosyokudou": "子ども食堂", "kairanban": "回覧板",
    "shobodan": "消防団", "nihongokyoushitu": "日本語教室",
    # English
    "volanteer": "volunteer", "libraly": "library", "recyling": "recycling",
    # widths, several words, phrases, what is shut out, names inside of longer words
    "ｺｰｴﾝ": "公園", "ｋｏｕｅｎ　遊具": "公園 遊具", "公演 遊具": "公園 遊具", "こーえん  yukikaki": "公園  雪かき",
    "ボランテァイ -雪かき": "ボランティア -雪かき", "花だん -公演": None, '"公演の遊具"': '"公園の遊具"',
    "“公演の遊具”": '"公園の遊具"', "公演の遊具": "公園の遊具", "ぼらんていやの見守り": "ボランティアの見守り",
}  # fmt: skip

# The first are in the titles, the others are words that there are, but in no title.
RIGHT = """
公園 遊具 雪かき 高齢者 子ども食堂 こども食堂 町内会 ボランティア ぼらんてぃあ ﾎﾞﾗﾝﾃｨｱ ごみ ゴミ 防災訓練
通学路の見守り 図書館 認知症 library 公園の遊具 花火大会 量子力学 ホテル さくら ピアノ 国会議員 水泳 テニス 結婚相談
確定申告 マイナンバー ワクチン 高速道路 新幹線 競馬 株価 弁護士 歯医者 猫カフェ オリンピック 桜 ゲーム 選挙 税金
パスポート 銀行 郵便局 温泉 スキー場 美容院 英会話 婚活 カラオケ 登山 釣り サッカー 野球 映画館 水道料金 児童虐待
生活保護 年金 津波 地震 インフルエンザ 予防接種 献血 遺言 空港 電車 タクシー moon hello kitchen baseball 🎉 - "" ？
"""

PUBLIC = TITLES.strip().replace("\n", "|").split("|")
_FOLDED = [analysis.fold(title) for title in PUBLIC]
_WORDS = [frozenset(analysis.words(title)) for title in PUBLIC]
VOCABULARY = Vocabulary((title, 1) for title in PUBLIC)


def known(word: str) -> bool:
    """Finds what a search would: titles with these very letters, or with all the words."""
    said = analysis.fold(word.strip('"'))
    terms = {term.text for term in analysis.terms(word)}
    return any(said in line for line in _FOLDED) or (bool(terms) and any(terms <= words for words in _WORDS))


def test_most_of_what_is_mistyped_is_turned_into_what_was_meant() -> None:
    wrong = {typed: found for typed, meant in MISTYPED.items() if (found := VOCABULARY.nearest(typed, known)) != meant}
    assert len(MISTYPED) >= 100
    assert len(wrong) <= 0.1 * len(MISTYPED), wrong


@pytest.mark.parametrize("text", RIGHT.split())
def test_what_is_right_is_left_alone(text: str) -> None:
    assert VOCABULARY.nearest(text, known) is None


def test_a_word_that_finds_something_is_never_replaced() -> None:
    assert VOCABULARY.nearest("公演 ゆきがき", lambda word: word in ("公演", "雪かき")) == "公演 雪かき"


def test_only_what_finds_something_is_proposed() -> None:
    assert VOCABULARY.nearest("公演", lambda word: False) is None


def test_of_words_that_sound_alike_the_one_with_more_of_the_same_kanji_and_then_the_frequent_one_is_meant() -> None:
    def is_known(word: str) -> bool:
        return word in ("講演", "公園", "後援")

    several = Vocabulary([("後援", 9), ("講演", 5), ("公園", 1)])
    assert several.nearest("公縁", is_known) == "公園"
    assert several.nearest("こーえん", is_known) == "後援"


def test_an_empty_vocabulary_proposes_nothing() -> None:
    assert Vocabulary([]).nearest("公演", known) is None


def test_questions_of_any_signs_and_length_are_read() -> None:
    for text in [
        "雪" * 5000,
        "AND (OR",
        '"',
        '""',
        "-",
        "\x00",
        "x" * 500,
        "ー",
        "っ",
        "ん",
        "n" * 99,
        "\ud83d",
        "あ\u0301",
        '-"公演"',
    ]:
        VOCABULARY.nearest(text, known)


@pytest.mark.parametrize(
    ("typed", "kana"),
    [
        ("konnichiha", ["こんにちは"]),
        ("kon'nichiha", ["こんにちは"]),
        ("shimbun", ["しんぶん"]),
        ("matcha", ["まっちゃ"]),
        ("onna", ["おんな"]),
        ("kouenn", ["こうえん"]),
        ("tyuusya", ["ちゅうしゃ"]),
        ("fire", ["ふぃれ"]),
        ("su-pa-", ["すーぱー"]),
        ("paatii", ["ぱあちい", "ぱあてぃい"]),
        ("こうえn", ["こうえん"]),
        ("park", []),
        ("2024", []),
    ],
)
def test_latin_letters_are_read_as_kana_if_they_can_be(typed: str, kana: list[str]) -> None:
    assert sounds.from_romaji(typed) == kana


@pytest.mark.parametrize(
    ("one", "other", "cost"),
    [
        ("こうえん", "こうえん", 0),
        ("ちかづく", "ちかずく", 0),
        ("ゔぁいおりん", "ばいおりん", 0),
        ("こうえん", "こーえん", sounds.LENGTH),
        ("こうえん", "こえん", sounds.LENGTH),
        ("がっこう", "がこう", sounds.LENGTH),
        ("こんにちは", "こんにちわ", sounds.SLIP),
        ("ゆきかき", "ゆきがき", sounds.SLIP),
        ("きやべつ", "きゃべつ", sounds.SLIP),
        ("さくら", "さくらい", 1),
        ("かだん", "かんだ", 1),
        ("さくら", "さとら", 1),
        ("", "あ", 1),
        ("", "", 0),
    ],
)
def test_mistakes_that_many_people_make_cost_little(one: str, other: str, cost: float) -> None:
    assert sounds.distance(one, other, 9) == pytest.approx(cost)
    assert sounds.distance(other, one, 9) == pytest.approx(cost)


def test_ten_thousand_titles_are_read_within_a_second_and_asked_within_milliseconds() -> None:
    chance = random.Random(1)
    texts = [(f"{chance.choice(PUBLIC)}、{chance.choice(PUBLIC)}"[:25], 1) for _ in range(10_000)]
    start = time.process_time()
    vocabulary = Vocabulary(texts)
    built = time.process_time()
    for typed in MISTYPED:
        vocabulary.nearest(typed, known)
    asked = time.process_time()
    assert built - start < 1.5
    assert (asked - built) / len(MISTYPED) < 0.02
