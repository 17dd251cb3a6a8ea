"""What the pages of issues hang on."""

from flask import Blueprint

bp = Blueprint("issues", __name__)
