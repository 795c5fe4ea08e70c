"""How questions reach a person: `--answers`, `--stdio`, else the terminal, else nobody."""

import functools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from orderdock.cli.output import Output
from orderdock.cli.progress import Following, Progress, choose_progress
from orderdock.cli.session import Session
from orderdock.domain.errors import WrongUsage

if TYPE_CHECKING:
    from orderdock.auth.steps import BrowserPage, Dialogue
    from orderdock.cli.dialogues.answers import AnswerSheet

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Asking:
    """What the options say."""

    answers: str | None
    stdio: bool

    def sheet(self) -> "AnswerSheet | None":
        """The answers given beforehand, if any. Raises WrongUsage."""
        if self.answers is None:
            return None
        if self.stdio:
            raise WrongUsage("--answers and --stdio exclude each other.", "Give one of them.")
        from orderdock.cli.dialogues.answers import read_sheet

        return read_sheet(self.answers)


def asking_options(command: F) -> F:
    """Add `--answers`, `--stdio` and `--json`; the command gets them as one `asking`."""

    @click.option(
        "--answers",
        metavar="FILE",
        help="Answer questions from a JSON object of key and value (- for standard input). "
        "A list of values is used in turn.",
    )
    @click.option(
        "--stdio", is_flag=True, help="Ask and answer in JSON lines on standard output and input."
    )
    @click.option("--json", "_as_json", is_flag=True, help="Print the result as JSON.")
    @functools.wraps(command)
    def with_asking(
        *args: Any, answers: str | None, stdio: bool, _as_json: bool, **kwargs: Any
    ) -> Any:
        return command(*args, asking=Asking(answers, stdio), **kwargs)

    return with_asking  # type: ignore[return-value]  # the same command with fewer parameters


class Dialogues:
    """The dialogues of one running command. Made inside the event loop; closed at its end."""

    def __init__(
        self,
        session: Session,
        asking: Asking,
        sheet: "AnswerSheet | None",
        names: Callable[[str], str] = str,
        *,
        several: bool = False,
    ) -> None:
        self._session = session
        self._sheet = sheet
        self._progress: Progress = choose_progress(session.output, conversation=asking.stdio)
        self.following = Following(self._progress, names, several=several)
        self._make = self._way(asking)

    def about(self, connection: str | None) -> "Dialogue":
        """Who answers questions about `connection` (an id; None while it is being made)."""
        return self._make(connection)

    def close(self) -> None:
        """Take the progress display away."""
        self._progress.close()

    def __enter__(self) -> "Dialogues":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _way(self, asking: Asking) -> "Callable[[str | None], Dialogue]":
        tell = self.following.tell_about
        if asking.stdio:
            from orderdock.cli.dialogues.stdio import Conversation, StdioDialogue

            conversation = Conversation(self._session.output)
            return lambda about: StdioDialogue(conversation, tell(about), about)
        if self._sheet is not None:
            from orderdock.cli.dialogues.answers import AnswersFromSheet

            sheet = self._sheet
            return lambda about: AnswersFromSheet(sheet, tell(about), self._browse, about or "")
        if sys.stdin is not None and sys.stdin.isatty():
            from orderdock.cli.dialogues.terminal import TerminalDialogue, TerminalTalk

            talk = TerminalTalk(
                _screen(self._session.output), self._session.interruption, self._progress
            )
            return lambda about: TerminalDialogue(talk, tell(about))
        from orderdock.cli.dialogues.nobody import Nobody

        return lambda about: Nobody(tell(about))

    async def _browse(self, page: "BrowserPage") -> None:
        from orderdock.cli.dialogues.browser import open_and_wait

        await open_and_wait(page, self._show_link)

    def _show_link(self, title: str, url: str) -> None:
        if self._session.output.machine:
            notice = {"type": "notice", "message": title, "connection": None, "url": url}
            self._session.output.record(notice)
        else:
            self._progress.notice(f"{title}: {url}", None)


def _screen(output: Output) -> TextIO:
    """Where prompts are seen: standard error, or the terminal itself when that goes elsewhere."""
    if output.stderr.isatty() or not hasattr(os, "ttyname"):
        return output.stderr
    terminal = Path(os.ttyname(sys.stdin.fileno()))
    return terminal.open("w", encoding="utf-8", errors="replace")
