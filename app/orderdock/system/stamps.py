"""When something was last done, by whichever program of this profile: files that bear a time."""

import os
import re
import time
from contextlib import suppress
from pathlib import Path

from orderdock.system.paths import make_private_folder


class Stamps:
    """Times by name, in one folder; one that cannot be written is simply not remembered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def age(self, name: str) -> float | None:
        """Seconds since it was done last; None when that is not known, or not past."""
        try:
            age = time.time() - self._file(name).stat().st_mtime
        except OSError:
            return None
        return age if age >= 0 else None

    def stamp(self, name: str) -> None:
        """It was done now."""
        with suppress(OSError):
            make_private_folder(self.folder)
            descriptor = os.open(self._file(name), os.O_WRONLY | os.O_CREAT, 0o600)
            os.close(descriptor)
            os.utime(self._file(name))

    def _file(self, name: str) -> Path:
        return self.folder / (re.sub(r"[^\w.-]", "_", name, flags=re.ASCII) + ".stamp")
