"""What follows from what others tell."""

from typing import Any

SUBSCRIPTIONS: dict[Any, Any] = {}
