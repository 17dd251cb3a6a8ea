"""A town's worth of documents, made up, and what people would ask: the same on every machine."""

import random
from collections.abc import Iterator
from itertools import accumulate

from matchbox.tools.fulltext import Document

KINDS = ("issue", "group", "proposal", "match")

_DISTRICTS = """
北山 南町 西原 東台 中央 緑が丘 桜木 松原 川端 港町 大野 小坂 泉野 若葉 旭町 栄町 本町 新町 城下 寺町 弥生 三日市 額
夕日寺 湯涌 浅川 花園 森本 犀川 内川 戸板 粟崎 木曳野 長坂 富樫 米泉 押野 安原 二塚 諸江
"""
_NOUNS = """
公園 雪かき 街灯 ごみ 高齢者 子ども 通学路 避難所 空き家 花壇 町内会 草刈り 祭り 見守り 歩道 買い物 体操 スマホ 食堂
清掃 防災訓練 掲示板 横断歩道 自転車 駐輪場 側溝 用水路 カラス 猫 犬の散歩 ベンチ 遊具 砂場 トイレ バス停 送迎 弁当
サロン 集会所 公民館 図書館 読み聞かせ 学習支援 外国人 日本語教室 通訳 回覧板 役員 名簿 会費 防犯灯 防犯カメラ
パトロール 消火栓 消防団 備蓄 発電機 井戸 ハザードマップ 川 堤防 竹林 里山 畑 農園 堆肥 落ち葉 剪定 桜並木 植木 蜂の巣
いのしし 熊 猿 害虫 粗大ごみ 資源回収 古紙 リサイクル フードバンク 寄付 募金 バザー 運動会 盆踊り 太鼓 獅子舞 神輿
音楽会 合唱 写真展 陶芸 手芸 編み物 料理教室 囲碁 将棋 卓球 ラジオ体操 ウォーキング 健康診断 認知症 介護 車いす 段差
手話 点字 ひとり親 不登校 保育園 学童 学生 ボランティア 企業 商店街 空き店舗 移動販売 観光案内 旅館 古民家 石垣 土塀
町家 歴史 昔話 方言 和菓子 漆器 友禅 三味線 茶会 俳句 天体観測 ホタル めだか
"""
_VERBS = """
手伝ってほしい 困っています 足りません 壊れています 探しています 相談したい 始めたい 続けられません 見直したい
直してほしい 教えてください 増やしたい 減らしたい 集まりたい 貸してください 片付けたい 守りたい 広めたい 引き継ぎたい
考えたい
"""
_SENTENCES = """
{0}の{1}が去年の冬から{3}。 {0}では{1}と{2}のことで{3}。 {1}の当番が足りず、{2}まで手が回りません。
{0}の{1}は夕方になると人が多く、{2}が心配です。 {1}に詳しい方、{2}の経験がある方をお待ちしています。
{0}の{1}について、月に一度{2}を開いています。 市の補助を使って{1}を{3}。 来月の第{4}土曜日に{0}で{1}を行います。
連絡先は{0}{4}丁目の{1}係です。 小学生の保護者から{1}と{2}の声が{4}件ありました。 {1}のために{2}を{4}つ用意しました。
雨の日は{1}がすべりやすくなります。
"""
DISTRICTS, NOUNS, VERBS, SENTENCES = (text.split() for text in (_DISTRICTS, _NOUNS, _VERBS, _SENTENCES))
NAMES = "青赤白金銀竹梅菊萩桐楓椿橘桂柳榎杉楠檜栗"


def _falling(count: int) -> list[float]:
    """Weights that fall as those of words do, the most frequent ones a little flattened: no noun is in every text."""
    return list(accumulate(1 / (rank + 6) for rank in range(count)))


_FALLING = {len(words): _falling(len(words)) for words in (DISTRICTS, NOUNS, VERBS)}


def corpus(count: int, seed: int = 2026) -> Iterator[Document]:
    """Each about a few things in one district, some of them frequent, most rare."""
    chance = random.Random(seed)

    def some(words: list[str], many: int) -> list[str]:
        return chance.choices(words, cum_weights=_FALLING[len(words)], k=many)

    for number in range(count):
        (place,), things, name = some(DISTRICTS, 1), some(NOUNS, 3), "".join(chance.choices(NAMES, k=3))
        sentences = [
            chance.choice(SENTENCES).format(place, *chance.sample(things, 2), *some(VERBS, 1), chance.randint(1, 9))
            for _ in range(chance.randint(4, 12))
        ]
        kind = KINDS[0] if chance.random() < 0.6 else chance.choice(KINDS[1:])
        title = f"{place}の{things[0]}を{some(VERBS, 1)[0]}"
        yield Document(f"{kind}:{number}", kind, title, f"{''.join(sentences)}（{name}）", (place, things[1]))


def questions() -> dict[str, list[str]]:
    """Ten of each kind."""
    common, rare = NOUNS[:10], NOUNS[-10:]
    pairs = list(zip(common, NOUNS[20:30], strict=True))
    return {
        "a common word": common,
        "a rare word": rare,
        "two words": [f"{one} {other}" for one, other in pairs],
        "a phrase": [f'"{one}のため"' for one in common],
        "a word without another": [f"{one} -{other}" for one, other in pairs],
        "words with synonyms": [
            "除雪",
            "ゆきかき",
            "お年寄り",
            "街路灯",
            "廃棄物",
            "町会",
            "児童",
            "学区",
            "車いす",
            "掃除",
        ],
        "no hit": [
            "量子力学",
            "宇宙飛行士",
            "蒸気機関車",
            "金融政策",
            "株式市場",
            "化石",
            "砂漠",
            "氷河",
            "火星",
            "恐竜",
        ],
    }
