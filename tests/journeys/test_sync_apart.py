"""Syncs in a process of their own: to who asks, they are like those in this one."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from orderdock.auth.steps import Answers, Step
from orderdock.domain.connections import ConnectionState, Outcome, SyncOutcome
from orderdock.domain.errors import NoSuchConnection
from orderdock.domain.events import Event, OrdersChanged, SyncFinished, SyncProgressed
from orderdock.domain.secret import Secret
from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.synq.remote import SynqControl
from orderdock.services import sync_apart
from orderdock.services.front import Services
from tests.support.household import Household
from tests.support.processes import children
from tests.support.sandbox import StartSandbox, sandboxes  # noqa: F401 - a fixture
from tests.support.scripted_dialogue import ScriptedDialogue

PASSPHRASE = "of the tests"
LINES = 120
KEYRING = "keyring.backends.fail.Keyring"


class Patient:
    """A person who thinks about the one question until told what to say."""

    def __init__(self) -> None:
        self.asked: asyncio.Queue[Step] = asyncio.Queue()
        self.answer: asyncio.Future[Answers] = asyncio.get_running_loop().create_future()
        self.left = 0

    async def ask(self, step: Step) -> Answers:
        self.asked.put_nowait(step)
        try:
            return await asyncio.shield(self.answer)
        except asyncio.CancelledError:
            self.left += 1
            raise

    def tell(
        self, stage: str, message: str, *, about: str = "", done: int = 0, total: int | None = None
    ) -> None:
        """Nothing to note."""


@dataclass
class InMidRun:
    """A sync that has committed something and waits for a token."""

    services: Services
    person: Patient
    run: "asyncio.Task[list[SyncOutcome]]"
    events: list[Event]

    def process(self) -> int:
        [pid] = children(sync_apart.PROCESS)
        return pid

    async def outcome(self) -> SyncOutcome:
        [outcome] = await self.run
        assert [e.outcome for e in self.events if isinstance(e, SyncFinished)] == [outcome]
        return outcome


@dataclass
class Home:
    """A household with Synq, whose token dies when asked for."""

    house: Household
    control: SynqControl
    sandbox: RunningSandbox
    events: list[Event] = field(default_factory=list)

    def let_token_die(self) -> None:
        self.sandbox.control.fault("unauthorized", "/api/v1/oms/orders", skip=3)

    @asynccontextmanager
    async def in_mid_run(self) -> AsyncIterator[InMidRun]:
        self.let_token_die()
        committed = asyncio.Event()

        def follow(event: Event) -> None:
            self.events.append(event)
            if isinstance(event, OrdersChanged):
                committed.set()

        async with self.house.program() as services:
            person = Patient()
            run = asyncio.ensure_future(
                services.sync.run(["synq-1"], dialogue=lambda _: person, follow=follow)
            )
            await person.asked.get()
            await committed.wait()
            yield InMidRun(services, person, run, self.events)

    async def goes_on(self) -> None:
        """The next sync reads the rest, and nothing twice."""
        [after] = await self.house.sync("synq-1")
        assert (after.outcome, after.complete) == (Outcome.OK, True)
        assert sorted(await self.house.exported()) == sorted(self.control.truth())


@pytest.fixture
async def home(
    tmp_path: Path,
    sandboxes: StartSandbox,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> Home:
    monkeypatch.setenv("ORDERDOCK_PACE", "0.002")
    monkeypatch.setenv("ORDERDOCK_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", KEYRING)
    sandbox = sandboxes("small-pages,no-products", lines=LINES)
    control = SynqControl(sandbox.control)
    house = Household(tmp_path / "profile")
    await house.connect("synq", sandbox.bases["synq"], {"token": control.token()})
    house.apart = True
    return Home(house, control, sandbox)


async def test_it_asks_tells_and_ends_as_in_this_process(home: Home) -> None:
    home.let_token_die()
    person = ScriptedDialogue({"token": ["not a token", home.control.token()]})
    async with home.house.program() as services:
        [got] = await services.sync.run(dialogue=lambda _: person, follow=home.events.append)
        assert not services.sync.is_running("synq-1")
    assert (got.outcome, got.added, got.complete) == (Outcome.OK, LINES, True)
    assert person.keys == ["token"] * 2
    assert len(person.errors) == 1
    stages = {event.stage for event in home.events if isinstance(event, SyncProgressed)}
    assert {"queued", "connecting", "waiting", "reading"} <= stages
    assert sum(e.added for e in home.events if isinstance(e, OrdersChanged)) == LINES
    assert sorted(await home.house.exported()) == sorted(home.control.truth())
    assert children(sync_apart.PROCESS) == []
    [again] = await home.house.sync()  # with the token that was pasted over there
    assert (again.outcome, again.added, again.unchanged) == (Outcome.OK, 0, LINES)


async def test_what_is_secret_stands_in_no_argument_and_no_variable(home: Home) -> None:
    async with home.in_mid_run() as sync:
        place = Path("/proc") / str(sync.process())
        seen = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
        assert PASSPHRASE.encode() not in seen
        assert b"ORDERDOCK_PACE" in seen
        assert os.getpriority(os.PRIO_PROCESS, sync.process()) == 10
        assert os.getsid(sync.process()) == os.getsid(0)  # else its niceness would not count
        fresh = home.control.token()
        sync.person.answer.set_result(Answers({"token": Secret(fresh)}))
        assert (await sync.outcome()).outcome is Outcome.OK
    logs = b"".join(f.read_bytes() for f in (home.house.folder / "logs").iterdir())
    assert fresh.encode() not in logs


async def test_a_cancel_keeps_what_was_committed_and_takes_the_question_away(home: Home) -> None:
    async with home.in_mid_run() as sync:
        assert sync.services.sync.is_running("synq-1")
        [view] = sync.services.library.connections()
        assert view.verdict.state is ConnectionState.WAITING_FOR_YOU
        sync.services.sync.cancel("synq-1")
        got = await sync.outcome()
        assert got.outcome is Outcome.CANCELLED
        assert 0 < got.added < LINES
        assert sync.person.left == 1
    await home.goes_on()


async def test_a_killed_process_fails_its_connection_in_words(home: Home) -> None:
    async with home.in_mid_run() as sync:
        os.kill(sync.process(), signal.SIGKILL)
        got = await sync.outcome()
        assert (got.outcome, got.complete) == (Outcome.FAILED, False)
        assert got.error == "The sync of Synq broke off. What was read is kept. Try again."
        assert sync.person.left == 1
        [view] = sync.services.library.connections()
        assert (view.verdict.state, view.verdict.why) == (ConnectionState.FAILING, got.error)
        assert view.lines > 0
    await home.goes_on()


async def test_a_process_that_does_not_start_fails_in_words(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_apart, "PROCESS", "orderdock.not_there")
    [got] = await home.house.sync()
    assert got.outcome is Outcome.FAILED
    assert got.error is not None
    assert got.error.startswith("The sync of Synq could not begin. Try again;")


async def test_an_unknown_connection_is_said_before_anything_starts(home: Home) -> None:
    with pytest.raises(NoSuchConnection):
        await home.house.sync("nobody")


async def test_the_passphrase_is_asked_for_here_and_once(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orderdock.compose._passphrase", lambda *_: None)
    person = ScriptedDialogue({"passphrase": PASSPHRASE})
    async with home.house.program() as services:
        for _ in range(2):
            [got] = await services.sync.run(dialogue=lambda _: person, follow=lambda _: None)
            assert got.outcome is Outcome.OK
    assert person.keys == ["passphrase"]


async def test_without_the_passphrase_the_connection_says_what_it_needs(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orderdock.compose._passphrase", lambda *_: None)
    person = ScriptedDialogue()
    async with home.house.program() as services:
        [got] = await services.sync.run(dialogue=lambda _: person, follow=home.events.append)
        [view] = services.library.connections()
    assert got.outcome is Outcome.NEEDS_YOU
    assert person.keys == ["passphrase"]
    assert view.verdict.state is ConnectionState.WAITING_FOR_YOU
    assert children(sync_apart.PROCESS) == []


async def test_sign_ins_kept_for_the_session_only_stay_in_this_process(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orderdock.compose._passphrase", lambda *_: None)
    monkeypatch.setattr(sync_apart, "PROCESS", "orderdock.not_there")
    fresh = Household(tmp_path / "session", apart=True)
    person = ScriptedDialogue({"session_only": True, "token": home.control.token()})
    async with fresh.program() as services:
        made = await services.connections.connect(
            "synq", person, base_url=home.sandbox.bases["synq"]
        )
        [got] = await services.sync.run(
            [made.id], dialogue=lambda _: ScriptedDialogue(), follow=home.events.append
        )
    assert (got.outcome, got.added) == (Outcome.OK, LINES)
    assert [e.outcome for e in home.events if isinstance(e, SyncFinished)] == [got]
