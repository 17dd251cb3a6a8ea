"""The ways the domain says no. Sentences are whole and marked; `web.errors` turns refusals into pages."""


class Refused(Exception):
    """Base of every refusal."""


class Forbidden(Refused):
    """You may not do this; `groups` are the phrases that say who may."""

    def __init__(self, groups: tuple[str, ...]) -> None:
        super().__init__(*groups)
        self.groups = groups


class NotNow(Refused):
    """This cannot happen yet, or no longer; `first` says what has to come first."""

    def __init__(self, first: str) -> None:
        super().__init__(first)
        self.first = first


class Invalid(Refused):
    """One answer cannot be accepted; `field` is its name in the form, `sentence` says what to do."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence
