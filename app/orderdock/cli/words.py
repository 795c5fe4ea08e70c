"""States, moments and numbers in words, and text that cannot play tricks on a terminal."""

import unicodedata
from datetime import UTC, datetime

from orderdock.domain.connections import Action, ConnectionState

STATES = {
    ConnectionState.OK: "Up to date",
    ConnectionState.SYNCING: "Syncing",
    ConnectionState.WAITING_FOR_YOU: "Waiting for you",
    ConnectionState.SIGN_IN_NEEDED: "Sign-in needed",
    ConnectionState.FAILING: "Failing",
    ConnectionState.STALE: "Old data",
    ConnectionState.PAUSED: "Paused",
    ConnectionState.NEVER_SYNCED: "Never synced",
}
_NEXT = {
    Action.SYNC: "{program} sync {connection}",
    Action.TRY_AGAIN: "{program} sync {connection}",
    Action.RESUME: "{program} sync {connection}",
    Action.ANSWER: "{program} sync {connection}, and answer what it asks",
    Action.SIGN_IN: "{program} repair {connection}{link}",
    Action.CANCEL_SYNC: "wait, or press Ctrl+C where it runs",
}


def next_step(action: Action, program: str, connection: str, link: str = "") -> str:
    """What to type about a state."""
    return _NEXT[action].format(
        program=program, connection=connection, link=f" {link}" if link else ""
    )


def moment(when: datetime | None) -> str:
    """A moment for reading: `2026-11-03 22:15 UTC`; empty when there is none."""
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if when else ""


def iso(when: datetime | None) -> str | None:
    """A moment for programs: `2026-11-03T22:15:00Z`."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if when else None


def iso_seconds(seconds: int | None) -> str | None:
    """Seconds since 1970 UTC for programs, also before 1970."""
    return None if seconds is None else iso(datetime.fromtimestamp(seconds, UTC))


def data_up_to(when: datetime | None) -> str:
    """How far the data goes, in words."""
    return f"data up to {moment(when)}" if when else "no data yet"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 line`, `1,430 lines`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size(number: int) -> str:
    """A number of bytes: `812 bytes`, `4.2 kB`, `31.0 MB`."""
    if number < 1000:
        return counted(number, "byte")
    for unit in ("kB", "MB"):
        number_in_unit = number / {"kB": 1000, "MB": 1_000_000}[unit]
        if number_in_unit < 1000:
            break
    else:
        number_in_unit, unit = number / 1_000_000_000, "GB"
    return f"{number_in_unit:.1f} {unit}"


def printable(text: str) -> str:
    """One line of `text` for a terminal: line breaks as ⏎, control and direction marks as �.

    What providers send must not move the cursor, change colours or turn the reading direction.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_harmless, text.replace("\r\n", "\n")))


def _harmless(char: str) -> str:
    if char in "\n\r\u2028\u2029\x85":
        return "⏎"
    if char == "\t":
        return " "
    kind = unicodedata.category(char)
    direction_mark = kind == "Cf" and char not in "\u200c\u200d"  # joiners shape letters and emoji
    return "�" if kind in {"Cc", "Cs"} or direction_mark else char


def width(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def shortened(text: str, columns: int) -> str:
    """`text` cut to `columns` columns, with an ellipsis where something is missing."""
    if width(text) <= columns:
        return text
    kept, used = [], 0
    for char in text:
        used += _char_width(char)
        if used > columns - 1:
            break
        kept.append(char)
    return "".join(kept) + "…"
