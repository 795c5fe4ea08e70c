"""A profile, its services and a sandbox, joined as in the real program."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orderdock import compose
from orderdock.domain.connections import ConnectionView, SyncOutcome
from orderdock.domain.events import Event
from orderdock.sandbox.running import RunningSandbox
from orderdock.services.front import Services
from orderdock.sync import saver
from tests.support.sandbox import Visitor, fetch
from tests.support.scripted_dialogue import ScriptedDialogue

PASSPHRASE = "a passphrase of the tests"


@dataclass
class Journey:
    """One profile at one sandbox; every step opens the program anew."""

    folder: Path
    sandbox: RunningSandbox
    events: list[Event] = field(default_factory=list)
    dialogue: ScriptedDialogue = field(default_factory=ScriptedDialogue)

    @asynccontextmanager
    async def program(self) -> AsyncGenerator[Services, None]:
        """The program, from start to end."""
        profile = compose.find_profile(
            profile=None, data_dir=str(self.folder), sandbox=None, environ={}
        )
        library = compose.open_library(profile)
        try:
            async with compose.open_services(library, environ=self.environ()) as services:
                yield services
        finally:
            library.close()

    async def browse(self, url: str) -> None:
        """What a person does on the sign-in page."""

        def visit() -> None:
            fetch("GET", Visitor().sign_in(url))

        await asyncio.to_thread(visit)

    def environ(self) -> dict[str, str]:
        return {"ORDERDOCK_PACE": "0.002", "ORDERDOCK_PASSPHRASE": PASSPHRASE}

    def answers(self, **more: Any) -> dict[str, Any]:
        """The sandbox's own demo answers, with others instead."""
        return {**self.sandbox.demo["stackline"]["answers"], **more}

    async def connect(self, **more: Any) -> str:
        """Connect Stackline with a retailer; the connection's id."""
        self.dialogue = ScriptedDialogue(self.answers(**more), browse=self.browse)
        async with self.program() as services:
            made = await services.connections.connect(
                "stackline", self.dialogue, base_url=self.sandbox.bases["stackline"]
            )
        return made.id

    async def sync(self, **answers: Any) -> SyncOutcome:
        """Sync the one connection."""
        self.dialogue = ScriptedDialogue(answers)
        async with self.program() as services:
            [outcome] = await services.sync.run(
                dialogue=lambda _: self.dialogue, follow=self.events.append
            )
        return outcome

    async def sync_all_anew(self) -> SyncOutcome:
        """Read everything again."""
        async with self.program() as services:
            [outcome] = await services.sync.run(
                full=True, dialogue=lambda _: ScriptedDialogue(), follow=self.events.append
            )
        return outcome

    async def link(self, connection: str, **more: Any) -> None:
        """Add a retailer."""
        self.dialogue = ScriptedDialogue(self.answers(**more))
        async with self.program() as services:
            await services.connections.link(connection, self.dialogue)

    def break_base_url(self, connection: str) -> None:
        """Let the connection point at a port where nobody listens."""
        library = compose.open_library(
            compose.find_profile(profile=None, data_dir=str(self.folder), sandbox=None, environ={})
        )
        library.database.write_now(
            lambda db: db.execute(
                "UPDATE connections SET base_url = 'http://127.0.0.1:9' WHERE key = ?",
                (connection,),
            )
        )
        library.close()

    async def view(self, connection: str = "stackline-1") -> ConnectionView:
        """How the connection is shown."""
        async with self.program() as services:
            return services.library.connection(connection)

    def rows(self, sql: str) -> list[Any]:
        """What stands in the database."""
        library = compose.open_library(
            compose.find_profile(profile=None, data_dir=str(self.folder), sandbox=None, environ={})
        )
        try:
            return library.database.read_now(lambda db: db.execute(sql).fetchall())
        finally:
            library.close()

    def lines(self) -> list[Any]:
        """The lines, without what depends on when they were read."""
        return self.rows(
            "SELECT order_number, line_key, item_name, quantity, unit_price, shipment_status"
            " FROM lines ORDER BY order_number, line_key"
        )

    async def kill_sync_after(self, rows: int) -> None:
        """Sync in a process of its own and kill it, unasked, once so many lines are committed."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            "import asyncio, sys; from tests.journeys.core.journey import sync_alone;"
            "asyncio.run(sync_alone(sys.argv[1]))",
            str(self.folder),
            env={**os.environ, **self.environ()},
            cwd=Path(__file__).parents[3],
        )
        ended = asyncio.ensure_future(process.wait())
        try:
            while not ended.done() and len(self.lines()) < rows:
                await asyncio.wait([ended], timeout=0.005)
        finally:
            if process.returncode is None:
                process.kill()
            await ended


async def sync_alone(folder: str) -> None:
    """A whole program that syncs, soon in two processes; to be killed."""
    saver.BESIDE_AFTER = 500
    library = compose.open_library(
        compose.find_profile(profile=None, data_dir=folder, sandbox=None, environ={})
    )
    async with compose.open_services(library) as services:
        await services.sync.run(dialogue=lambda _: ScriptedDialogue(), follow=lambda _: None)
