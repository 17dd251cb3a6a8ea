"""Carrying letters out."""

from typing import Any

HANDLERS: dict[Any, Any] = {}
