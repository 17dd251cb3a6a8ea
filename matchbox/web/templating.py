"""What every template may call."""

from collections.abc import Callable
from datetime import date, datetime

from flask import Flask
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from matchbox.core import clock
from matchbox.core.permissions import can
from matchbox.core.years import FiscalYear, wareki
from matchbox.web import maps

MOST_KEPT = 128  # pieces of pages
_drawn: dict[str, str] = {}


def day_of(value: date | datetime) -> date:
    return clock.day_of(value) if isinstance(value, datetime) else value


def in_full(value: date | datetime) -> str:
    """令和8年11月22日"""
    return wareki(day_of(value))


def short_day(value: date | datetime) -> str:
    """11月22日; with the year when it is another one than today's."""
    day = day_of(value)
    short = f"{day.month}月{day.day}日"
    return short if day.year == clock.today().year else f"{day.year}年{short}"


def moment(value: datetime) -> str:
    """11月22日 10時20分"""
    local = value.astimezone(clock.TOKYO)
    return f"{short_day(value)} {local.hour}時{local.minute:02d}分"


def machine(value: date | datetime) -> str:
    """The value for <time datetime>."""
    if isinstance(value, datetime):
        return value.astimezone(clock.TOKYO).isoformat(timespec="minutes")
    return value.isoformat()


def paragraphs(text: str) -> Markup:
    """A text that somebody typed: an empty line ends a paragraph, a line break stays one."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n")]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in block.split("\n")))
        for block in blocks
        if block
    )


def say(sentence: str) -> str:
    """A sentence of the domain (a refusal, a flash) in the reader's language. Unlike `_( )` it stays mere text: it may
    quote what people typed, so it must be escaped."""
    return sentence


def thousands(value: int) -> str:
    return f"{value:,}"


def kept(content: object, caller: Callable[[], str]) -> str:
    """What was drawn of this content before, or draw it: long lists of choices are the same on most pages.

    `content` holds everything that the piece shows, words in the reader's language included.
    """
    name = repr(content)
    if name not in _drawn:
        if len(_drawn) >= MOST_KEPT:
            _drawn.clear()
        _drawn[name] = caller()
    return _drawn[name]


def init_app(app: Flask) -> None:
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.i18n")
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(
        wareki=in_full, day=short_day, moment=moment, machine=machine, paragraphs=paragraphs, thousands=thousands
    )
    env.globals.update(kept=kept, maps=maps, can=can, say=say, today=clock.today, fiscal_year=FiscalYear.of)
