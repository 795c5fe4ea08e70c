"""What window and sync process say to each other, and how it looks as bytes.

The pipe between the two is the only place where these bytes are: the key of the vault and what a
person answers may be among them, so nothing of this is ever printed or logged.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from orderdock.auth.steps import Answer, Answers, BrowserPage, Choice, Form, Step, WentBack
from orderdock.domain.connections import SyncOutcome
from orderdock.domain.errors import MissingAnswer, OrderdockError, PersonCancelled
from orderdock.domain.events import (
    ConnectionChanged,
    Event,
    Noticed,
    OrdersChanged,
    SyncFinished,
    SyncProgressed,
)
from orderdock.domain.secret import Secret

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        SyncProgressed,
        OrdersChanged,
        ConnectionChanged,
        SyncFinished,
        Noticed,
        Form,
        Choice,
        BrowserPage,
    )
}
"""What travels as it is, by name."""
_WENT_BACK = "went_back"

Parcel = tuple[str, bytes]
"""One of these kinds, packed."""


class Hidden(msgspec.Struct, frozen=True):
    """A secret on its way; prints as nothing."""

    hidden: bytes

    def __repr__(self) -> str:
        return "Hidden(•••)"


Given = str | bool | tuple[str, ...] | Hidden


class Trouble(msgspec.Struct, frozen=True):
    """An error in words, as the other side raises it again."""

    code: str
    says: str
    next_step: str = ""


# --- to the process


class Begin(msgspec.Struct, frozen=True, tag=True):
    """The profile to work for; always the first message."""

    folder: str
    profile: str
    sandbox: str | None
    key: Hidden
    """Opens the saved sign-ins."""


class Sync(msgspec.Struct, frozen=True, tag=True):
    """Sync a connection; `job` names this run in everything that follows."""

    job: int
    connection: str
    full: bool
    wait_long: bool


class Cancel(msgspec.Struct, frozen=True, tag=True):
    """End the job in order; it still says Done."""

    job: int


class Answered(msgspec.Struct, frozen=True, tag=True):
    """What the person said to a question."""

    question: int
    values: dict[str, Given]


class Unanswered(msgspec.Struct, frozen=True, tag=True):
    """The person went back or cancelled, or nobody can be asked."""

    question: int
    why: Trouble


ToProcess = Begin | Sync | Cancel | Answered | Unanswered


# --- from the process


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The profile is open; jobs can begin."""


class Happened(msgspec.Struct, frozen=True, tag=True):
    """An event of a job."""

    job: int
    event: Parcel


class Asked(msgspec.Struct, frozen=True, tag=True):
    """A question for the person."""

    job: int
    question: int
    step: Parcel


class AskedNoMore(msgspec.Struct, frozen=True, tag=True):
    """No answer to it is wanted any longer."""

    job: int
    question: int


class Told(msgspec.Struct, frozen=True, tag=True):
    """What a dialogue is told between questions."""

    job: int
    stage: str
    message: str
    about: str
    done: int
    total: int | None


class Done(msgspec.Struct, frozen=True, tag=True):
    """The job is over: its outcome, why there is none, or neither after a cancel."""

    job: int
    outcome: SyncOutcome | None = None
    trouble: Trouble | None = None


FromProcess = Ready | Happened | Asked | AskedNoMore | Told | Done

_encoder = msgspec.msgpack.Encoder()
_to_process: msgspec.msgpack.Decoder[ToProcess] = msgspec.msgpack.Decoder(ToProcess)
_from_process: msgspec.msgpack.Decoder[FromProcess] = msgspec.msgpack.Decoder(FromProcess)


def as_bytes(message: ToProcess | FromProcess) -> bytes:
    """The message as a frame."""
    return _encoder.encode(message)


def to_process(frame: bytes) -> ToProcess:
    """Read a frame in the process. Raises ValueError."""
    return _to_process.decode(frame)


def from_process(frame: bytes) -> FromProcess:
    """Read a frame of the process. Raises ValueError."""
    return _from_process.decode(frame)


def packed(value: Event | Step) -> Parcel:
    """An event or a step, ready to travel."""
    return type(value).__name__, _encoder.encode(value)


def unpacked(parcel: Parcel) -> Any:
    """The event or step again. Raises ValueError for anything else."""
    name, content = parcel
    if name not in _KINDS:
        raise ValueError("nothing of that kind travels here")
    return msgspec.msgpack.decode(content, type=_KINDS[name])


def given(answers: Mapping[str, Answer]) -> dict[str, Given]:
    """What a person answered, ready to travel."""
    return {
        key: Hidden(value.reveal().encode()) if isinstance(value, Secret) else value
        for key, value in answers.items()
    }


def answers(values: Mapping[str, Given]) -> Answers:
    """The answers again."""
    return Answers(
        {
            key: Secret(value.hidden.decode()) if isinstance(value, Hidden) else value
            for key, value in values.items()
        }
    )


def in_words(error: OrderdockError | WentBack) -> Trouble:
    """An error, ready to travel."""
    if isinstance(error, WentBack):
        return Trouble(_WENT_BACK, "")
    return Trouble(error.error_code, error.says, error.next_step)


def error_of(trouble: Trouble) -> OrderdockError | WentBack:
    """An error that does what that one did: one without an answer says so, one cancelled too."""
    match trouble.code:
        case "went_back":
            return WentBack()
        case PersonCancelled.code:
            return PersonCancelled(trouble.says, trouble.next_step)
        case MissingAnswer.code:
            return MissingAnswer(trouble.says, trouble.next_step)
        case code:
            return OrderdockError(trouble.says, trouble.next_step, code=code)
