"""A data folder and the program's services over it, for journeys of any provider."""

import csv
import io
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orderdock import compose
from orderdock.domain.connections import SyncOutcome
from orderdock.domain.events import Event
from orderdock.export.request import ExportRequest
from orderdock.query.filters import OrderFilter
from orderdock.services.front import Services
from tests.support.scripted_dialogue import ScriptedDialogue


@dataclass
class Household:
    """One profile; every step opens the program anew, as a person would."""

    folder: Path
    pace: float = 0.002
    apart: bool = False
    """Sync in a process of its own, as the window does."""
    events: list[Event] = field(default_factory=list)

    @asynccontextmanager
    async def program(self) -> AsyncGenerator[Services, None]:
        """The program, from start to end."""
        profile = compose.find_profile(
            profile=None, data_dir=str(self.folder), sandbox=None, environ={}
        )
        environ = {"ORDERDOCK_PACE": str(self.pace), "ORDERDOCK_PASSPHRASE": "of the tests"}
        library = compose.open_library(profile)
        try:
            async with compose.open_services(
                library, environ=environ, apart=self.apart
            ) as services:
                yield services
        finally:
            library.close()

    async def connect(
        self, provider: str, base_url: str, answers: Mapping[str, Any], name: str | None = None
    ) -> str:
        """Connect and answer whatever is asked; the connection's id."""
        async with self.program() as services:
            made = await services.connections.connect(
                provider, ScriptedDialogue(answers), base_url=base_url, name=name
            )
        return made.id

    async def sync(self, *connections: str, full: bool = False) -> list[SyncOutcome]:
        """Sync these, or all; nobody is there to answer."""
        self.events.clear()
        async with self.program() as services:
            return await services.sync.run(
                connections,
                full=full,
                dialogue=lambda _: ScriptedDialogue(),
                follow=self.events.append,
            )

    async def exported(self, *connections: str) -> list[tuple[str, ...]]:
        """The rows of the default export, without its header, the provider's text untouched."""
        target = self.folder.parent / "orders.csv"
        request = ExportRequest(raw=True, filter=OrderFilter(connections=tuple(connections)))
        async with self.program() as services:
            services.export.run(request, target)
        text = target.read_bytes().decode()
        return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))][1:]

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """What stands in the database."""
        library = compose.open_library(
            compose.find_profile(profile=None, data_dir=str(self.folder), sandbox=None, environ={})
        )
        try:
            return library.database.read_now(lambda db: db.execute(sql, values).fetchall())
        finally:
            library.close()
