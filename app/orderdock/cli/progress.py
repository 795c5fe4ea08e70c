"""What goes on while a command works: bars, plain lines in a pipe, JSON lines, or nothing."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from orderdock.cli.output import Output
from orderdock.cli.words import printable
from orderdock.domain.events import Event, Noticed, SyncProgressed

ENDS = frozenset({"done", "failed", "verified"})
JSON_GAP = 0.1
"""Seconds between two progress objects of the same link and stage."""
LINE_GAP = 5.0
"""Seconds between two plain lines of the same link and stage."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to show: where, the stage's stable word, the sentence, the counts."""

    connection: str | None
    where: str
    stage: str
    message: str = ""
    done: int = 0
    total: int | None = None
    part_of: str = ""
    """The connection's name where several are shown and this is about a part of one."""

    @property
    def count(self) -> str:
        """`1,430 of 5,210`, `1,430`, or nothing."""
        if self.total:
            return f"{self.done:,} of {self.total:,}"
        return f"{self.done:,}" if self.done else ""

    @property
    def words(self) -> str:
        """The sentence, or the stage's word where there is none."""
        return printable(self.message or self.stage.replace("_", " ").capitalize())

    @property
    def place(self) -> str:
        """`Amazon`, or `Stackline Sync, Amazon`."""
        return _place(self.part_of, self.where)


def _place(*names: str) -> str:
    return printable(", ".join(filter(None, names)))


class Progress(Protocol):
    """Shows steps; closed at the end of the work."""

    def show(self, step: Step) -> None: ...

    def notice(self, message: str, connection: str | None) -> None: ...

    def set_aside(self) -> contextlib.AbstractContextManager[None]:
        """Makes room for a question."""
        ...

    def close(self) -> None: ...


class Silence:
    """`--json`: nothing until the result."""

    def show(self, step: Step) -> None:
        pass

    def notice(self, message: str, connection: str | None) -> None:
        pass

    @contextlib.contextmanager
    def set_aside(self) -> Iterator[None]:
        yield

    def close(self) -> None:
        pass


class Pace:
    """Lets a step through when it says something new, or enough time has gone by."""

    def __init__(self, gap: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._gap = gap
        self._clock = clock
        self._last: dict[tuple[str | None, str], tuple[tuple[str, str], float]] = {}

    def lets(self, step: Step, *, compare_words: bool) -> bool:
        """Whether to show `step` now."""
        where = (step.connection, step.where)
        what = (step.stage, step.message if compare_words else "")
        before, when = self._last.get(where, (None, 0.0))
        now = self._clock()
        finished = step.stage in ENDS or (step.total is not None and step.done >= step.total)
        if what == before and now - when < self._gap and not finished:
            return False
        self._last[where] = (what, now)
        return True


class JsonLines:
    """`--stdio`: `progress` and `notice` objects."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._pace = Pace(JSON_GAP)

    def show(self, step: Step) -> None:
        if self._pace.lets(step, compare_words=False):
            self._output.record(
                {
                    "type": "progress",
                    "connection": step.connection,
                    "link": step.where,
                    "stage": step.stage,
                    "done": step.done,
                    "total": step.total,
                    "message": step.message,
                }
            )

    def notice(self, message: str, connection: str | None) -> None:
        self._output.record({"type": "notice", "message": message, "connection": connection})

    @contextlib.contextmanager
    def set_aside(self) -> Iterator[None]:
        yield

    def close(self) -> None:
        pass


class PlainLines:
    """A pipe or a log: one line a stage and place, counts every few seconds."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._pace = Pace(LINE_GAP)
        self._last_line = ""

    def show(self, step: Step) -> None:
        if not self._pace.lets(step, compare_words=False):
            return
        where = step.where if printable(step.where) not in step.words else ""
        place = _place(step.part_of, where)
        count = f" ({step.count})" if step.count and step.count not in step.words else ""
        line = f"{place}: {step.words}{count}" if place else f"{step.words}{count}"
        if line != self._last_line:
            self._last_line = line
            self._output.say(line)

    def notice(self, message: str, connection: str | None) -> None:  # noqa: ARG002
        self._output.say(printable(message))

    @contextlib.contextmanager
    def set_aside(self) -> Iterator[None]:
        yield

    def close(self) -> None:
        pass


class Following:
    """Turns what flows and syncs say into steps; `names` gives a connection's name for its id."""

    def __init__(
        self, progress: Progress, names: Callable[[str], str], *, several: bool = False
    ) -> None:
        """`several` connections are worked at, so that their parts are told with whose they are."""
        self._progress = progress
        self._names = names
        self._several = several

    def follow(self, event: Event) -> None:
        """Hear of one event of a sync."""
        match event:
            case SyncProgressed():
                name, link = self._names(event.connection), event.link
                self._progress.show(
                    Step(
                        event.connection,
                        link or name,
                        event.stage,
                        event.message,
                        event.done,
                        event.total,
                        name if link and self._several else "",
                    )
                )
            case Noticed():
                self._progress.notice(event.message, event.connection)
            case _:
                pass

    def tell_about(self, connection: str | None) -> "Telling":
        """The `tell` of a dialogue about `connection`."""
        return Telling(self._progress, connection)


class Telling:
    """Shows what one flow says between questions."""

    def __init__(self, progress: Progress, connection: str | None) -> None:
        self._progress = progress
        self._connection = connection

    def __call__(
        self, stage: str, message: str, *, about: str = "", done: int = 0, total: int | None = None
    ) -> None:
        self._progress.show(Step(self._connection, about, stage, message, done, total))


def choose_progress(output: Output, *, conversation: bool) -> Progress:
    """Bars in a terminal, lines in a pipe, JSON lines for `--stdio`, nothing for `--json`."""
    if conversation:
        return JsonLines(output)
    if output.machine:
        return Silence()
    if output.stderr.isatty():
        from orderdock.cli.bars import Bars

        return Bars(output.stderr)
    return PlainLines(output)
