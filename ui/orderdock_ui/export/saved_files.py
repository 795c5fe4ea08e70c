"""Files that were saved, and whether they still lie there as they were written."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from orderdock.services.export import ExportRequest, ExportService, Logged
from orderdock_ui.export import places
from orderdock_ui.orders.chip_words import chips_of


class Fate(Enum):
    """What has become of a file."""

    THERE = "there"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class SavedFile:
    """One file of the list."""

    path: Path
    at: int
    """Seconds since 1970 UTC."""
    rows: int
    bytes: int
    """When it was written."""
    fate: Fate
    bytes_now: int
    about: str
    """What was asked for, in words; empty when it is not known."""
    logged: Logged | None
    """Its entry in the log; None for a file of a provider's other data."""

    @property
    def can_repeat(self) -> bool:
        """Whether it is known what to write again."""
        return self.logged is not None and self.logged.request is not None


def look(
    service: ExportService | None, keeper: places.SettingsKeeper, name_of: Callable[[str], str]
) -> list[SavedFile]:
    """All of them, the newest first. Reads the disk: call it beside the window."""
    found = [
        _saved(each.path, each.at, each.rows, each.bytes, about_of(each.request, name_of), each)
        for each in (service.log() if service is not None else ())
    ]
    found += [
        _saved(Path(each["path"]), each["at"], each["rows"], each["bytes"])
        for each in places.log(keeper)
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


def about_of(request: ExportRequest | None, name_of: Callable[[str], str]) -> str:
    """What was asked for in one line: "lines, CSV, Retailer: Target"."""
    if request is None:
        return ""
    words = [str(request.preset or "lines"), request.format.upper()]
    if request.columns:
        words[0] = f"{words[0]} as shown"
    selected = request.line_ids or request.order_ids
    if selected:
        unit = "line" if request.line_ids else "order"
        words.append(f"{len(selected):,} selected {unit}{'' if len(selected) == 1 else 's'}")
    else:
        chips = chips_of(request.filter, name_of)
        words += [f"{chip.field}: {chip.value}" for chip in chips] or ["all orders"]
    if request.only_new:
        words.append("only new or changed")
    return ", ".join(words)


def _saved(
    path: Path, at: int, rows: int, size: int, about: str = "", logged: Logged | None = None
) -> SavedFile:
    try:
        now = path.stat().st_size if path.is_file() else -1
    except OSError:
        now = -1
    fate = Fate.GONE if now < 0 else Fate.THERE if now == size else Fate.CHANGED
    return SavedFile(path, at, rows, size, fate, now, about, logged)
