"""What every provider's first form may ask besides its own: where it is, and what to call it."""

from collections.abc import Callable
from dataclasses import replace

from orderdock.auth.steps import Answers, Dialogue, Field, FieldKind, Form, Step
from orderdock.domain.errors import WrongUsage
from orderdock.http.addresses import clean_base_url

BASE_URL = "base_url"
NAME = "name"


class OtherHost(Exception):
    """The sign-in starts again at `base_url`."""

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.base_url = base_url


class FirstForm:
    """A dialogue that adds the advanced fields `base_url` and `name` to the flow's first form.

    A provider knows nothing of them. When the person names another host, OtherHost ends the flow;
    it begins anew there, and `replay` gives the answers so far once more instead of asking again.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        *,
        host: Field | None,
        name: Field | None,
        check_name: Callable[[str], None],
    ) -> None:
        self._dialogue = dialogue
        self._host = host
        self._name = name
        self._check_name = check_name
        self._title: str | None = None
        self._given: list[tuple[str, Answers]] = []
        self._replay: list[tuple[str, Answers]] = []
        self.name = ""
        """What the person typed as the connection's name; empty for nothing."""

    def replay(self) -> None:
        """From now on, at another host: repeat the answers given so far."""
        self._host = None
        self._replay, self._given = self._given, []

    async def ask(self, step: Step) -> Answers:
        if self._replay:
            title, answers = self._replay.pop(0)
            if title == step.title:
                self._given.append((title, answers))
                return answers
            self._replay.clear()
        if isinstance(step, Form) and self._title in {None, step.title}:
            answers = await self._ask_first(step)
        else:
            answers = await self._dialogue.ask(step)
        self._given.append((step.title, answers))
        return answers

    def tell(
        self, stage: str, message: str, *, about: str = "", done: int = 0, total: int | None = None
    ) -> None:
        self._dialogue.tell(stage, message, about=about, done=done, total=total)

    async def _ask_first(self, form: Form) -> Answers:
        self._title = form.title
        more = tuple(field for field in (self._host, self._name) if field is not None)
        asked = replace(form, fields=(*form.fields, *more))
        while True:
            answers = await self._dialogue.ask(asked)
            own = Answers({k: v for k, v in answers.items() if k in {f.key for f in form.fields}})
            try:
                chosen = self._take_name(answers)
                host = self._take_host(answers)
            except _Unusable as wrong:
                asked = asked.with_error(wrong.key, wrong.sentence)
                continue
            self.name = chosen
            if host is not None:
                self._given.append((form.title, own))
                raise OtherHost(host)
            return own

    def _take_name(self, answers: Answers) -> str:
        typed = answers.text(NAME) if self._name is not None else ""
        if typed:
            try:
                self._check_name(typed)
            except WrongUsage as wrong:
                raise _Unusable(NAME, str(wrong)) from None
        return typed

    def _take_host(self, answers: Answers) -> str | None:
        """The other host that was typed; None when it is the one in use."""
        if self._host is None or not answers.text(BASE_URL):
            return None
        try:
            host = clean_base_url(answers.text(BASE_URL))
        except WrongUsage as wrong:
            raise _Unusable(BASE_URL, str(wrong)) from None
        return host if host != self._host.default else None


class _Unusable(Exception):
    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key
        self.sentence = sentence


def host_field(default: str, documented: tuple[str, ...]) -> Field:
    """Where the provider is: its documented host unless the person knows better."""
    others = [url for url in documented if url != default]
    return Field(
        BASE_URL,
        "Address",
        FieldKind.URL,
        required=False,
        default=default,
        help=f"Also documented: {', '.join(others)}" if others else "",
        advanced=True,
    )


def name_field() -> Field:
    """What to call the connection; optional."""
    return Field(
        NAME,
        "Name",
        required=False,
        help="What this connection is called here. You can change it later.",
        advanced=True,
    )
