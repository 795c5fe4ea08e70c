"""The sandbox's memory on disk, so that a later process goes on where this one stopped."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import msgspec


class UnreadableState(Exception):
    """The state file is there, but it is not one of ours."""


class StateFile:
    """One JSON file, 0600, replaced as a whole."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, Any] | None:
        """What was written last, or None when there is no file yet. Raises `UnreadableState`."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UnreadableState(str(error.strerror)) from error
        try:
            return msgspec.json.decode(data, type=dict[str, Any])
        except msgspec.DecodeError as error:
            raise UnreadableState("it holds no sandbox state") from error

    def write(self, data: bytes) -> None:
        """Replace the file in one step; a crash leaves the old one or the new one."""
        descriptor, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            Path(name).replace(self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
