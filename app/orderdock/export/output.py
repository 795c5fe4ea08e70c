"""Where a format's writer puts what it made: the file, the progress, and the question to stop."""

import io
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from orderdock.domain.errors import PersonCancelled
from orderdock.export.target import Target

CHUNK = 4_000
"""Rows between two looks at `stop`: a few hundredths of a second for plain text."""
CANCELLED = "The export was cancelled; no file was written."
Row = TypeVar("Row")


def chunks(rows: Iterable[Row], size: int | None = None) -> Iterator[list[Row]]:
    """The rows in lists of `size`; by default as many as lie between two looks at `stop`."""
    source, many = iter(rows), size or CHUNK
    while chunk := list(islice(source, many)):
        yield chunk


class Output:
    """One file being written; `rows` in all are expected. Raises PersonCancelled."""

    def __init__(
        self,
        file: Target,
        rows: int,
        progress: Callable[[int, int], None] | None,
        stop: Callable[[], bool] | None,
        written: Callable[[int], None] | None = None,
    ) -> None:
        """`written` hears how many bytes are in the file."""
        self.file = file
        self._rows = rows
        self._done = 0
        self._progress = progress
        self._stop = stop
        self._written = written

    def put(self, rows: int, data: bytes) -> None:
        """Write the bytes of so many rows."""
        self.check()
        self.file.write(data)
        if self._written is not None:
            self._written(self.file.size)
        self.advance(rows)

    def check(self) -> None:
        """Raise PersonCancelled when somebody said stop."""
        if self._stop is not None and self._stop():
            raise PersonCancelled(CANCELLED)

    def advance(self, rows: int) -> None:
        """So many rows more are written."""
        self._done += rows
        if self._progress is not None:
            self._progress(self._done, self._rows)


class Stream(io.RawIOBase):
    """The file as libraries want one: seekable, for writing, not theirs to close."""

    def __init__(self, output: Output) -> None:
        super().__init__()
        self._output = output

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        """Write all of it; a cancel is heard here, too."""
        self._output.check()
        content = bytes(memoryview(data))  # type: ignore[arg-type] # whatever gives its bytes
        self._output.file.write(content)
        return len(content)

    def tell(self) -> int:
        return self._output.file.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place counted from the front or from the end."""
        file = self._output.file
        starts = {io.SEEK_SET: 0, io.SEEK_CUR: file.tell(), io.SEEK_END: file.size}
        file.seek(starts[whence] + offset)
        return file.tell()
