import time

import pytest

from matchbox.tools import passwords


def test_a_password_fits_its_own_hash_only():
    password_hash = passwords.hashed("yukiguni no asa")
    assert passwords.fits("yukiguni no asa", password_hash)
    assert not passwords.fits("yukiguni no yoru", password_hash)
    assert passwords.hashed("yukiguni no asa") != password_hash, "salted"


def test_full_width_letters_are_the_same_keys():
    assert passwords.fits("ｙｕｋｉ　ｇｕｎｉ", passwords.hashed("yuki guni"))


@pytest.mark.parametrize("password_hash", ["", "not a hash", "$argon2id$v=19$broken"])
def test_without_a_hash_no_password_fits(password_hash):
    assert not passwords.fits("nobody has this password", password_hash)


def test_an_unknown_account_takes_as_long_as_a_wrong_password():
    password_hash = passwords.hashed("yukiguni no asa")
    known = min(_seconds("wrong", password_hash) for _ in range(5))
    unknown = min(_seconds("wrong", "") for _ in range(5))
    assert unknown > known / 2


def _seconds(password, password_hash):
    begun = time.process_time()
    passwords.fits(password, password_hash)
    return time.process_time() - begun


def test_what_the_guesser_knows_makes_a_password_weak():
    assert passwords.is_hard_to_guess("hotaruzakawakaba", [])
    assert not passwords.is_hard_to_guess("hotaruzakawakaba", ["Hotaruzakawakaba"])


def test_long_passwords_are_judged_without_an_error():
    assert passwords.is_hard_to_guess("川のそばで猫が三匹ひなたぼっこ" * 12, [])
