"""Questions in a real terminal: a pseudo-terminal with a person's fingers on it."""

import os
import pty
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from tests.support.checkout import ROOT
from tests.support.processes import end

RUN = """
import sys
from pathlib import Path
from orderdock import compose
from orderdock.auth.steps import *
from orderdock.cli.main import main
from tests.app.cli.fake_services import FakeHouse, done, view

OPTIONS = (Option("1", "Amazon"), Option("2", "Walmart", enabled=False, why_not="Closed."),
           Option("7", "Target"))
FORM = Form("Sign in to \\x1b[31mAmazon", (
    Field("username", "User name"),
    Field("password", "Password", FieldKind.PASSWORD),
    Field("cipher", "Cipher", default="a", advanced=True),
))
PICK = Choice("Pick a retailer", Field("retailer", "Retailer", FieldKind.CHOICE, options=OPTIONS))

async def work(dialogue):
    picked = await dialogue.ask(PICK)
    form = FORM
    for _ in range(2):
        answers = await dialogue.ask(form)
        form = form.with_error("password", "Amazon did not accept this password.")
    print("GOT", picked.text("retailer"), answers.text("username"), answers.text("cipher"),
          len(answers.secret("password").reveal()), flush=True)
    return done()

house = FakeHouse(Path(sys.argv[1]), [view(1)])
for name in ("find_profile", "open_library", "open_services"):
    setattr(compose, name, getattr(house, name))
house.connections.work = work
sys.exit(main(["link", "stackline-1"]))
"""


class Person:
    """Reads the screen and types."""

    def __init__(self, terminal: int, process: "subprocess.Popen[bytes]") -> None:
        self.screen = ""
        self.process = process
        self._terminal = terminal

    def sees(self, words: str) -> None:
        until = monotonic() + 60
        while words not in self.screen:
            assert monotonic() < until, f"{words!r} is not in {self.screen!r}"
            if select.select([self._terminal], [], [], 0.2)[0]:
                self.screen += os.read(self._terminal, 4096).decode()

    def types(self, text: str) -> None:
        self.screen = ""
        os.write(self._terminal, text.encode())

    def leaves_with(self) -> int:
        return self.process.wait(60)


@contextmanager
def person(folder: Path) -> Iterator[Person]:
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(folder)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm"},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        preexec_fn=lambda: os.close(
            os.open(os.ttyname(0), os.O_RDWR)
        ),  # makes it the controlling one
    )
    os.close(slave)
    try:
        yield Person(master, process)
    finally:
        end(process)
        os.close(master)


def test_a_person_answers_prompts_and_passwords_stay_hidden(tmp_path: Path) -> None:
    with person(tmp_path) as anna:
        anna.sees("Retailer: ")
        assert "2. Target" in anna.screen
        assert "- Walmart  (Closed.)" in anna.screen
        anna.types("9\n")
        anna.sees(
            "9 is not one of the choices. Type a number from 1 to 2, or a name from the list."
        )
        anna.sees("Retailer: ")
        anna.types("2\n")
        anna.sees("User name: ")
        assert "\x1b[31m" not in anna.screen
        anna.types("anna@example.com\n")
        anna.sees("Password: ")
        anna.types("wrong-secret\n")
        anna.sees("change them? [y/N]: ")
        assert "wrong-secret" not in anna.screen
        anna.types("\n")
        anna.sees("User name [anna@example.com]: ")
        anna.types("\n")
        anna.sees("! Amazon did not accept this password.")
        anna.sees("Password: ")
        anna.types("right-secret\n")
        anna.sees("change them? [y/N]: ")
        anna.types("y\n")
        anna.sees("Cipher [a]: ")
        anna.types("b\n")
        anna.sees("GOT 7 anna@example.com b 12")
        assert "secret" not in anna.screen
        assert anna.leaves_with() == 0


def test_the_end_of_typing_is_a_cancel(tmp_path: Path) -> None:
    with person(tmp_path) as anna:
        anna.sees("Retailer: ")
        anna.types("\x04")
        anna.sees("Cancelled.")
        assert anna.leaves_with() == 130


def test_ctrl_c_at_a_hidden_prompt_ends_and_shows_typing_again(tmp_path: Path) -> None:
    import termios

    with person(tmp_path) as anna:
        anna.sees("Retailer: ")
        anna.types("1\n")
        anna.sees("User name: ")
        anna.types("anna\n")
        anna.sees("Password: ")
        assert not termios.tcgetattr(anna._terminal)[3] & termios.ECHO
        anna.types("\x03")
        anna.sees("Interrupted.")
        assert anna.leaves_with() == 130
        assert termios.tcgetattr(anna._terminal)[3] & termios.ECHO
