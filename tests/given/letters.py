"""Letters that went out, as their reader finds them: without a mail server they lie in the folder."""

import re
from pathlib import Path

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.tools import mail
from matchbox.web.worker import drain


def the_letters(app):
    """Carry out what waits in the outbox; every letter there is, the oldest first."""
    while drain(clock.now()):
        pass
    db.session.rollback()
    folder = Path(app.instance_path) / "letters"
    return [mail.read(folder, letter.name) for letter in sorted(mail.kept(folder), key=lambda letter: letter.name)]


def links_in(letter, part=""):
    """The paths of the links in a letter that contain `part`."""
    return [path for path in re.findall(r"https?://[^/\s]+(/\S*)", letter.text) if part in path]
