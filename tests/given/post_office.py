"""A real mail server on this computer."""

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Handler:
    def __init__(self, refusing):
        self.letters, self.refusing = [], refusing

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refusing:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = message_from_bytes(envelope.content, policy=policy.default)
        letter.handed_to = envelope.rcpt_tos
        self.letters.append(letter)
        return "250 OK"


def a_free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def a_post_office(port=None, password=None, context=None, refusing=()):
    """`.letters` is what arrived, `.address` is host:port. With `password` the user must sign in as `matchbox`."""
    handler = Handler(refusing)
    options = {}
    if password is not None:
        options = {
            "authenticator": lambda server, session, envelope, mechanism, data: AuthResult(
                success=(data.login, data.password) == (b"matchbox", password.encode()), handled=False
            ),
            "auth_required": True,
            "auth_require_tls": False,
        }
    if context is not None:
        options |= {"tls_context": context, "require_starttls": True}
    office = Controller(handler, hostname="127.0.0.1", port=port or a_free_port(), **options)
    office.start()
    handler.address = f"127.0.0.1:{office.port}"
    try:
        yield handler
    finally:
        office.stop()


def text_of(letter):
    return letter.get_body(("plain",)).get_content()
