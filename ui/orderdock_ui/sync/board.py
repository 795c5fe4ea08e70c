"""What is known of the running and last syncs: plain state, fed by events, drawn by the page."""

from dataclasses import dataclass, field
from datetime import datetime

from orderdock.domain.connections import Outcome, SyncOutcome
from orderdock.domain.events import SyncProgressed

_OVER = frozenset({"done", "failed"})


@dataclass(slots=True)
class LinkRow:
    """One shop of a sync."""

    id: str
    name: str
    stage: str = "queued"
    message: str = ""
    done: int = 0
    total: int | None = None


@dataclass(slots=True)
class ConnectionCard:
    """One connection's sync: its own progress, its shops, how it ended."""

    id: str
    name: str
    provider: str
    stage: str = "queued"
    message: str = ""
    done: int = 0
    total: int | None = None
    rows: dict[str, LinkRow] = field(default_factory=dict)
    outcome: SyncOutcome | None = None
    begun: datetime | None = None

    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self.outcome is None

    def id_of(self, name: str) -> str:
        """The id of the shop of that name; the name where no shop has it (a question names one)."""
        return next((row.id for row in self.rows.values() if row.name == name), name)

    def counts(self) -> tuple[int, int | None]:
        """How many of how many, over its shops where they say it."""
        rows = [row for row in self.rows.values() if row.done or row.total]
        if not rows:
            return self.done, self.total
        totals = [row.total for row in rows]
        done = sum(row.done for row in rows)
        known = len(rows) == len(self.rows) and all(t is not None for t in totals)
        return done, sum(t or 0 for t in totals) if known else None


class SyncBoard:
    """All cards, in the order in which the syncs were asked for."""

    def __init__(self) -> None:
        self.cards: dict[str, ConnectionCard] = {}
        self.begun: datetime | None = None

    def begin(self, connections: list[tuple[str, str, str]], now: datetime) -> None:
        """A sync of these (id, name, provider name) begins; finished others are cleared away."""
        if not self.is_running():
            self.cards = {}
            self.begun = now
        for id_, name, provider in connections:
            self.cards[id_] = ConnectionCard(id_, name, provider, begun=now)

    def take(self, event: SyncProgressed) -> ConnectionCard | None:
        """Take over progress; None when it is about a sync nobody asked for here."""
        card = self.cards.get(event.connection)
        if card is None or not card.is_running():
            return None
        key = event.link_id or card.id_of(event.link)
        if not key:
            card.stage, card.message = event.stage, event.message
            card.done, card.total = event.done, event.total
            return card
        row = card.rows.get(key)
        if row is None:
            row = card.rows[key] = LinkRow(key, event.link or key)
        row.name = event.link or row.name
        row.stage, row.message = event.stage, event.message
        row.done, row.total = event.done, event.total
        return card

    def finish(self, outcome: SyncOutcome) -> ConnectionCard | None:
        """One connection is through."""
        card = self.cards.get(outcome.id)
        if card is not None:
            card.outcome = outcome
            for row in card.rows.values():
                if row.stage not in _OVER and outcome.outcome is Outcome.CANCELLED:
                    row.stage, row.message = "failed", "Cancelled"
        return card

    def is_running(self) -> bool:
        """Whether any is not through."""
        return any(card.is_running() for card in self.cards.values())

    def running(self) -> list[ConnectionCard]:
        """Those not through."""
        return [card for card in self.cards.values() if card.is_running()]

    def finished(self) -> int:
        """How many are through."""
        return len(self.cards) - len(self.running())
