"""What the index knows of each kind."""

from typing import Any

HANDLERS: dict[Any, Any] = {}
