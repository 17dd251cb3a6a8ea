"""What everybody reads of the plans."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from tests.browser import Browser
from tests.given.people import a_coordinator
from tests.given.words import a_plan, a_policy
from tests.kpi.agreements import JUNE_OF_R8, NEW, OLD, R7, SDGS, STRATEGY, agreed, break_off, change, close


@pytest.fixture(autouse=True)
def autumn_of_r8():
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC)):
        yield


def headings(page):
    return [cell.get_text(" ", strip=True) for cell in page.html.select(".figures thead th")]


def row(page, code):
    """The figures of one row: what is read aloud belongs to them."""
    for line in page.html.select(".figures tbody tr"):
        if line.select_one(".plan-tree__code").get_text() == code:
            return [cell.get_text(" ", strip=True) for cell in line.select("td")]
    raise AssertionError(f"no row {code}")


def total(page):
    return [cell.get_text(" ", strip=True) for cell in page.html.select(".figures tfoot td")]


# All plans


def test_the_plans_are_listed_with_their_years_and_the_running_one_first(app):
    page = Browser(app).get("/plans")
    titles = page.texts(".item__title")
    assert titles[0] == "金沢市協働推進計画2026（仮称）" and len(titles) == 6
    first = page.html.select_one(".item").get_text(" ", strip=True)
    assert "案" in first and "すべてのマッチングに施策を付ける計画" in first
    assert "令和8（2026）年度から令和12（2030）年度まで" in first
    assert [page.html.select_one(f"#{name}").get_text() for name in ("running", "over")] == [
        "いま進んでいる計画", "これまでの計画",
    ]  # fmt: skip


def test_the_running_plans_show_this_years_figure(app):
    agreed(date(2026, 5, 5))
    page = Browser(app).get("/plans")
    first = page.html.select_one(".item")
    assert "令和8年度のマッチング（11月24日現在）" in first.get_text(" ", strip=True)
    assert first.select_one("dd a")["href"] == f"/plans/{NEW}/matches?year=2026"
    assert first.select_one("dd").get_text().startswith("1件")


def test_the_matching_figure_of_the_strategy_stands_on_the_list(app):
    for day in (date(2020, 6, 1), date(2021, 6, 1), date(2021, 7, 1), date(2022, 6, 1), date(2022, 7, 1)):
        agreed(day)
    card = Browser(app).get("/plans").html.select_one(".kpi")
    text = card.get_text(" ", strip=True)
    assert "市民活動サポートセンターにおける交流や連携のマッチング数" in text
    assert "5 件" in text and "目標 10件（達成率 50％）" in text and "要改善" in text
    assert card.a["href"] == f"/plans/{STRATEGY}/indicators/K406"


def test_before_anything_is_recorded_the_old_indicator_is_not_zero(app):
    text = Browser(app).get("/plans").html.select_one(".kpi").get_text(" ", strip=True)
    assert "まだ入力されていません" in text and "要改善" not in text


# One plan


def test_a_plan_says_what_it_is(app):
    page = Browser(app).get(f"/plans/{NEW}")
    assert page.heading == "金沢市協働推進計画2026（仮称）"
    assert "みんなの活躍がつながる協働のまちづくり" in page.text
    assert "この計画は案の段階です" in page.text
    assert page.html.find("a", string="未来共創計画")["href"] == "/plans/kanazawa-mirai-kyoso"
    over = Browser(app).get(f"/plans/{OLD}")
    assert "期間終了" in over.text and "案の段階" not in over.text
    assert over.html.find("a", string="金沢市協働推進計画2026（仮称）")


def test_parents_and_the_total_show_different_matches(app):
    agreed(date(2026, 5, 5), policies=[a_policy("2-1"), a_policy("2-3")])
    agreed(date(2026, 5, 6), policies=[a_policy("2-1")])
    agreed(date(2026, 5, 7), policies=[a_policy("1-1")])
    page = Browser(app).get(f"/plans/{NEW}")
    firsts = {code: row(page, code)[0].split()[0] for code in ("1", "1-1", "1-2", "2", "2-1", "2-2", "2-3", "3")}
    assert firsts == {"1": "1", "1-1": "1", "1-2": "0", "2": "2", "2-1": "2", "2-2": "0", "2-3": "1", "3": "0"}
    assert total(page) == ["3 件の内訳：令和8年度・合計", "―", "―", "―", "―"]
    assert "各行の足し算とは一致しないことがあります" in page.text
    assert "ちがう計画の件数は足し合わせません" in page.text


def test_years_say_whether_they_are_closed_running_or_still_to_come(app):
    close(R7)
    assert headings(Browser(app).get(f"/plans/{OLD}"))[1:] == [
        "令和3年度 締める前", "令和4年度 締める前", "令和5年度 締める前", "令和6年度 締める前", "令和7年度 確定",
    ]  # fmt: skip
    assert headings(Browser(app).get(f"/plans/{NEW}"))[1:3] == ["令和8年度 11月24日現在", "令和9年度 これから"]


def test_adjustments_stand_apart_from_the_closed_figure(app):
    gone = agreed(date(2025, 6, 1), policies=[a_policy("1", OLD)])
    for day in range(2, 6):
        agreed(date(2025, 6, day), policies=[a_policy("2", OLD)])
    close(R7)
    late = [agreed(date(2026, 3, day), policies=[a_policy("3", OLD)], agreed_recorded_at=JUNE_OF_R8) for day in (1, 2)]
    break_off(gone)
    page = Browser(app).get(f"/plans/{OLD}")
    assert len(late) == 2
    assert row(page, "1")[4].endswith("その後の増減 −1") and row(page, "1")[4].startswith("1")
    assert row(page, "2")[4].startswith("4") and "増減" not in row(page, "2")[4]
    assert row(page, "3")[4].startswith("0") and row(page, "3")[4].endswith("その後の増減 ＋2")
    assert "令和7年度：確定 5件・その後の増減 ＋1" in page.text
    assert page.html.select_one("#by-year-title")
    bar = [cell.get_text(strip=True) for cell in page.html.select(".chart-numbers td")]
    assert bar == ["0", "0", "0", "0", "6"]


def test_the_counting_rule_is_printed_with_the_figures(app):
    for url in (f"/plans/{NEW}", f"/plans/{NEW}/matches?year=2026", f"/plans/{STRATEGY}"):
        text = Browser(app).get(url).text
        for words in ("センターが仲立ち", "異なる2者以上", "職員が記録", "必要な計画の施策", "中止になっていない"):
            assert words in text, url


def test_a_plan_without_policies_says_so(app):
    page = Browser(app).get("/plans/kanazawa-community-2023")
    assert "この計画の施策は、まだ登録されていません" in page.text
    assert not page.html.select(".figures")


def test_a_plan_of_many_years_fits_its_chart(app):
    agreed(date(2026, 5, 5), policies=[a_policy("2-1"), a_policy("4", SDGS)])
    page = Browser(app).get(f"/plans/{SDGS}")
    assert len(headings(page)) == 12
    assert row(page, "4")[6].startswith("1")


def test_a_plan_that_nobody_knows_is_no_page(app):
    for code in ("unknown", "kanazawa-kyodo-2026x", "%20"):
        Browser(app).get(f"/plans/{code}", expect=404)


def test_staff_are_led_to_what_does_not_count(app):
    link = f"/plans/{NEW}/matches?year=2026&counted=no"
    assert Browser(app, a_coordinator()).get(f"/plans/{NEW}").html.find("a", href=link)


# The printed lines of the strategy


def test_the_strategy_shows_its_68_lines_with_basis_baseline_and_target(app):
    page = Browser(app).get(f"/plans/{STRATEGY}")
    lines = page.html.select(".lines tbody tr[id]")
    assert len(lines) == 68 and "指標（68行）" in page.text
    cells = {line["id"]: [cell.get_text(" ", strip=True) for cell in line.select("th, td")] for line in lines}
    assert cells["K101"] == ["K101", "子育てサポート人材数", "単年度", "基準：H30 143人", "180人", "担当課の報告", "―"]
    assert cells["K103"][3] == "未実施"
    assert cells["K112"][2:5] == ["R2～R6の合計", "参考：H30 100人（単年度）", "500人"]
    assert cells["K407"][3:6] == ["基準：H30 70.0%", "75.0%", "応募の数"]
    assert cells["G2"][1:4] == ["市外へ就職する学生数を1割減", "単年度", "基準：H30 約2,000人"]
    assert cells["G4"][2:5] == ["整備", "基準：未整備", "整備"]


def test_a_line_shown_again_links_to_the_first_one(app):
    page = Browser(app).get(f"/plans/{STRATEGY}")
    again = page.html.select_one("#K206")
    assert "再掲" in again.get_text() and again.a["href"] == "#K205"
    assert "R2～R6の合計" in again.get_text()
    assert page.html.select_one("#K205")
    assert "数値目標と同じ指標（再掲の表記はない）" in page.html.select_one("#K301").get_text()


def test_the_counted_lines_of_the_strategy_show_how_far_they_have_come(app):
    for year in range(2020, 2025):
        agreed(date(year, 6, 1), is_pact=year == 2020)
        agreed(date(year, 7, 1))
    page = Browser(app).get(f"/plans/{STRATEGY}")
    k406, k208 = (page.html.select_one(f"#{code}").get_text(" ", strip=True) for code in ("K406", "K208"))
    assert "10件 ：市民活動サポートセンターにおける交流や連携のマッチング数の内訳 順調" in k406
    assert "達成率 100％" in k406 and "目安に対して 100％" in k406
    assert "34件" in k208 and "要改善" in k208
    assert "この計画の施策を付けたマッチングは、まだありません" in page.text


def test_matches_tagged_to_the_strategy_bring_its_table(app):
    agreed(date(2022, 6, 1), policies=[a_policy("2", OLD), a_policy("4-(3)-1", STRATEGY)])
    page = Browser(app).get(f"/plans/{STRATEGY}")
    assert row(page, "4-(3)-1")[2].startswith("1") and row(page, "4")[2].startswith("1")


def test_words_of_a_plan_are_data_and_never_markup(app):
    plan = a_plan("kanazawa-community-2023")
    before = plan.vision
    change(plan, vision="<b>100%</b> %(name)s")
    try:
        assert "<b>100%</b> %(name)s" in Browser(app).get("/plans/kanazawa-community-2023").text
    finally:
        change(plan, vision=before)
