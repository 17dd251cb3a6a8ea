"""Life cycles as data: deeds ask them what comes next, pages draw their buttons from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from matchbox.core.errors import NotNow
from matchbox.core.words import N_, Worded

State = TypeVar("State", bound=Worded)

ALREADY = N_("すでにこの段階になっています。いまの内容を確かめてください。")


@dataclass(frozen=True)
class Transition(Generic[State]):
    """One step; `label` is the button, `first` says what would have to come first."""

    verb: str
    sources: tuple[State, ...]
    target: State
    label: str
    first: str


class Workflow(Generic[State]):
    def __init__(self, initial: State, transitions: Iterable[Transition[State]]) -> None:
        self.initial = initial
        self.transitions = tuple(transitions)

    def open_from(self, state: State) -> list[Transition[State]]:
        return [step for step in self.transitions if state in step.sources]

    def after(self, state: State, verb: str) -> State:
        """The state that `verb` leads to; raises NotNow with the sentence that says what has to come first."""
        steps = [step for step in self.transitions if step.verb == verb]
        for step in steps:
            if state in step.sources:
                return step.target
        raise NotNow(ALREADY if state in [step.target for step in steps] else steps[0].first)

    def diagram(self) -> str:
        """The life cycle as Mermaid text, for the docs."""
        arrows = [
            f"    {source.label} --> {step.target.label}: {step.label}"
            for step in self.transitions
            for source in step.sources
        ]
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.initial.label}", *arrows])
