"""A job that a provider runs for several links, as values: how it stands, what it asks for."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Any

CONNECTING, WAITING = "connecting", "waiting"
DONE, FAILED, TIMED_OUT = "done", "failed", "timed_out"
"""Stages of a part; and `queued`, `scanning`, `processing`, which are only shown."""


class Wants(Enum):
    """What a request wants of the person."""

    A_WAY = "choose"
    A_CODE = "enter"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to receive a code; `value` goes back unchanged."""

    value: Any
    label: str


@dataclass(frozen=True, slots=True)
class CodeRequest:
    """A request for a code, or for how to receive one."""

    id: Any
    """Goes back unchanged."""
    kind: str = ""
    """The value of what it wants, where it says so."""
    ways: tuple[Way, ...] = ()
    message: str = ""

    @property
    def wants(self) -> Wants:
        """A choice where ways are offered, unless a code is said to be on its way."""
        if self.kind == Wants.A_CODE.value or not self.ways:
            return Wants.A_CODE
        if self.kind == Wants.A_WAY.value:
            return Wants.A_WAY
        words = self.message.lower().split()
        return Wants.A_CODE if "sent" in words or "enter" in words else Wants.A_WAY

    @property
    def key(self) -> tuple[str, Wants]:
        """What makes it the same question: a choice and a code may share an id."""
        return str(self.id), self.wants


@dataclass(frozen=True, slots=True)
class Part:
    """Where a job stands with one link."""

    link: str
    """The link's id; empty when the job does not say."""
    name: str = ""
    stage: str = CONNECTING
    orders: int = 0
    """Orders found so far."""
    error_code: str = ""
    error_says: str = ""
    requests: tuple[CodeRequest, ...] = ()

    @property
    def failed(self) -> bool:
        return self.stage in {FAILED, TIMED_OUT}

    @property
    def final(self) -> bool:
        return self.failed or self.stage == DONE

    @property
    def waits(self) -> bool:
        """Whether a person is needed."""
        return self.stage == WAITING

    def request(self, answered: Collection[tuple[str, Wants]]) -> CodeRequest | None:
        """The last request that was not answered yet."""
        return next((r for r in reversed(self.requests) if r.key not in answered), None)


@dataclass(frozen=True, slots=True)
class Job:
    """How a job stands."""

    id: str = ""
    running: bool = False
    parts: tuple[Part, ...] = ()
    idle: bool = False
    """It was not even begun: there is nothing to do."""

    def of(self, link: str, name: str) -> Part | None:
        """Where a link stands: by its id, else by its name, else the only part there is."""
        for part in self.parts:
            if part.link == link or (not part.link and part.name == name):
                return part
        only = self.parts[0] if len(self.parts) == 1 else None
        return only if only is not None and not only.link and not only.name else None
