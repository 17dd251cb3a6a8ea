"""Who may do what. Permissions are values, so pages, deeds and the public matrix share them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from matchbox.core.errors import Forbidden
from matchbox.core.words import N_

P = ParamSpec("P")
R = TypeVar("R")


class Actor(Protocol):
    """Whoever does a deed: a user, a visitor without an account, or the product itself."""

    @property
    def id(self) -> int | None: ...

    @property
    def is_authenticated(self) -> bool: ...


class Visitor:
    """Somebody without an account, or not signed in."""

    id = None
    is_authenticated = False
    is_active = False
    is_anonymous = True

    def get_id(self) -> None:
        return None


class System(Visitor):
    """The product itself: worker, first start, operator's commands."""


SYSTEM = System()


@dataclass(frozen=True)
class Who:
    """Groups of people: whole phrases that name them, and a function of (actor, subject) that decides.

    There is no `&`: a narrower group gets a phrase of its own, because glued phrases cannot be translated.
    """

    words: tuple[str, ...]
    includes: Callable[[Any, Any], bool]

    def __or__(self, other: "Who") -> "Who":
        return Who(self.words + other.words, lambda *pair: self.includes(*pair) or other.includes(*pair))


anyone = Who((N_("どなたでも"),), lambda actor, subject: True)
signed_in = Who((N_("ログインした方"),), lambda actor, subject: bool(actor.is_authenticated))
system = Who((N_("システム（自動処理）"),), lambda actor, subject: isinstance(actor, System))

CATALOGUE: dict[str, "Permission"] = {}


@dataclass(frozen=True)
class Permission:
    """A named right: `name` for code, `meaning` for people, `who` holds it."""

    name: str
    meaning: str
    who: Who

    def __post_init__(self) -> None:
        if self.name in CATALOGUE:
            raise ValueError(f"{self.name} is declared twice")
        CATALOGUE[self.name] = self


def can(actor: Any, permission: Permission, subject: Any = None) -> bool:
    return permission.who.includes(actor, subject)


def require(actor: Any, permission: Permission, subject: Any = None) -> None:
    if not can(actor, permission, subject):
        raise Forbidden(permission.who.words)


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Guard a deed whose first two arguments are the actor and the subject.

    The page has the same lock (`web.access.opens`): that one draws the right page, this one judges the fresh row and
    guards worker, commands and API as well.
    """

    def guard(action: Callable[P, R]) -> Callable[P, R]:
        @wraps(action)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            require(args[0], permission, args[1])
            return action(*args, **kwargs)

        setattr(guarded, "permission", permission)  # noqa: B010  read by tests/house
        return guarded

    return guard
