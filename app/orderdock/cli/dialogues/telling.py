"""What a flow says between questions, on its way to whoever shows it."""

from typing import Protocol


class Tell(Protocol):
    """The `tell` of a Dialogue."""

    def __call__(
        self, stage: str, message: str, *, about: str = "", done: int = 0, total: int | None = None
    ) -> None: ...
