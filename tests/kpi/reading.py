"""Addresses of figures, and the cells of the lists behind them."""

from tests.kpi.agreements import NEW


def address(plan=NEW, **asked):
    return f"/plans/{plan}/matches?" + "&".join(f"{name}={value}" for name, value in asked.items())


def rows_of(page, group="counted"):
    return page.html.select(f"#{group} tbody tr")


def cells(row):
    return [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
