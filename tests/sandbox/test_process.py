"""The sandbox as a program: how it starts, what it says, how it ends, what it remembers."""

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orderdock.sandbox.demo import demo_answers
from orderdock.sandbox.running import running_sandbox
from orderdock.sandbox.state_file import UnreadableState
from tests.sandbox.customer import Browser, Customer
from tests.support.sandbox import FAST, StartSandbox

PROGRAM = (sys.executable, "-W", "error", "-m", "orderdock.sandbox")


class Started:
    """A sandbox process that has said it is ready."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [*PROGRAM, *arguments],
            bufsize=0,  # so that what follows the first line is not swallowed with it
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdout
        self.first = self.process.stdout.readline().decode()

    @property
    def ready(self) -> dict[str, Any]:
        ready: dict[str, Any] = json.loads(self.first)
        return ready

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        with self.process:
            pass

    def ended(self) -> tuple[int, str, str]:
        """Exit code, the rest of its output, its errors."""
        out, errors = self.process.communicate(timeout=30)
        return self.process.returncode, out.decode(), errors.decode()


@pytest.fixture
def started() -> Iterator[Any]:
    processes: list[Started] = []

    def start(*arguments: str) -> Started:
        processes.append(Started(*arguments))
        return processes[-1]

    yield start
    for one in processes:
        one.close()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_json_line_when_ready_and_a_clean_end_by_signal(
    started: Any, number: signal.Signals
) -> None:
    one = started("--json", "--lines", "1000000")
    ready = one.ready
    assert ready["type"] == "sandbox"
    assert ready["bases"]["stackline"] == f"http://127.0.0.1:{ready['port']}/stackline"
    assert ready["demo"]["stackline"]["answers"] == demo_answers("stackline")
    assert len(Customer(ready["bases"]["stackline"]).get("/sync/retailers").json) == 14
    one.process.send_signal(number)
    assert one.ended() == (0, "", "")


def test_people_are_told_where_it_is_and_how_to_sign_in(started: Any) -> None:
    one = started("--scenario", "small")
    one.process.terminate()
    code, out, errors = one.ended()
    assert (code, errors) == (0, "")
    assert one.first == "The sandbox is ready. Stop it with Ctrl+C.\n"
    for words in ("http://127.0.0.1:", "+1-555-0199", "424242", "sandbox-portal-0199", "Sephora"):
        assert words in out


def test_it_ends_when_its_input_closes_or_its_parent_is_gone(started: Any) -> None:
    one = started("--json", "--parent-pid", str(os.getpid()))
    one.process.stdin.close()
    assert one.process.wait(timeout=30) == 0
    orphan = started("--json", "--parent-pid", "999999999")
    assert orphan.process.wait(timeout=30) == 0


def test_a_taken_port_is_one_sentence(started: Any) -> None:
    port = str(started("--json").ready["port"])
    second = run("--port", port)
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == (
        f"Port {port} cannot be used (Address already in use). Choose another with --port.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--scenario", "nonsense"), "There is no scenario 'nonsense'. Known: default, small,"),
        (("--port", "99999"), "'99999' is not a number from 0 to 65535"),
        (("--lines", "-1"), "'-1' is not a number from 0 to 1000000"),
        (("--speed", "0"), "'0' is not a number above 0"),
        (("--fast",), "unrecognized arguments: --fast"),
    ],
)
def test_wrong_usage_is_one_line_and_two(arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_memory_survives_a_restart_on_another_port(sandboxes: StartSandbox, tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    with running_sandbox("small", speed=FAST, state=file) as first:
        base = first.bases["stackline"]
        tokens = Browser(base).tokens()
        customer = Customer(base, tokens["access_token"])
        customer.connected(2)
        waiting = customer.connect(3).json["batchId"]
        before = customer.orders()
        first.control.advance(10)
        first.stackline.delete_order(before[0]["orderId"], retailer=2)
        now = first.control.now()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    second = sandboxes("small", state=file)
    assert second.port != first.port
    assert second.control.now() >= now
    again = Customer(second.bases["stackline"], tokens["access_token"])
    assert again.get("/sync/connections/2").json["status"] == "valid"
    assert again.orders() == [one for one in before if one["orderId"] != before[0]["orderId"]]
    event = again.until(waiting, "userintervention")["events"][-1]
    assert again.enter(waiting, event["reqId"], "424242").status == 200
    browser = Browser(second.bases["stackline"])
    assert browser.refresh(tokens["refresh_token"]).status == 200
    assert list(tmp_path.iterdir()) == [file]


def test_the_state_file_holds_no_password_and_no_token(
    sandboxes: StartSandbox, tmp_path: Path
) -> None:
    file = tmp_path / "state.json"
    sandbox = sandboxes("small", state=file)
    tokens = Browser(sandbox.bases["stackline"]).tokens()
    own = "sandbox-portal-0199-mine"
    Customer(sandbox.bases["stackline"], own).connected(2, password="canary-secret")
    text = file.read_text()
    for secret in (tokens["access_token"], tokens["refresh_token"], own, "canary-secret"):
        assert secret not in text


@pytest.mark.parametrize("content", ["not json", "[]", '{"providers": {"stackline": {}}}'])
def test_a_strange_state_file_is_refused_and_left_alone(tmp_path: Path, content: str) -> None:
    file = tmp_path / "state.json"
    file.write_text(content)
    with pytest.raises(UnreadableState), running_sandbox(state=file):
        pass
    done = run("--state", str(file))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert str(file) in done.stderr
    assert file.read_text() == content


def test_two_sandboxes_in_one_process_know_nothing_of_each_other(
    sandboxes: StartSandbox,
) -> None:
    first, second = sandboxes(), sandboxes()
    Customer(first.bases["stackline"]).connected(2)
    first.control.fault("html", times=None)
    assert Customer(second.bases["stackline"]).get("/sync/connections").json == []
