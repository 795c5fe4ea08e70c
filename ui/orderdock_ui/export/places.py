"""Where files go and what they are called; what was exported before."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QStandardPaths

_KEPT = 50


class SettingsKeeper(Protocol):
    """Where small settings are kept."""

    def settings(self) -> dict[str, Any]: ...
    def save_setting(self, key: str, value: Any) -> None: ...


def suggested(keeper: SettingsKeeper, today: date, extension: str) -> Path:
    """A file that does not exist yet, in the folder used last or among the documents."""
    last = keeper.settings().get("export.folder")
    folder = Path(last) if isinstance(last, str) and Path(last).is_dir() else _documents()
    name = f"orders-{today:%Y-%m-%d}"
    place = folder / f"{name}.{extension}"
    number = 2
    while place.exists():
        place = folder / f"{name}-{number}.{extension}"
        number += 1
    return place


def _documents() -> Path:
    kinds = QStandardPaths.StandardLocation
    for kind in (kinds.DocumentsLocation, kinds.HomeLocation):
        folder = Path(QStandardPaths.writableLocation(kind))
        if folder.is_dir():
            return folder
    return Path.cwd()


def remember(keeper: SettingsKeeper, entry: Mapping[str, Any]) -> None:
    """Note an export (path, rows, bytes, preset, at), the newest first."""
    keeper.save_setting("export.folder", str(Path(str(entry["path"])).parent))
    keeper.save_setting("export.log", [dict(entry), *log(keeper)][:_KEPT])


def log(keeper: SettingsKeeper) -> list[dict[str, Any]]:
    """What was exported before, the newest first."""
    saved = keeper.settings().get("export.log")
    if not isinstance(saved, list):
        return []
    return [e for e in saved if isinstance(e, dict) and isinstance(e.get("path"), str)]


def file_size(count: int) -> str:
    """Bytes in words: "6.8 MB"."""
    size = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{size:.0f} {unit}" if unit == "bytes" or size >= 100 else f"{size:.1f} {unit}"
        size /= 1000
    return ""
