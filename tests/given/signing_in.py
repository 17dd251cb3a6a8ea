"""What people send when they register and sign in."""

import re

from matchbox.core.database import db
from tests.given.people import PASSWORD

NEW = "umi no mieru oka de hirune"
WRONG = "メールアドレスかパスワードが違います"


def answers(**more):
    return {"email": "new@example.jp", "name": "新しい人", "password": PASSWORD, "agreed": "y", **more}


def sign_in(browser, email, password=PASSWORD, expect=303, next=""):
    url = f"/sign-in?next={next}" if next else "/sign-in"
    return browser.post(url, {"email": email, "password": password}, expect=expect)


def is_signed_in(browser):
    with browser.app.app_context():
        response = browser.client.get("/profile")
    db.session.rollback()
    return response.status_code == 200


def without_ids(page):
    """What the page shows, without what differs from form to form."""
    return re.sub(r'name="key"[^>]*>', "", str(page.html.main))
