"""How a sync reads: stages, counts, what came of it."""

from dataclasses import dataclass

from orderdock.domain.connections import Outcome, SyncOutcome
from orderdock_ui import text
from orderdock_ui.sync.board import ConnectionCard, LinkRow


@dataclass(frozen=True, slots=True)
class Said:
    """An icon, words and their inks."""

    icon: str
    words: str
    icon_ink: str
    ink: str


_ENDS = {
    Outcome.OK: ("circle-check", "ok"),
    Outcome.FAILED: ("circle-alert", "bad"),
    Outcome.NEEDS_YOU: ("hand", "warn"),
    Outcome.CANCELLED: ("circle-x", "muted"),
}


def of_row(row: LinkRow) -> Said:
    """One shop's state."""
    words = text.stage(row.stage, row.message)
    match row.stage:
        case "done":
            return Said("circle-check", words, "ok", "ok")
        case "failed":
            return Said("circle-alert", words, "bad", "bad")
        case "waiting":
            return Said("hand", words, "warn", "warn")
        case "queued":
            return Said("clock", words, "muted", "text2")
        case "paused":
            return Said("circle-pause", words, "muted", "text2")
        case _:
            # In running rows only the icon is tinted; words take colour when it is over.
            return Said("refresh-cw", words, "accent", "text")


def of_card(card: ConnectionCard, *, waits: bool) -> Said:
    """A connection's state in the head of its card."""
    if card.outcome is not None:
        icon, ink = _ENDS[card.outcome.outcome]
        return Said(icon, outcome_word(card.outcome), ink, ink)
    if waits:
        return Said("hand", "Waiting for you", "warn", "warn")
    if card.stage == "queued" and not card.rows:
        return Said("clock", "In the queue", "muted", "text2")
    if card.stage == "paused":
        return Said("circle-pause", text.stage("paused", card.message), "muted", "text2")
    return Said("refresh-cw", "Syncing", "accent", "accent")


def stage_of(card: ConnectionCard) -> str:
    """What a running connection is at: its own stage, or that of the shop it is at."""
    at_work = [r for r in card.rows.values() if r.stage not in ("queued", "done", "failed")]
    if not at_work:
        return text.stage(card.stage, card.message)
    entry = at_work[0]
    said = text.stage(entry.stage, entry.message)
    return said if entry.name in said else f"{entry.name}: {said}"


def outcome_word(outcome: SyncOutcome) -> str:
    """How it ended, in a few words."""
    if outcome.outcome is Outcome.OK:
        return "Up to date" if outcome.complete else "Read, with a gap"
    words = {
        Outcome.FAILED: "Stopped",
        Outcome.NEEDS_YOU: "Needs you",
        Outcome.CANCELLED: "Cancelled",
    }
    return words[outcome.outcome]


def came_of_it(outcome: SyncOutcome) -> str:
    """What a finished sync brought, in lines of orders."""
    parts = []
    if outcome.added:
        parts.append(f"{text.counted(outcome.added, 'new line')}")
    if outcome.changed:
        parts.append(f"{text.count(outcome.changed)} changed")
    if not parts and outcome.outcome is Outcome.OK:
        parts.append("Nothing new")
    if outcome.unchanged:
        parts.append(f"{text.count(outcome.unchanged)} checked")
    return " · ".join(parts)


def counts(done: int, total: int | None) -> str:
    """Done of all ("1,430 of 5,210") when the total is known, else the rising count."""
    if total is not None:
        return f"{text.count(done)} of {text.count(total)}"
    return text.count(done) if done else ""
