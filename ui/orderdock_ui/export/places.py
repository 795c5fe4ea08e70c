"""Where files go and what they are called; the files saved that are no exports of orders."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QStandardPaths

_KEPT = 50


class SettingsKeeper(Protocol):
    """Where small settings are kept."""

    def settings(self) -> dict[str, Any]: ...
    def save_setting(self, key: str, value: Any) -> None: ...


def folder(keeper: SettingsKeeper) -> Path:
    """The folder used last; at first the documents, or the home."""
    last = keeper.settings().get("export.folder")
    if isinstance(last, str) and Path(last).is_dir():
        return Path(last)
    kinds = QStandardPaths.StandardLocation
    for kind in (kinds.DocumentsLocation, kinds.HomeLocation):
        place = Path(QStandardPaths.writableLocation(kind))
        if place.is_dir():
            return place
    return Path.cwd()


def said(where: Path) -> str:
    """A folder as people know it: from the home on, where it lies there."""
    try:
        inside = where.relative_to(Path.home())
    except (ValueError, RuntimeError):
        return str(where)
    return str(where) if os.name == "nt" else str(Path("~") / inside)


def free(where: Path, name: str, extension: str) -> Path:
    """A file of this name that does not exist yet; with a number when it does."""
    place, number = where / f"{name}.{extension}", 2
    while place.exists():
        place = where / f"{name}-{number}.{extension}"
        number += 1
    return place


def remember_folder(keeper: SettingsKeeper, path: Path) -> None:
    """The next file is proposed beside this one."""
    keeper.save_setting("export.folder", str(path.absolute().parent))


def remember(keeper: SettingsKeeper, entry: Mapping[str, Any]) -> None:
    """Note a file of a provider's other data (path, rows, bytes, at), the newest first.

    Exports of orders have a log of their own, with what they were made from.
    """
    remember_folder(keeper, Path(str(entry["path"])))
    keeper.save_setting("export.log", [dict(entry), *log(keeper)][:_KEPT])


def forget(keeper: SettingsKeeper, path: str, at: int) -> None:
    """Take one off the list; the file stays."""
    left = [each for each in log(keeper) if (each["path"], each["at"]) != (path, at)]
    keeper.save_setting("export.log", left)


def log(keeper: SettingsKeeper) -> list[dict[str, Any]]:
    """What `remember` noted, the newest first; damaged entries are left out."""
    saved = keeper.settings().get("export.log")
    if not isinstance(saved, list):
        return []
    return [entry for entry in saved if _is_whole(entry)]


def _is_whole(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("path"), str)
        and all(isinstance(entry.get(key), int) for key in ("rows", "bytes", "at"))
    )


def file_size(count: int) -> str:
    """Bytes in words: "6.8 MB"."""
    size = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{size:.0f} {unit}" if unit == "bytes" or size >= 100 else f"{size:.1f} {unit}"
        size /= 1000
    return ""
