"""What one sync has seen so far, and what that makes of its result: pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from orderdock.connector.contract import Completed, Link, LinkFailed, LinksFound, Note
from orderdock.domain.connections import ConnectionId, Outcome, SyncOutcome
from orderdock.domain.errors import NeedsPerson, OrderdockError, PersonCancelled, SignInNeeded
from orderdock.store.orders import Saved


@dataclass(slots=True)
class Tally:
    """Everything a sync's result is made of."""

    provider: str
    """The provider's name, for sentences."""
    saved: Saved = field(default_factory=Saved)
    links: dict[str, Link] = field(default_factory=dict)
    links_known: bool = False
    """The provider said what hangs under the connection, be it nothing."""
    failed: dict[str, OrderdockError] = field(default_factory=dict)
    completed: dict[str, Completed] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, saved: Saved) -> None:
        """Count one more commit."""
        self.saved = Saved(*(a + b for a, b in zip(self.saved, saved, strict=True)))

    def start_anew(self) -> None:
        """Forget what an earlier try found to be wrong or done; the counts stay."""
        self.failed.clear()
        self.completed.clear()

    def hear(self, reading: LinksFound | LinkFailed | Completed | Note) -> None:
        """Take in what is no page and no progress."""
        match reading:
            case LinksFound(links):
                self.links_known = True
                self.links.update({link.id: link for link in links})
                for link in links:
                    if not link.usable:
                        self.failed.setdefault(link.id, unusable(link))
            case LinkFailed(link_id, error):
                self.failed[link_id] = error
            case Completed():
                self.completed[reading.link] = reading
            case Note(message):
                if message not in self.notes:
                    self.notes.append(message)

    def name_of(self, link_id: str) -> str:
        """A link's name; the id when it has none, empty for the whole connection."""
        link = self.links.get(link_id)
        return link.name if link is not None else link_id

    def gaps(self) -> list[str]:
        """A sentence for each part that is not, or may not be, all that the provider has."""
        return [gap for link in self.completed if (gap := self.has_gap(link))]

    def _gap(self, c: Completed) -> str:
        of = f" of {self.name_of(c.link)}" if c.link else ""
        return (
            f"{self.provider} says it has {c.expected:,} {c.unit}{of}, but sent only {c.seen:,}. "
            "Sync again to fetch the rest."
        )

    def has_gap(self, link_id: str) -> str:
        """The gap of one link (or of the whole connection, for ""), empty when there is none."""
        completed = self.completed.get(link_id)
        if completed is None:
            return ""
        return self._gap(completed) if _is_short(completed) else completed.doubt

    def gaps_by_link(self) -> dict[str, str]:
        """The gap sentence of each completed link, empty where there is none."""
        return {link: self.has_gap(link) for link in self.completed if link}

    def sum_of(self, number: Literal["expected", "seen"]) -> int | None:
        """All links' `expected` or `seen` together; None when a provider gave none."""
        known = [getattr(completed, number) for completed in self.completed.values()]
        return None if not known or None in known else sum(known)

    def worst_failure(self) -> OrderdockError | None:
        """The link failure to name first: one that needs a person before the others."""
        failures = list(self.failed.values())
        return next((e for e in failures if isinstance(e, NeedsPerson)), None) or next(
            iter(failures), None
        )


def _is_short(c: Completed) -> bool:
    return c.expected is not None and c.seen is not None and c.seen < c.expected


def unusable(link: Link) -> SignInNeeded:
    """What is so about a link that its provider says is broken."""
    return SignInNeeded(
        link.why or f"The sign-in at {link.name} no longer works.",
        "" if link.why else f"Repair {link.name} by signing in again.",
    )


def outcome_of(
    tally: Tally, error: BaseException | None, *, connection: ConnectionId, name: str
) -> SyncOutcome:
    """The result of a sync that ended with `error` (None: the provider's reading came to its end).

    A link that needs a person makes the whole `needs_you`; the other links' rows stay and count
    (outside contract, fine print).
    """
    kind = _kind(tally, error)
    says, code = _reason(tally, error, kind)
    gaps = tally.gaps()
    return SyncOutcome(
        id=connection,
        name=name,
        outcome=kind,
        added=tally.saved.added,
        changed=tally.saved.changed,
        unchanged=tally.saved.unchanged,
        quarantined=tally.saved.quarantined,
        complete=error is None and not tally.failed and not gaps,
        error=says,
        error_code=code,
        notes=tuple(_notes(tally, gaps, says)),
    )


def _kind(tally: Tally, error: BaseException | None) -> Outcome:
    if isinstance(error, NeedsPerson):
        return Outcome.NEEDS_YOU
    if isinstance(error, OrderdockError) and not isinstance(error, PersonCancelled):
        return Outcome.FAILED
    if error is not None:
        return Outcome.CANCELLED
    worst = tally.worst_failure()
    if worst is None:
        return Outcome.OK
    return Outcome.NEEDS_YOU if isinstance(worst, NeedsPerson) else Outcome.FAILED


def _reason(
    tally: Tally, error: BaseException | None, kind: Outcome
) -> tuple[str | None, str | None]:
    if kind is Outcome.CANCELLED:
        return "The sync was cancelled. What was read is kept.", PersonCancelled.code
    reason = error if isinstance(error, OrderdockError) else tally.worst_failure()
    return (said(tally, reason), reason.error_code) if reason is not None else (None, None)


def said(tally: Tally, error: OrderdockError) -> str:
    """The sentence of an error; that nothing was changed is true of its request, not of the run."""
    says = str(error)
    if tally.saved.added or tally.saved.changed:
        says = says.replace("Nothing was changed.", "What was read until then is kept.")
    return says


def _notes(tally: Tally, gaps: Iterable[str], says: str | None) -> Iterable[str]:
    yield from tally.notes
    yield from gaps
    for link_id, failure in tally.failed.items():
        sentence = said(tally, failure)
        if sentence != says:
            name = tally.name_of(link_id)
            yield sentence if name in sentence else f"{name}: {sentence}"
    if tally.saved.quarantined:
        number = tally.saved.quarantined
        yield (
            "1 record could not be read and was set aside."
            if number == 1
            else f"{number:,} records could not be read and were set aside."
        )
