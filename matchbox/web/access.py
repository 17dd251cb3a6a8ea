"""`@opens`: every page says who may open it; the subject that the URL names is loaded, checked and handed over."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import current_app
from flask_login import current_user
from werkzeug.exceptions import NotFound

from matchbox.core.database import db
from matchbox.core.permissions import Permission, can, require


def opens(
    permission: Permission, model: Any = None, key: str = "", among: Callable[[Any], Any] | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Load the row that `key` names among those the viewer may know of; hand it over without the `_id` (or `_code`).

    Hidden or missing: 404. Known, but not yours to open: sign in, or 403 with who may.
    """
    column = key.rsplit("_", 1)[-1]

    def door(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def page(**url: Any) -> Any:
            subject = None
            if model is not None and among is not None:
                asked = url.pop(key)
                if isinstance(asked, str) and "\x00" in asked:  # PostgreSQL takes no such text, not even to compare
                    raise NotFound
                found = among(current_user).where(getattr(model, column) == asked)
                subject = db.one_or_404(found)
                url[key.removesuffix(f"_{column}")] = subject
            if not current_user.is_authenticated and not can(current_user, permission, subject):
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            require(current_user, permission, subject)
            return view(**url)

        page.permission = permission  # type: ignore[attr-defined]
        return page

    return door
