"""The dialogue of a scheduler: nobody is there, so a question ends the work and is named."""

from orderdock.auth.steps import Answers, Step
from orderdock.cli.dialogues.checking import fields_of
from orderdock.cli.dialogues.telling import Tell
from orderdock.domain.errors import MissingAnswer


class Nobody:
    """Raises MissingAnswer with the question's title and key."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell

    async def ask(self, step: Step) -> Answers:
        keys = [field.key for field in fields_of(step)]
        raise MissingAnswer(
            f"A person is needed: {step.title} ({', '.join(keys)}).",
            "Run this in a terminal, or give --answers or --stdio.",
            key=keys[0] if keys else "",
        )
