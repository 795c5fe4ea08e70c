"""The installed program, driven from outside: commands, and conversations by `--stdio`."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.processes import end

Object = dict[str, Any]
PATIENCE = 40.0
"""Seconds for one command on a busy test machine."""


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[Object]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def result(self) -> Object:
        """The first connection of the `result` at the end."""
        last = self.objects[-1]
        assert last["type"] == "result"
        connection: Object = last["connections"][0]
        return connection


@dataclass
class Program:
    """`orderdock` with a data folder of its own; keeps all that it ever said."""

    folder: Path
    base_url: str
    env: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "orderdock", "--data-dir", str(self.folder), *arguments]

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "ORDERDOCK_PACE": "0.01",
            "ORDERDOCK_PASSPHRASE": "canary-passphrase-8841",
            **self.env,
        }

    def __call__(self, *arguments: str, answers: Mapping[str, Any] | None = None) -> Ended:
        """Run one command; `answers` go in by `--answers -`."""
        more = ["--answers", "-"] if answers is not None else []
        done = subprocess.run(
            self.command(*arguments, *more),
            input=json.dumps(answers) if answers is not None else "",
            env=self.environment(),
            cwd=self.folder.parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        self.said += [done.stdout, done.stderr]
        assert "Traceback" not in done.stdout + done.stderr
        return Ended(done.returncode, done.stdout, done.stderr)

    def connect(self, **answers: Any) -> Ended:
        """Connect Stackline with a token and whatever `answers` add or change."""
        usual = {"sign_in": "token", "access_token": "sandbox-portal-0199", "retailer": "skip"}
        usual |= {"username": "demo@example.com", "password": "correct horse"}
        arguments = ("connect", "stackline", "--base-url", self.base_url, "--json")
        return self(*arguments, answers={**usual, **answers})

    @contextmanager
    def conversation(self, *arguments: str) -> Iterator["Conversation"]:
        """A command with `--stdio`, and this test on the other side."""
        process = subprocess.Popen(
            self.command(*arguments, "--stdio"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment(),
            cwd=self.folder.parent,
            text=True,
            start_new_session=True,
        )
        talk = Conversation(process, self.said)
        try:
            yield talk
        finally:
            end(process)  # type: ignore[arg-type]  # text or bytes, it ends the same way
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()


class Conversation:
    """The other side of `--stdio`."""

    def __init__(self, process: "subprocess.Popen[str]", said: list[str]) -> None:
        self.process = process
        self.heard: list[Object] = []
        self.errors = ""
        self._said = said
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._complaints = threading.Thread(target=self._listen_to_errors, daemon=True)
        self._complaints.start()

    def says(self, line: Object | str) -> None:
        """Send one line."""
        assert self.process.stdin is not None
        self.process.stdin.write((line if isinstance(line, str) else json.dumps(line)) + "\n")
        self.process.stdin.flush()

    def hangs_up(self) -> None:
        """No more input."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def next(self, *kinds: str) -> Object:
        """The next object of one of these types."""
        while True:
            line = self._lines.get(timeout=PATIENCE)
            assert line is not None, f"it ended: {self.errors!r}, after {self.heard[-3:]}"
            heard: Object = json.loads(line)
            self.heard.append(heard)
            if heard["type"] in kinds:
                return heard

    def answers(self, question: Object, **values: Any) -> None:
        """Answer one question."""
        self.says({"type": "answer", "id": question["id"], "values": values})

    def goes_on(self, answer: Callable[[Object], Object | None]) -> Object:
        """Answer question after question until the result; None leaves one unanswered."""
        while (heard := self.next("question", "result"))["type"] == "question":
            values = answer(heard)
            if values is not None:
                self.answers(heard, **values)
        return heard

    def interrupt(self, word: signal.Signals = signal.SIGINT) -> None:
        """Send a signal."""
        self.process.send_signal(word)

    def ends(self) -> int:
        """The exit code, once it has ended by itself with its input still open."""
        code = self.process.wait(PATIENCE)
        self._complaints.join(5)
        return code

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._said.append(line)
            self._lines.put(line)
        self._lines.put(None)

    def _listen_to_errors(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._said.append(line)
            self.errors += line


def keys(question: Object) -> list[str]:
    """The keys of a question's fields, the advanced ones left out."""
    return [f["key"] for f in question["fields"] if not f.get("advanced")]
