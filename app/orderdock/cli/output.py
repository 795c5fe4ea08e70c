"""What commands print: lines and tables for people, JSON lines for programs, errors for both."""

import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TextIO

from orderdock.cli.words import printable, shortened, width
from orderdock.domain.errors import OrderdockError, TargetUnwritable

GAP = "  "
SMALLEST = 8
"""Columns that a shortened text column keeps."""


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def _ascii(encoded: str) -> str:
    """JSON text in ASCII alone: what lies beyond can only stand inside its strings."""
    return _BEYOND_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], encoded)


class ReaderGone(Exception):
    """Nobody reads standard output any more, and the command does nothing but print."""


class Output:
    """Standard output and standard error of one command.

    With `machine` (`--json`, `--stdio`) standard output carries JSON lines only.
    """

    def __init__(
        self, *, machine: bool, stdout: TextIO | None = None, stderr: TextIO | None = None
    ) -> None:
        self.machine = machine
        self.stdout: TextIO = stdout or sys.stdout or io.StringIO()
        self.stderr: TextIO = stderr or sys.stderr or io.StringIO()
        self._gone = False

    def say(self, line: str = "") -> None:
        """One line for a person; nothing with `machine`."""
        if not self.machine:
            self._write(f"{line}\n")
            self.flush()

    def hint(self, line: str) -> None:
        """One line for a person beside what was asked for, on standard error; else nothing."""
        if not self.machine:
            with contextlib.suppress(OSError):
                self.stderr.write(f"{one_line(line)}\n")
                self.stderr.flush()

    def record(self, value: Mapping[str, Any]) -> None:
        """One JSON object on a line of its own, in ASCII: no line break of any script gets in."""
        self._write(f"{json.dumps(value, default=str)}\n")
        self.flush()

    def records(
        self,
        values: Iterable[Mapping[str, Any]],
        encode: Callable[[Mapping[str, Any]], str] | None = None,
    ) -> None:
        """Many JSON objects, a line each. Raises ReaderGone when nobody reads them any more."""
        encode = encode or json.JSONEncoder(default=str).encode
        for value in values:
            text = encode(value)
            self._write(f"{text if text.isascii() else _ascii(text)}\n")
            if self._gone:
                raise ReaderGone

    def flush(self) -> None:
        """Let out what was written. Raises TargetUnwritable when it cannot be (a full disk)."""
        try:
            self.stdout.flush()
        except OSError as error:
            self._lose(error)

    def _write(self, text: str) -> None:
        try:
            self.stdout.write(text)
        except OSError as error:
            self._lose(error)

    def _lose(self, error: OSError) -> None:
        """From now on what is said goes nowhere; work goes on where only the reader went away."""
        self._gone = True
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.stdout.fileno())
        os.close(nowhere)
        if not isinstance(error, BrokenPipeError):
            why = error.strerror or type(error).__name__
            raise TargetUnwritable(
                f"The output cannot be written: {why}.", "Send it to another place."
            ) from None

    def complain(
        self, error: OrderdockError, connection: str | None = None, name: str = ""
    ) -> None:
        """Say an error: one sentence on standard error, and an `error` object with `machine`."""
        sentence = one_line(str(error))
        if self.machine:
            self.record(
                {
                    "type": "error",
                    "code": error.error_code,
                    "message": sentence,
                    "connection": connection,
                }
            )
        said = f"{printable(name)}: {sentence}" if name else sentence
        with contextlib.suppress(OSError):
            self.stderr.write(f"{said}\n")
            self.stderr.flush()

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        right: frozenset[int] = frozenset(),
        elastic: frozenset[int] = frozenset(),
    ) -> None:
        """An aligned table; the `elastic` columns give way when the terminal is too narrow."""
        cells = [[printable(cell) for cell in row] for row in rows]
        widths = [max(map(width, column)) for column in zip(head, *cells, strict=True)]
        if self.stdout.isatty():
            import shutil

            _squeeze(widths, elastic, shutil.get_terminal_size().columns)
        for row in (list(head), *cells):
            if self._gone:
                raise ReaderGone
            self.say(GAP.join(_laid_out(row, widths, right)).rstrip())


def _squeeze(widths: list[int], elastic: frozenset[int], room: int) -> None:
    while sum(widths) + len(GAP) * (len(widths) - 1) > room:
        widest = max(elastic, key=widths.__getitem__, default=None)
        if widest is None or widths[widest] <= SMALLEST:
            return
        widths[widest] -= 1


def _laid_out(row: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> Iterable[str]:
    for index, (cell, columns) in enumerate(zip(row, widths, strict=True)):
        text = shortened(cell, columns)
        blanks = " " * (columns - width(text))
        yield blanks + text if index in right else text + blanks


def one_line(text: str) -> str:
    """`text` on one line, whatever it came with, safe for a terminal."""
    return printable(" ".join(text.split()))
