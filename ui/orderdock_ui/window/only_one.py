"""One window per profile: a second start rings, and the first window comes to the front."""

import contextlib
import secrets
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject

from orderdock.services.profile import Profile


def _bell(profile: Profile) -> Path:
    return profile.data_dir / "window.ring"


def ring(profile: Profile) -> None:
    """Ask the open window of `profile` to come to the front."""
    with contextlib.suppress(OSError):
        _bell(profile).write_text(secrets.token_hex(8), encoding="ascii")


class Doorbell(QObject):
    """Calls `answer` when another start of the same profile rang."""

    def __init__(self, profile: Profile, answer: Callable[[], object]) -> None:
        super().__init__()
        self._place = _bell(profile)
        with contextlib.suppress(OSError):
            self._place.touch(mode=0o600)
        self._watcher = QFileSystemWatcher([str(self._place)], self)
        self._watcher.fileChanged.connect(lambda _path: answer())

    def close(self) -> None:
        """Stop listening."""
        self._watcher.removePaths(self._watcher.files())
        with contextlib.suppress(OSError):
            self._place.unlink()
