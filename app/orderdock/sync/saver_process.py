"""The process that puts rows in while another reads: its frames, and what it does with them.

It knows the database and nothing else: no provider, no network, no secret.
"""

import contextlib
import gc
import sys
from pathlib import Path

import msgspec

from orderdock.domain.errors import OrderdockError
from orderdock.store.database import Database
from orderdock.store.entry import Entry, enter
from orderdock.store.orders import Saved
from orderdock.system.frames import Gone, starter

READY = b"ready"
"""The first frame: the database is open, and nothing was written yet."""


class Trouble(msgspec.Struct, array_like=True, tag=True):
    """Nothing was committed, for a reason that a person can understand."""

    says: str
    next_step: str
    code: str


class Broke(msgspec.Struct, array_like=True, tag=True):
    """Nothing was committed, and nobody foresaw it; `where` in the code, without any data."""

    where: str


class Made(msgspec.Struct, array_like=True, tag=True):
    """The commit is durable."""

    saved: Saved


Answer = Made | Trouble | Broke

_encode = msgspec.msgpack.Encoder().encode
_entry_in = msgspec.msgpack.Decoder(Entry).decode
answer_in = msgspec.msgpack.Decoder(Answer).decode
"""What a frame from the process says."""


def frame_of(entry: Entry) -> bytes:
    """The frame that asks for a commit."""
    return _encode(entry)


def main(path: Path) -> None:
    """Make commits until nobody asks for more.

    They are asked for ahead: after one that failed, those of its run that are on their way are
    refused. A frame that cannot be read ends the process.
    """
    asked = starter()
    gc.disable()  # nothing here refers to itself in a circle
    torn: set[tuple[str, int | None]] = set()
    with Database.open(path) as database, contextlib.suppress(Gone):
        asked.send(READY)
        for frame in asked.each():
            asked.send(_encode(_answer(database, _entry_in(frame), torn)))


def _answer(database: Database, entry: Entry, torn: set[tuple[str, int | None]]) -> Answer:
    run = entry.connection, entry.run
    if run in torn:
        return Broke("an earlier commit of this run")
    answer = _put_in(database, entry)
    if entry.run is not None and not isinstance(answer, Made):
        torn.add(run)
    return answer


def _put_in(database: Database, entry: Entry) -> Answer:
    try:
        return Made(database.write_now(enter, entry))
    except OrderdockError as trouble:
        return Trouble(trouble.says, trouble.next_step, trouble.error_code)
    except Exception as error:  # noqa: BLE001 - who asked is told, and logs it
        import traceback  # not at the start, which is waited for

        frames = reversed(traceback.extract_tb(error.__traceback__)[-4:])
        places = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in frames)
        return Broke(f"{type(error).__name__} at {places}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
