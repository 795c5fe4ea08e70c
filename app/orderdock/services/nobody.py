"""The dialogue of work that must not ask."""

from orderdock.auth.steps import Answers, Step
from orderdock.domain.errors import MissingAnswer


class Nobody:
    """Raises MissingAnswer at every question and hears nothing."""

    async def ask(self, step: Step) -> Answers:
        raise MissingAnswer(f"A person is needed: {step.title}.")

    def tell(
        self, stage: str, message: str, *, about: str = "", done: int = 0, total: int | None = None
    ) -> None:
        """Nobody listens."""
