import shutil
import smtplib
import ssl
import subprocess
from datetime import UTC, datetime

import pytest

from matchbox.tools import mail
from tests.given.post_office import a_free_port, a_post_office, text_of

WRITTEN_AT = datetime(2026, 11, 24, 1, 15, tzinfo=UTC)


def a_message(
    number=7, to="person@example.jp", subject="投稿を公開しました", text="本文です。\n", written_at=WRITTEN_AT
):
    return mail.Message(number, written_at, to, subject, text, f"<p>{text}</p>")


def a_sender(server="", **more):
    return mail.Sender("matchbox@example.jp", "マッチ箱", server, **{"security": "plain", **more})


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A certificate of this computer, made for the test and trusted in it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not here to make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def test_a_letter_arrives_in_japanese_as_text_and_as_html(tmp_path):
    with a_post_office() as office:
        mail.send(a_message(), a_sender(office.address), tmp_path)
    (letter,) = office.letters
    assert letter["Subject"] == "投稿を公開しました" and letter["To"] == "person@example.jp"
    assert letter["From"].addresses[0].display_name == "マッチ箱"
    assert text_of(letter).strip() == "本文です。"
    assert "<p>本文です。" in letter.get_body(("html",)).get_content()
    assert letter["Auto-Submitted"] == "auto-generated"
    assert list(tmp_path.iterdir()) == []


def test_the_same_letter_sent_again_has_the_same_message_id_and_another_one_has_not(tmp_path):
    with a_post_office() as office:
        for number in (7, 7, 8):
            mail.send(a_message(number), a_sender(office.address), tmp_path)
    first, again, other = [letter["Message-ID"] for letter in office.letters]
    assert first == again != other and first.endswith("@example.jp>")


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_user_and_password_are_shown_to_the_server(tmp_path):
    with a_post_office(password="himitsu") as office:
        mail.send(a_message(), a_sender(office.address, user="matchbox", password="himitsu"), tmp_path)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            mail.send(a_message(), a_sender(office.address, user="matchbox", password="wrong"), tmp_path)
    assert len(office.letters) == 1


def test_starttls_hides_the_letter_on_its_way(tmp_path, certificate):
    with a_post_office(context=certificate) as office:
        mail.send(a_message(), a_sender(office.address, security="starttls"), tmp_path)
        with pytest.raises(smtplib.SMTPException):  # this server takes nothing in the open
            mail.send(a_message(), a_sender(office.address, security="plain"), tmp_path)
    assert len(office.letters) == 1


def test_a_server_whose_certificate_nobody_vouches_for_gets_no_letter(tmp_path, certificate, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with a_post_office(context=certificate) as office, pytest.raises(ssl.SSLCertVerificationError):
        mail.send(a_message(), a_sender(office.address, security="starttls"), tmp_path)
    assert office.letters == []


def test_starttls_never_falls_back_to_sending_in_the_open(tmp_path):
    with a_post_office() as office, pytest.raises(smtplib.SMTPNotSupportedError):
        mail.send(a_message(), a_sender(office.address, security="starttls"), tmp_path)
    assert office.letters == []


def test_a_server_that_is_away_or_refuses_is_an_error(tmp_path):
    with pytest.raises(OSError):
        mail.send(a_message(), a_sender(f"127.0.0.1:{a_free_port()}"), tmp_path)
    with a_post_office(refusing=["person@example.jp"]) as office, pytest.raises(smtplib.SMTPRecipientsRefused):
        mail.send(a_message(), a_sender(office.address), tmp_path)


def test_old_addresses_of_japanese_phones_are_served(tmp_path):
    mail.send(a_message(to="a..b.@docomo.example.jp"), a_sender(), tmp_path)
    assert mail.kept(tmp_path)[0].to == "a..b.@docomo.example.jp"


def test_without_a_server_letters_lie_in_the_folder_newest_first(tmp_path):
    folder = tmp_path / "letters"
    assert mail.kept(folder) == []
    for number, hour in ((7, 1), (8, 3), (9, 2)):
        at = WRITTEN_AT.replace(hour=hour)
        mail.send(a_message(number, subject=f"手紙{number}", written_at=at), a_sender(), folder)
    assert [letter.subject for letter in mail.kept(folder)] == ["手紙8", "手紙9", "手紙7"]
    assert [letter.subject for letter in mail.kept(folder, most=1)] == ["手紙8"]
    newest = mail.kept(folder)[0]
    assert (newest.to, newest.at, newest.text) == ("person@example.jp", WRITTEN_AT.replace(hour=3), "")
    assert mail.read(folder, newest.name).text == "本文です。\n"


def test_a_letter_laid_down_twice_lies_there_once_and_only_its_owner_reads_it(tmp_path):
    for _ in range(2):
        mail.send(a_message(), a_sender(), tmp_path)
    (path,) = tmp_path.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", [
    "../secret.eml", "..", "", "/etc/passwd", "20261124T011500Z-00000007.eml/../../secret.eml",
    "20261124T011500Z-00000007.eml\n", ".20261124T011500Z-00000007.eml", "20261124T011500Z-00000099.eml", "config.py",
])  # fmt: skip
def test_no_other_name_opens_anything(tmp_path, name):
    folder = tmp_path / "letters"
    mail.send(a_message(), a_sender(), folder)
    (tmp_path / "secret.eml").write_bytes(next(folder.iterdir()).read_bytes())
    (folder / "config.py").write_text("SECRET_KEY = 1")
    assert mail.read(folder, name) is None


def test_a_link_in_the_folder_leads_nowhere(tmp_path):
    folder = tmp_path / "letters"
    folder.mkdir()
    (tmp_path / "secret").write_text("To: a@example.jp\n\nsecret")
    (folder / "20261124T011500Z-00000007.eml").symlink_to(tmp_path / "secret")
    assert mail.read(folder, "20261124T011500Z-00000007.eml") is None and mail.kept(folder) == []


def test_a_subject_cannot_bring_headers_of_its_own(tmp_path):
    with pytest.raises(ValueError):
        mail.send(a_message(subject="題名\nBcc: other@example.jp"), a_sender(), tmp_path)
    assert list(tmp_path.iterdir()) == []
