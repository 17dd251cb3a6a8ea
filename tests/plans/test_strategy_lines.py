"""The 68 printed lines of 第2次金沢版総合戦略, written out from the document and compared with the product's data."""

from decimal import Decimal

import pytest

from matchbox.kpi import queries as kpi
from matchbox.plans import queries
from matchbox.plans.models import Basis, Direction, Source
from matchbox.plans.rules import as_printed
from tests.given.words import a_plan

# code, policy that carries it, name, mark beside the name, baseline of H30, target of R6, unit
LINES = (
    ("G1", "1", "合計特殊出生率", "単年度", "1.48", "1.69", ""),
    ("K101", "1-(1)-1", "子育てサポート人材数", "単年度", "143", "180", "人"),
    ("K102", "1-(1)-2", "子育てアプリのダウンロード数", "累計", "9410", "20000", "件"),
    ("K103", "1-(1)-2", "子育て家庭訪問件数", "単年度", "未実施", "300", "件"),
    ("K104", "1-(1)-2", "家庭教育に関するホームページの年間アクセス数", "単年度", "10950", "18000", "アクセス"),
    ("K105", "1-(1)-3", "保育利用率（1歳児）", "単年度", "52.9", "65.8", "%"),
    ("K106", "1-(1)-3", "保育利用率（2歳児）", "単年度", "61.2", "65.2", "%"),
    ("K107", "1-(1)-3", "放課後児童クラブ受入人数", "単年度", "5050", "5565", "人"),
    ("K108", "1-(1)-3", "放課後子ども教室実施公民館数", "単年度", "8", "12", "館"),
    ("K109", "1-(1)-4", "金沢こども広場利用者数", "単年度", "228230", "230000", "人"),
    ("K110", "1-(2)-1", "出会いイベント参加者数", "単年度", "52", "80", "人"),
    ("K111", "1-(3)-1", "アクティブシニア「総合相談窓口」における相談件数", "単年度", "未実施", "323", "件"),
    ("K112", "1-(3)-1", "正規労働者へ転換した人数（本市の制度活用による）", "R2～R6の合計", "100", "500", "人"),
    ("K113", "1-(3)-2", "働く女性の交流会参加人数", "単年度", "未実施", "120", "人"),
    ("K114", "1-(3)-3", "はたらく人にやさしい事業所表彰企業数", "累計", "40", "70", "社"),
    ("K115", "1-(3)-3", "男性の育児休業取得に係る事例の発信件数", "R2～R6の合計", "未実施", "9", "事例"),
    ("K116", "1-(3)-4", "潜在保育士のリカレント研修への参加者数", "単年度", "未実施", "30", "人"),
    ("G2", "2", "市外へ就職する学生数", "単年度", "2000", "1800", "人"),
    ("K201", "2-(1)-1", "金沢美術工芸大学と地域との社会連携事業に参画した学生数", "R2～R6の合計", "168", "800", "人"),
    ("K202", "2-(1)-2", "企業と学生の交流会への参加学生数", "R2～R6の合計", "42", "200", "名"),
    ("K203", "2-(1)-2", "県外から本市の医療機関・福祉施設等就職者数（本市の制度活用による）",
     "単年度", "未実施", "25", "人"),
    ("K204", "2-(1)-2", "県外から本市の幼児教育・保育施設就職者数（本市の制度活用による）",
     "単年度", "未実施", "10", "人"),
    ("K205", "2-(2)-1", "住宅支援制度の活用等による県外からの移住者数", "累計", "42", "150", "人"),
    ("K207", "2-(2)-3", "県外からの金澤町家購入・賃貸成約件数", "累計", "14", "24", "件"),
    ("K208", "2-(3)-1", "学生と地域との連携協定締結数", "累計", "33", "45", "件"),
    ("K209", "2-(3)-1", "「学生のまちパスポート」のべ利用者数", "単年度", "6311", "8621", "人"),
    ("K210", "2-(3)-2", "ジュニアかなざわ検定受検者数", "R2～R6の合計", "6420", "31500", "人"),
    ("K211", "2-(3)-2", "金沢ふるさと体験学習バスツアー参加者数", "単年度", "485", "540", "人"),
    ("K212", "2-(3)-2", "子ども芸術文化体験イベント参加者数", "単年度", "未実施", "1000", "人"),
    ("K213", "2-(4)-1", "「いいね金沢ゼミ」への参加人数", "R2～R6の合計", "未実施", "180", "人"),
    ("K214", "2-(4)-1", "ふるさと納税寄附受入件数", "単年度", "276", "15300", "件"),
    ("G3", "3", "金沢地域の年間入込客数", "単年度", "1045", "1089", "万人"),
    ("G4", "3", "価値創造拠点施設の整備", "整備", "未整備", "整備", ""),
    ("K302", "3-(1)-2", "AI活用行政情報自動案内システムの月間アクセス数", "単年度", "未実施", "4000", "アクセス"),
    ("K303", "3-(1)-3", "「金沢IT部活」の部員数", "累計", "未実施", "87", "人"),
    ("K304", "3-(1)-4", "起業家交流事業開催数", "単年度", "40", "50", "件"),
    ("K305", "3-(1)-4", "起業にチャレンジする若者の支援件数", "累計", "35", "95", "件"),
    ("K306", "3-(2)-1", "年間宿泊客数", "単年度", "331", "361", "万人"),
    ("K307", "3-(2)-2", "年間外国人宿泊客数", "単年度", "52.2", "70.9", "万人"),
    ("K308", "3-(2)-3", "菓子・料理等職人表彰（名工賞）数", "累計", "82", "100", "人"),
    ("K309", "3-(2)-3", "市内における学会、大会等の開催数", "単年度", "365", "385", "回"),
    ("K312", "3-(3)-1", "「金沢かがやきブランド」認定製品数", "累計", "142", "157", "品"),
    ("K313", "3-(3)-2", "加賀野菜販売額", "R2～R6の合計", "1424", "8544", "百万円"),
    ("K314", "3-(3)-2", "金沢農業大学校修了生の市内への就農者数", "累計", "75", "100", "人"),
    ("K315", "3-(3)-3", "金沢クラフトインデックス登録件数", "単年度", "250", "280", "件"),
    ("K316", "3-(3)-3", "「dining gallery 銀座の金沢」での企画展出展者数", "累計", "653", "1223", "者"),
    ("K317", "3-(4)-1", "企業立地や本社機能の移転・拡充による雇用者数", "R2～R6の合計", "80", "435", "人"),
    ("K318", "3-(4)-2", "海外見本市出展等への支援件数", "累計", "48", "72", "件"),
    ("K319", "3-(4)-3", "新製品開発・改良製品数", "累計", "80", "110", "件"),
    ("G5", "4", "石川中央都市圏における連携事業数", "単年度", "80", "99", "事業"),
    ("K402", "4-(2)-1", "鉄道・バスの利用者数", "単年度", "117.2", "122", "千人"),
    ("K403", "4-(2)-1", "公共シェアサイクル「まちなか」利用者数", "単年度", "63284", "100000", "人"),
    ("K404", "4-(2)-2", "駅西広場周辺のイベント開催数", "単年度", "46", "106", "件"),
    ("K405", "4-(2)-2", "低未利用地から建物（賑わい施設等）への転換にむけた事業数", "累計", "未実施", "5", "件"),
    ("K406", "4-(3)-1", "市民活動サポートセンターにおける交流や連携のマッチング数", "R2～R6の合計", "5", "10", "件"),
    ("K407", "4-(3)-2", "「協働のまちづくりチャレンジ事業」における新規申請団体の割合", "単年度", "70.0", "75.0", "%"),
    ("K408", "4-(3)-2", "コミュニティ防災士数", "単年度", "875", "1515", "人"),
    ("K409", "4-(4)-1", "「三谷さとやま交流広場」でのイベント等による交流人口数",
     "R2～R6の合計", "10811", "50000", "人"),
    ("K410", "4-(4)-2", "金沢産材供給量", "単年度", "1380", "2500", "m³"),
    ("K411", "4-(4)-2", "里山管理活動支援団体数", "累計", "1", "7", "団体"),
    ("K413", "4-(5)-1", "健康づくりに取り組む団体の応募数", "累計", "37", "73", "団体"),
    ("K414", "4-(5)-2", "地域安心生活支え合い事業取組地区数", "累計", "28", "54", "地区"),
)  # fmt: skip

# code, the line shown again, policy that carries it, its own mark if it prints another one
SHOWN_AGAIN = (
    ("K206", "K205", "2-(2)-2", "R2～R6の合計"),
    ("K301", "G4", "3-(1)-1", "整備"),
    ("K310", "K306", "3-(2)-4", "単年度"),
    ("K311", "K307", "3-(2)-4", "単年度"),
    ("K401", "G5", "4-(1)-1", "単年度"),
    ("K412", "K111", "4-(5)-1", "単年度"),
)

GOALS = {
    "1": "若い世代に優しく、子育ての喜びを分かち合うまちをつくる",
    "2": "金沢の強みを生かし、人々が愛着を持ち、集うまちをつくる",
    "3": "イノベーションにより、産業と雇用が創出されるまちをつくる",
    "4": "周辺地域と連携し、心地よく暮らしやすいまちをつくる",
}
MEASURES_OF_GOALS = {"1": 3, "2": 4, "3": 4, "4": 5}


@pytest.fixture
def lines(app):
    return {line.code: line for line in queries.indicators_of(a_plan("kanazawa-strategy-2"))}


def test_the_strategy_prints_five_goals_figures_and_sixty_three_kpi(lines):
    assert len(lines) == 68
    assert sorted(code for code in lines if code[0] == "G") == ["G1", "G2", "G3", "G4", "G5"]
    assert sum(code[0] == "K" for code in lines) == 63
    assert {code for code, line in lines.items() if line.repost_of} == {again for again, *_ in SHOWN_AGAIN}
    assert len([line for line in lines.values() if line.repost_of is None]) == len(LINES) == 62


def test_every_line_is_here_once_in_the_order_of_the_document(lines):
    written = sorted([line[0] for line in LINES] + [line[0] for line in SHOWN_AGAIN])
    assert sorted(lines) == written
    kpi_codes = [code for code in lines if code[0] == "K"]
    assert kpi_codes == sorted(kpi_codes)


@pytest.mark.parametrize(("code", "policy", "name", "mark", "baseline", "target", "unit"), LINES,
                         ids=[line[0] for line in LINES])  # fmt: skip
def test_a_line_is_as_printed(lines, code, policy, name, mark, baseline, target, unit):
    line = lines[code]
    assert (line.node.code, line.name, line.unit) == (policy, name, unit)
    assert _mark(line) == mark
    assert _written(line.baseline, line.baseline_words, unit) == baseline
    assert _written(line.target, line.target_words, unit) == target


@pytest.mark.parametrize(("code", "first", "policy", "mark"), SHOWN_AGAIN, ids=[line[0] for line in SHOWN_AGAIN])
def test_a_line_shown_again_points_at_the_first_and_prints_its_own_mark(lines, code, first, policy, mark):
    line = lines[code]
    assert (line.repost_of.code, line.node.code, line.name) == (first, policy, lines[first].name)
    assert _mark(line) == mark
    assert (line.baseline, line.target) == (None, None)
    assert not queries.is_counted(line)


def test_marks_are_spread_as_in_the_document(lines):
    first = [line for line in lines.values() if line.repost_of is None]
    spread = {basis: sum(line.basis is basis for line in first) for basis in Basis}
    assert spread == {
        basis: sum(mark == printed for _, _, _, mark, *_ in LINES)
        for basis, printed in (
            (Basis.ANNUAL, "単年度"), (Basis.CUMULATIVE, "累計"), (Basis.PERIOD_SUM, "R2～R6の合計"),
            (Basis.MILESTONE, "整備"),
        )
    }  # fmt: skip
    assert sum(baseline == "未実施" for *_, baseline, _, _ in LINES) == sum(
        line.baseline is None and not line.baseline_words for line in first
    )


def test_what_sets_single_lines_apart(lines):
    assert [code for code, line in lines.items() if line.direction is Direction.DECREASE] == ["G2"]
    assert lines["G2"].baseline_is_approximate and lines["G2"].printed_name == "市外へ就職する学生数を1割減"
    sources = {code: line.source for code, line in lines.items() if line.source is not Source.REPORTED}
    assert sources == {"K208": Source.AGREEMENTS, "K406": Source.MATCHES, "K407": Source.APPLICATIONS}
    assert lines["K406"].counts == {"kinds": ["exchange", "cooperation"]}


def test_the_tree_of_the_strategy_is_complete(app):
    plan = a_plan("kanazawa-strategy-2")
    tree = queries.tree(plan, queries.indicators_of(plan))
    assert {branch.node.code: branch.node.title for branch in tree} == GOALS
    assert {branch.node.code: len(branch.below) for branch in tree} == MEASURES_OF_GOALS
    assert (plan.start_year, plan.end_year, plan.baseline_year, plan.target_year) == (2020, 2024, 2018, 2024)


def _mark(line):
    sentence = kpi.printed(line).basis
    return sentence.text % sentence.params


def _written(number: Decimal | None, words: str, unit: str) -> str:
    if words:
        return words
    return "未実施" if number is None else str(as_printed(number, unit))
