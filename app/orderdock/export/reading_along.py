"""Reads a CSV file back while it is still being written, in a process that does nothing else.

A thread would take turns with the writer at the interpreter's lock for each row.
"""

import csv
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO, NamedTuple

from orderdock.export.adding_up import Adding, Sums
from orderdock.export.csv_back import CsvBack
from orderdock.system.companion import Companion
from orderdock.system.frames import Frames, Gone, starter

_BLOCK = 1 << 19
_REST = b"rest"
_PATIENCE = 0.05  # seconds; who cancels does not wait for it


class Layout(NamedTuple):
    """What to find in a CSV file of `wide` columns."""

    delimiter: str
    decimal: str
    amounts: dict[str, int]
    """Columns to be added up -> where they stand."""
    currency: int | None
    wide: int


class Found(NamedTuple):
    """What is in a file: rows, sums, and the SHA-256 of all its bytes."""

    rows: int
    sums: Sums
    sha256: str


class Reading:
    """One file as its bytes come. Raises ValueError or csv.Error for what is no such file."""

    def __init__(self, layout: Layout) -> None:
        currency = [] if layout.currency is None else [layout.currency]
        places = [*layout.amounts.values(), *currency]
        self._back = CsvBack(layout.delimiter, places, layout.wide)
        self._amounts = self._back.at[: len(layout.amounts)]
        self._currency = self._back.at[-1] if currency else None
        self._adding = Adding([*layout.amounts], layout.decimal)
        self._digest = hashlib.sha256()

    @property
    def rows(self) -> int:
        """So many have come."""
        return self._back.records

    def take(self, data: bytes) -> None:
        """The next bytes of the file."""
        self._digest.update(data)
        self._adding.take_runs(self._back.take(data), self._amounts, self._currency)

    def found(self) -> Found:
        """What was in it, as nothing more comes."""
        self._back.end()
        return Found(self.rows, self._adding.sums(), self._digest.hexdigest())


def blocks(file: IO[bytes], end: int | None = None) -> Iterator[bytes]:
    """The file from where it stands to its end, or to that byte."""
    while block := file.read(_BLOCK if end is None else min(_BLOCK, end - file.tell())):
        yield block


class ReadingAlong:
    """The process, which follows a file as it grows.

    Raises Gone when it is no more, be it that it met what is no such file: then look there.
    """

    def __init__(self, path: Path, layout: Layout) -> None:
        self._companion = Companion(__name__)
        try:
            self._companion.send(os.fsencode(path))
            self._companion.send(json.dumps(layout).encode())
        except Gone:
            self.close()
            raise

    def written(self, size: int) -> None:
        """So many bytes are in the file now."""
        self._companion.send(str(size).encode())

    def rest(self, told: Callable[[int], None]) -> Found:
        """What was in it, as nothing more will be written; `told` of the rows read until now."""
        self._companion.send(_REST)
        while (frame := self._companion.receive()) is not None and frame.isdigit():
            told(int(frame))
        if frame is None:
            raise Gone
        return Found(*json.loads(frame))

    def close(self) -> None:
        """It is gone afterwards."""
        self._companion.close(_PATIENCE)


def main() -> None:
    """Read what the starter writes; any trouble is the end, and the starter looks for itself."""
    frames = starter()
    path, layout = frames.receive(), frames.receive()
    if path is None or layout is None:
        return
    ear = _Ear(frames)
    reading = Reading(Layout(*json.loads(layout)))
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - any bytes may be a path
            for size in ear.sizes():
                for block in blocks(file, size):
                    reading.take(block)
                    if ear.heard_rest:
                        frames.send(str(reading.rows).encode())
        frames.send(json.dumps(reading.found()).encode())
    except (Gone, OSError, ValueError, csv.Error):
        return


class _Ear:
    """Hears the starter while the file is being read."""

    def __init__(self, frames: Frames) -> None:
        self.heard_rest = False
        """Somebody waits, and wants to know how far it is."""
        self._frames = frames
        self._sizes: SimpleQueue[int | None] = SimpleQueue()
        Thread(target=self._listen, daemon=True).start()

    def sizes(self) -> Iterator[int | None]:
        """To where the file can be read, at last to its end."""
        while (size := self._sizes.get()) is not None:
            yield size
        yield None

    def _listen(self) -> None:
        while (frame := self._frames.receive()) is not None:
            self.heard_rest = frame == _REST
            self._sizes.put(None if self.heard_rest else int(frame))
        os._exit(0)  # the starter is gone: nobody wants to know any more


if __name__ == "__main__":
    main()
