"""The link that a first connect goes straight on to: offered, guarded, and never forced."""

from dataclasses import replace

from orderdock.auth.steps import Answers, Choice, Dialogue, Option, Step
from orderdock.connector.contract import Provider
from orderdock.domain.errors import NotAllowed
from orderdock.http.addresses import same_host

I_KNOW = "i_know"
"""In `assumptions.toml` under the provider, or as the setting `i_know.<provider>`."""


class LinkSkipped(Exception):
    """The person connects the account without a link for now."""


class Skippable:
    """A dialogue whose first choice may also be answered with "not now"."""

    def __init__(self, dialogue: Dialogue, provider: Provider) -> None:
        self._dialogue = dialogue
        self._skip = Option(
            provider.skip_link, "Not now", f"Connect the account without a {provider.link_word}"
        )
        self._key: str | None = None

    async def ask(self, step: Step) -> Answers:
        if not isinstance(step, Choice) or self._key not in {None, step.field.key}:
            return await self._dialogue.ask(step)
        self._key = step.field.key
        options = step.field.options
        if all(option.value != self._skip.value for option in options):
            step = replace(step, field=replace(step.field, options=(*options, self._skip)))
        answers = await self._dialogue.ask(step)
        if answers.text(self._key) == self._skip.value:
            raise LinkSkipped
        return answers

    def tell(
        self, stage: str, message: str, *, about: str = "", done: int = 0, total: int | None = None
    ) -> None:
        self._dialogue.tell(stage, message, about=about, done=done, total=total)


def guard(provider: Provider, base_url: str, *, confirmed: bool) -> None:
    """Raise NotAllowed where linking at a production host waits for the person's "I know"."""
    if not provider.production_guard or confirmed:
        return
    if any(host.production and same_host(host.url, base_url) for host in provider.hosts):
        raise NotAllowed(
            provider.production_guard,
            f"If you know better, write {I_KNOW} = true under [{provider.id}] in assumptions.toml "
            "in the data folder, or say so in the advanced settings.",
        )
