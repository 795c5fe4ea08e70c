"""One window per profile: a second start rings, and the first window comes to the front."""

import contextlib
import secrets
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject


def _bell(folder: Path) -> Path:
    return folder / "window.ring"


def ring(folder: Path) -> None:
    """Ask the open window of the profile in `folder` to come to the front."""
    with contextlib.suppress(OSError):
        _bell(folder).write_text(secrets.token_hex(8), encoding="ascii")


class Doorbell(QObject):
    """Calls `answer` when another start of the same profile rang."""

    def __init__(self, folder: Path, answer: Callable[[], object]) -> None:
        super().__init__()
        self._place = _bell(folder)
        with contextlib.suppress(OSError):
            self._place.touch(mode=0o600)
        self._watcher = QFileSystemWatcher([str(self._place)], self)
        self._watcher.fileChanged.connect(lambda _path: answer())

    def close(self) -> None:
        """Stop listening."""
        self._watcher.removePaths(self._watcher.files())
        with contextlib.suppress(OSError):
            self._place.unlink()
