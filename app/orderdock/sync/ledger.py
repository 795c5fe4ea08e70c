"""What a sync writes down: rows, bookmarks, links and evidence, each commit one transaction."""

import asyncio
import math
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import apsw

from orderdock.connector.contract import Bookmark, Completed, LinkFailed, LinksFound
from orderdock.domain.connections import ConnectionId, SyncOutcome
from orderdock.domain.errors import NeedsPerson, OrderdockError, PersonCancelled, RateLimited
from orderdock.store import bookmarks, connections, links, runs
from orderdock.store.database import Database
from orderdock.store.entry import Entry
from orderdock.store.orders import Saved
from orderdock.store.raw_orders import raw_orders
from orderdock.sync.batch import Kept, Pack
from orderdock.sync.saver import Saver
from orderdock.sync.tally import Tally, said, unusable

_WELL: dict[str, object] = {"error_code": None, "error_says": "", "needs_person": False}


class Ledger:
    """One connection's book; one run at a time."""

    def __init__(
        self, database: Database, connection: ConnectionId, saver: Saver | None = None
    ) -> None:
        self._database = database
        self._connection = connection
        self._saver = saver or Saver(database, beside_after=math.inf)
        self._run: int | None = None

    async def begin(self, now: datetime) -> dict[str, Bookmark]:
        """Note that a run begins; returns where reading stopped, by scope."""
        self._run = await self._database.write(runs.begin, self._connection, _seconds(now))
        return dict(await self._database.read(bookmarks.of_connection, self._connection))

    async def stored(self, keys: Collection[str]) -> dict[str, bytes]:
        """The provider's own records of these orders, as far as they are here."""
        return await self._database.read(raw_orders, self._connection, keys)

    def coming(self, lines: int) -> None:
        """So many more were read, and will be committed."""
        self._saver.coming(lines)

    def commit(self, readings: Sequence[Kept], now: datetime) -> "asyncio.Future[Saved]":
        """Keep rows with their bookmarks, links and links' evidence: all of it or nothing.

        Commits are made one after the other; after one that failed, none of the run.
        """
        return self._saver.commit(self._entry(readings, now))

    async def close(self, tally: Tally, error: OrderdockError | None, now: datetime) -> None:
        """Keep what the run as a whole has shown.

        `error` None: everything was read to the end. A link's failure stands at the link alone.
        """
        await self._database.write(self._close, tally, error, now)

    async def end(self, outcome: SyncOutcome, tally: Tally, now: datetime) -> None:
        """Note how the run came out."""
        if self._run is not None:
            await self._database.write(self._end, self._run, outcome, tally, now)

    async def keep_settings(self, settings: Mapping[str, str]) -> None:
        """Keep the connection's plain settings as the provider left them."""
        await self._database.write(connections.save_settings, self._connection, settings)

    def _entry(self, readings: Sequence[Kept], now: datetime) -> Entry:
        moment = _seconds(now)
        pages = [reading for reading in readings if isinstance(reading, Pack)]
        found = [link for r in readings if isinstance(r, LinksFound) for link in r.links]
        facts = [(link.id, _failed(unusable(link), moment)) for link in found if not link.usable]
        for reading in readings:
            match reading:
                case Completed(link, up_to) if link:
                    facts.append((link, _read(up_to, moment)))
                case LinkFailed(link, error):
                    facts.append((link, _failed(error, moment)))
        return Entry(
            self._connection,
            self._run,
            moment,
            orders=[order for page in pages for order in page.orders],
            whole=list(frozenset().union(*(page.whole for page in pages))),
            set_aside=[record for page in pages for record in page.set_aside],
            bookmarks={p.scope: p.bookmark for p in pages if p.bookmark is not None},
            links=[(link.id, link.name) for link in found],
            facts=facts,
        )

    def _close(
        self, db: apsw.Connection, tally: Tally, error: OrderdockError | None, now: datetime
    ) -> None:
        if isinstance(error, PersonCancelled) and error.still_needed is not None:
            error = error.still_needed
        if error is not None:
            until = _pause_end(error, now)
            facts = _facts_of(error) | {"error_says": said(tally, error)}
            self._record(db, None, last_attempt=now, paused_until=until, **facts)
            return
        for link, gap in tally.gaps_by_link().items():
            self._record(db, link, incomplete=gap)
        self._settle_links(db, tally, now)
        self._record(
            db,
            None,
            last_attempt=now,
            paused_until=None,
            incomplete=tally.has_gap(""),
            **_WELL,
        )
        if not tally.failed:
            self._record(db, None, last_verified=now)
        up_to = self._data_up_to(db, tally)
        if up_to is not None:
            self._record(db, None, data_up_to=up_to)

    def _settle_links(self, db: apsw.Connection, tally: Tally, now: datetime) -> None:
        """What the end of the whole run says about links that nothing was said about by name.

        One that the provider lists no more is neither verified nor in trouble: it grows old.
        """
        whole = tally.completed.get("")
        for stored in links.of_connection(db, self._connection):
            link = stored.remote_id
            if tally.links_known and link not in tally.links:
                self._record(db, link, **_WELL)
            elif whole is not None and link not in tally.failed:
                self._record(db, link, **_read(whole.up_to, _seconds(now)))

    def _data_up_to(self, db: apsw.Connection, tally: Tally) -> int | None:
        """Until when everything is here: no later than the link that is furthest behind."""
        whole = tally.completed.get("")
        moments = [link.evidence.data_up_to for link in links.of_connection(db, self._connection)]
        if whole is not None and not tally.failed:
            return whole.up_to
        if not moments or None in moments:
            return None
        return min(_seconds(moment) for moment in moments if moment is not None)

    def _end(
        self, db: apsw.Connection, run: int, outcome: SyncOutcome, tally: Tally, now: datetime
    ) -> None:
        runs.end(
            db,
            run,
            now=_seconds(now),
            outcome=outcome.outcome,
            saved=tally.saved,
            expected=tally.sum_of("expected"),
            seen=tally.sum_of("seen"),
            notes=outcome.notes,
        )

    def _record(self, db: apsw.Connection, link: str | None, **facts: object) -> None:
        connections.record(db, self._connection, link=link, **facts)


def _read(up_to: int | None, now: int) -> dict[str, object]:
    """What is so of a link that was read to the end."""
    return {"last_verified": now, "data_up_to": up_to, "last_attempt": now, **_WELL}


def _failed(error: OrderdockError, now: int) -> dict[str, object]:
    return {"last_attempt": now, **_facts_of(error)}


def _facts_of(error: OrderdockError) -> dict[str, object]:
    return {
        "error_code": error.error_code,
        "error_says": str(error),
        "needs_person": isinstance(error, NeedsPerson),
    }


def _pause_end(error: OrderdockError, now: datetime) -> datetime | None:
    """Until when the provider wants quiet, if it said so."""
    if not isinstance(error, RateLimited):
        return None
    if error.until is not None:
        return error.until.astimezone(UTC)
    return None if error.retry_after is None else now + timedelta(seconds=error.retry_after)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
