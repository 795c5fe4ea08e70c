"""The dialogue of a terminal: prompts, hidden passwords, numbered choices, the browser's link."""

import asyncio
import contextlib
import sys
from collections.abc import Iterator
from typing import TextIO

from orderdock.auth.steps import (
    Answer,
    Answers,
    BrowserPage,
    Choice,
    Field,
    FieldKind,
    Form,
    Option,
    Step,
    WentBack,
)
from orderdock.cli.dialogues.browser import open_page
from orderdock.cli.dialogues.checking import YES, fields_of, is_secret, read_answer
from orderdock.cli.dialogues.lines import InputLines
from orderdock.cli.dialogues.telling import Tell
from orderdock.cli.interruption import Interruption
from orderdock.cli.progress import Progress
from orderdock.cli.words import moment, printable
from orderdock.domain.errors import PersonCancelled, Refused

BACK = ":back"


class TerminalTalk:
    """The keyboard and the screen, shared by all dialogues: one question at a time."""

    def __init__(self, screen: TextIO, interruption: Interruption, progress: Progress) -> None:
        """`screen` is where prompts go; progress bars make room while a question is open."""
        self._screen = screen
        self._interruption = interruption
        self._progress = progress
        self._one_at_a_time = asyncio.Lock()
        self._typed: asyncio.Queue[str | None] = asyncio.Queue()
        self._reading = False
        self._remembered: dict[tuple[str, str], str] = {}

    async def ask(self, step: Step) -> Answers:
        """Show a step and read its answers."""
        async with self._one_at_a_time:
            with self._progress.set_aside():
                self._heading(step)
                match step:
                    case Form():
                        return await self._fill_in(step)
                    case Choice():
                        answer = await self._field(step, step.field)
                        return Answers({step.field.key: answer} if answer is not None else {})
                    case BrowserPage():
                        return await self._visit(step)

    def say(self, text: str = "", *, strong: bool = False) -> None:
        """One line on the screen."""
        line = printable(text)
        self._screen.write(f"\033[1m{line}\033[0m\n" if strong else f"{line}\n")
        self._screen.flush()

    def _heading(self, step: Step) -> None:
        self.say()
        self.say(step.title, strong=True)
        if step.message:
            self.say(step.message)
        if isinstance(step, Form) and step.reassurance:
            self.say(step.reassurance)
        if step.expires_at is not None:
            self.say(f"This has to be answered before {moment(step.expires_at)}.")
        if step.can_go_back:
            self.say(f"Type {BACK} for the question before.")

    async def _fill_in(self, form: Form) -> Answers:
        answers: dict[str, Answer] = {}
        first = [f for f in form.fields if not f.advanced or f.error or _must_be_typed(f)]
        later = [f for f in form.fields if f not in first]
        if not first and later:
            first, later = later, []
        for field in first:
            _keep(answers, field, await self._field(form, field))
        wanted = bool(later) and await self._wants(later)
        for field in later:
            answer = await self._field(form, field) if wanted else read_answer(field, None)
            _keep(answers, field, answer)
        return Answers(answers)

    async def _wants(self, later: list[Field]) -> bool:
        names = ", ".join(field.label for field in later)
        typed = await self._line(f"Advanced settings ({names}): change them? [y/N]: ")
        return typed.strip().lower() in {"y", "yes"}

    async def _field(self, step: Step, field: Field) -> Answer | None:
        if field.error:
            self.say(f"! {field.error}")
        if field.help:
            self.say(field.help)
        shown = [option for option in field.options if option.enabled]
        self._list(field.options)
        default = self._default(step, field)
        while True:
            typed = await self._line(_prompt(field, default), hidden=is_secret(field))
            if step.can_go_back and typed.strip() == BACK:
                raise WentBack
            try:
                answer = read_answer(field, _by_number(field, shown, typed) or default)
            except Refused as refused:
                listed = f"Type a number from 1 to {len(shown)}, or a name from the list."
                self.say(f"! {refused.says} {listed if shown else refused.next_step}".rstrip())
                continue
            if isinstance(answer, str):
                self._remembered[step.about, field.key] = answer
            return answer

    def _default(self, step: Step, field: Field) -> str | None:
        """What an empty line means; what was typed, when a form comes back; no secret."""
        if is_secret(field):
            return None
        asked_again = any(f.error for f in fields_of(step))
        typed = self._remembered.get((step.about, field.key)) if asked_again else None
        return typed or field.default

    def _list(self, options: tuple[Option, ...]) -> None:
        number = 0
        for option in options:
            number += option.enabled
            mark = f"{number:3}." if option.enabled else "   -"
            more = option.detail if option.enabled else option.why_not
            self.say(f"{mark} {option.label}" + (f"  ({more})" if more else ""))

    async def _visit(self, page: BrowserPage) -> Answers:
        if page.error:
            self.say(f"! {page.error}")
        opened = open_page(page.url)
        self.say("Your browser opens this page:" if opened else "Open this page in a browser:")
        self.say(f"  {page.url}")
        self.say("This goes on by itself when you are done there.")
        question = "Or paste the address it ended on: "
        try:
            while not (typed := (await self._line(question)).strip()):
                question = "Paste the address, or finish in the browser: "
        except asyncio.CancelledError:
            self.say()
            raise
        if page.can_go_back and typed == BACK:
            raise WentBack
        return Answers({"redirect_url": typed})

    async def _line(self, prompt: str, *, hidden: bool = False) -> str:
        if not self._reading:
            self._reading = True
            InputLines(self._heard, lambda: self._typed.put_nowait(None))
        with self._hidden() if hidden else contextlib.nullcontext():
            self._screen.write(printable(prompt))
            self._screen.flush()
            typed = await self._typed.get()
        if hidden:
            self.say()
        if typed is None:
            self._typed.put_nowait(None)  # the end stays the end
            self.say()
            raise PersonCancelled
        return typed

    def _heard(self, line: bytes) -> None:
        self._typed.put_nowait(line.decode(sys.stdin.encoding or "utf-8", "replace").rstrip("\r"))

    @contextlib.contextmanager
    def _hidden(self) -> Iterator[None]:
        """What is typed is not shown, and shown again afterwards whatever happens."""
        try:
            import termios
        except ImportError:
            with _hidden_on_windows():
                yield
            return
        before = termios.tcgetattr(0)
        silent = [*before]
        silent[3] &= ~termios.ECHO
        with self._interruption.restoring(lambda: termios.tcsetattr(0, termios.TCSADRAIN, before)):
            termios.tcsetattr(0, termios.TCSADRAIN, silent)
            yield


class TerminalDialogue:
    """The terminal as the Dialogue of one connection."""

    def __init__(self, talk: TerminalTalk, tell: Tell) -> None:
        self._talk = talk
        self.tell = tell

    async def ask(self, step: Step) -> Answers:
        return await self._talk.ask(step)


@contextlib.contextmanager
def _hidden_on_windows() -> Iterator[None]:
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]  # Windows only
    console, mode, echo = kernel.GetStdHandle(-10), ctypes.c_uint32(), 0x0004
    kernel.GetConsoleMode(console, ctypes.byref(mode))
    kernel.SetConsoleMode(console, mode.value & ~echo)
    try:
        yield
    finally:
        kernel.SetConsoleMode(console, mode.value)


def _must_be_typed(field: Field) -> bool:
    return field.required and field.default is None


def _keep(answers: dict[str, Answer], field: Field, answer: Answer | None) -> None:
    if answer is not None:
        answers[field.key] = answer


def _prompt(field: Field, default: str | None) -> str:
    if field.kind is FieldKind.BOOL:
        usual = "Y/n" if (default or "").lower() in YES else "y/N"
        return f"{field.label} [{usual}]: "
    extra = f" [{default}]" if default else ("" if field.required else " (optional)")
    return f"{field.label}{extra}: "


def _by_number(field: Field, shown: list[Option], typed: str) -> str:
    """A number of the list stands for its option; everything else for itself."""
    if field.kind is FieldKind.CHOICES:
        return ",".join(_one_by_number(shown, part) for part in typed.split(","))
    return _one_by_number(shown, typed) if field.kind is FieldKind.CHOICE else typed


def _one_by_number(shown: list[Option], typed: str) -> str:
    text = typed.strip()
    if text.isascii() and text.isdigit() and 1 <= int(text) <= len(shown):
        return shown[int(text) - 1].value
    return text
