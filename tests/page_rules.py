"""The house rules for pages: small functions, each with a message that teaches."""

import re

HALF_WIDTH_KANA = re.compile("[\uff66-\uff9f]")


def one_heading_that_begins_the_title(html):
    assert len(html.select("h1")) == 1, "a page has one h1"
    title, heading = _without_spaces(html.title), _without_spaces(html.h1)
    assert title.removeprefix("エラー：").startswith(heading), f"{title!r}, {heading!r}"


def _without_spaces(element):
    return "".join(element.get_text().split())


def the_language_is_named(html):
    assert html.html.get("lang")


def headings_go_down_in_steps(html):
    levels = [int(heading.name[1]) for heading in html.select("main h1, main h2, main h3, main h4, main h5")]
    for above, below in zip(levels, levels[1:], strict=False):
        assert below <= above + 1, f"h{above} is followed by h{below}"


def every_field_is_labelled(html):
    labelled = {label.get("for") for label in html.select("label")}
    for field in html.select("input:not([type=hidden], [type=submit]), select, textarea"):
        assert field.get("id") in labelled or field.get("aria-label"), f"no label for {field}"


def no_id_twice(html):
    ids = [element["id"] for element in html.select("[id]")]
    assert len(ids) == len(set(ids)), sorted(name for name in set(ids) if ids.count(name) > 1)


def descriptions_exist(html):
    ids = {element["id"] for element in html.select("[id]")}
    for element in html.select("[aria-describedby], [aria-labelledby]"):
        for attribute in ("aria-describedby", "aria-labelledby"):
            for name in element.get(attribute, "").split():
                assert name in ids, f"{attribute}={name} points nowhere: {element}"


def pictures_have_alternatives(html):
    assert not html.select("img:not([alt])")


def tables_say_what_they_show(html):
    for table in html.select("table"):
        assert table.find("caption") or table.find_parent("figure"), "a table has a caption"
        for heading in table.select("th"):
            assert heading.get("scope"), f"{heading} has no scope"


def links_and_buttons_have_words(html):
    for element in html.select("a[href], button"):
        assert element.get_text(strip=True) or element.get("aria-label"), f"no words in {element}"


def forms_go_somewhere_with_a_token(html):
    for form in html.select("form[method=post]"):
        assert form.select_one("[name=key]"), f"a form that posts has form.hidden_tag(): {form.get('action')}"


def no_inline_script_and_no_style_attributes(html):
    assert not html.select("script:not([src]), style, [style]"), "the content security policy forbids inline code"


def no_half_width_kana(html):
    assert not HALF_WIDTH_KANA.search(html.get_text())


HOUSE_RULES = (
    one_heading_that_begins_the_title,
    the_language_is_named,
    headings_go_down_in_steps,
    every_field_is_labelled,
    no_id_twice,
    descriptions_exist,
    pictures_have_alternatives,
    tables_say_what_they_show,
    links_and_buttons_have_words,
    forms_go_somewhere_with_a_token,
    no_inline_script_and_no_style_attributes,
    no_half_width_kana,
)
