"""Progress bars in a terminal; loads rich, so only work that takes time comes here."""

import contextlib
from collections.abc import Iterator
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, SpinnerColumn, Task, TaskID, TextColumn
from rich.progress import Progress as RichProgress
from rich.text import Text

from orderdock.cli.progress import ENDS, Step
from orderdock.cli.words import printable


class Bars:
    """One row for each place (a retailer, a connection): a bar only where the total is known."""

    def __init__(self, stream: TextIO) -> None:
        self._rows: dict[tuple[str | None, str], TaskID] = {}
        self._bars = RichProgress(
            SpinnerColumn(finished_text=" "),
            TextColumn("{task.description}", markup=False),
            _BarWhereKnown(),
            TextColumn("{task.fields[count]}", markup=False, justify="right"),
            TextColumn("{task.fields[words]}", markup=False, style="dim"),
            console=Console(file=stream, highlight=False),
        )

    def show(self, step: Step) -> None:
        row = self._rows.get((step.connection, step.where))
        if row is None:
            self._bars.start()
            row = self._bars.add_task(step.place, total=None, count="", words="")
            self._rows[step.connection, step.where] = row
        self._bars.update(
            row, total=step.total, completed=step.done, count=step.count, words=step.words
        )
        if step.stage in ENDS:
            self._bars.stop_task(row)
            whole = step.done or 1
            self._bars.update(row, total=step.total or whole, completed=step.total or whole)

    def notice(self, message: str, connection: str | None) -> None:  # noqa: ARG002
        self._bars.console.print(printable(message), markup=False)

    @contextlib.contextmanager
    def set_aside(self) -> Iterator[None]:
        """The bars freeze above the question and go on below it."""
        self._bars.stop()
        try:
            yield
        finally:
            if self._rows:
                self._bars.start()

    def close(self) -> None:
        self._bars.stop()


class _BarWhereKnown(ProgressColumn):
    """A bar for a known total; otherwise empty, since a made-up share helps nobody."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = BarColumn(bar_width=24)

    def render(self, task: Task) -> Text:
        if not task.total:
            return Text(" " * 24)
        return self._bar.render(task)  # type: ignore[return-value]  # rich types it too narrowly
