"""Page numbers."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from flask import request

from matchbox.web.converters import LARGEST_ID

PER_PAGE = 20


@dataclass(frozen=True)
class Pages:
    """Where we are in a long list: `number` of `count` pages over `total` rows."""

    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def count(self) -> int:
        return max(1, ceil(self.total / self.per_page))

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.per_page

    @property
    def first(self) -> int:
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.offset + self.per_page, self.total)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.count

    def shown(self) -> list[int | None]:
        """The numbers to offer; None is a gap."""
        near = {1, self.count, *range(self.number - 1, self.number + 2)}
        numbers = sorted(number for number in near if 1 <= number <= self.count)
        row: list[int | None] = []
        for number in numbers:
            last = row[-1] if row else 0
            if last is not None and number - last > 1:
                row.append(None)
            row.append(number)
        return row


def pages(total: int, per_page: int = PER_PAGE) -> Pages:
    """The page that the address asks for; one past the end is the last."""
    asked = asked_number("page") or 1
    return Pages(min(asked, max(1, ceil(total / per_page))), total, per_page)


def asked_number(name: str) -> int | None:
    """A number from the address; anything that cannot be one is as good as absent."""
    value: Any = request.args.get(name, type=int)
    return value if value is not None and 0 < value <= LARGEST_ID else None
