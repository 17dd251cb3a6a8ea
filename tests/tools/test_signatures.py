import pytest

from matchbox.tools import signatures


def test_a_signed_number_is_read_again(app):
    assert signatures.number_in(signatures.signed(12, "confirm"), "confirm") == 12


def test_it_is_good_for_one_purpose_only(app):
    assert signatures.number_in(signatures.signed(12, "confirm"), "reset") is None


def test_another_secret_signs_otherwise(app):
    text = signatures.signed(12, "confirm")
    app.config["SECRET_KEY"] = "another secret"
    assert signatures.number_in(text, "confirm") is None


@pytest.mark.parametrize("change", [
    lambda text: text.replace("12.", "13."), lambda text: text[:-1], lambda text: text + "x",
    lambda text: "", lambda text: "12", lambda text: "課題", lambda text: ".", lambda text: "\ud800",
])  # fmt: skip
def test_nobody_makes_one_up(app, change):
    assert signatures.number_in(change(signatures.signed(12, "confirm")), "confirm") is None
