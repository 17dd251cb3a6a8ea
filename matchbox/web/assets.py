"""Static files under an address that changes with their content; the CSS is joined into one file at the start."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, send_from_directory

from matchbox.core.permissions import Permission, anyone
from matchbox.core.words import N_

READ = Permission("assets:read", N_("画面の部品（画像やスタイル）を受け取る"), anyone)
FOREVER = "public, max-age=31536000, immutable"


def joined_css(static: Path) -> str:
    css = static / "css"
    folders = [*sorted(css.glob("components/*.css")), *sorted(css.glob("features/*.css"))]
    parts = [path for path in (css / "tokens.css", css / "base.css", *folders) if path.exists()]
    return "\n".join(part.read_text() for part in parts)


def release(static: Path) -> str:
    """A short name for the content of all static files together, since scripts import each other by relative path."""
    sum_ = sha256()
    for path in sorted(path for path in static.rglob("*") if path.is_file()):
        sum_.update(str(path.relative_to(static)).encode() + path.read_bytes())
    return sum_.hexdigest()[:12]


def init_app(app: Flask) -> None:
    static = Path(app.root_path) / "static"
    name, css = release(static), joined_css(static)
    bp = Blueprint("assets", __name__)

    def css_all(release: str) -> Response:
        return Response(css, mimetype="text/css", headers={"Cache-Control": FOREVER})

    def file(release: str, path: str) -> Response:
        response = send_from_directory(static, path)
        response.headers["Cache-Control"] = FOREVER
        return response

    def favicon() -> Response:
        return send_from_directory(static, "img/favicon.svg", mimetype="image/svg+xml")

    views: dict[str, Any] = {
        "/assets/<release>/css/all.css": css_all,
        "/assets/<release>/<path:path>": file,
        "/favicon.ico": favicon,
    }
    for rule, view in views.items():
        view.permission = READ
        bp.add_url_rule(rule, view.__name__, view)
    app.register_blueprint(bp)
    app.jinja_env.globals["asset"] = lambda path: f"/assets/{name}/{path}"
