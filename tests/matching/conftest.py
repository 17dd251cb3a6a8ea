"""These tests live on 24 November 2026, in the sixth month of 令和8年度."""

from datetime import UTC, datetime

import pytest
import time_machine

TODAY = datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller
