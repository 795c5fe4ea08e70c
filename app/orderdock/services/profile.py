"""Which data folder: settings, database, sealed secrets and logs of one profile."""

from dataclasses import dataclass
from pathlib import Path

from orderdock.system.paths import ProfileFolder


@dataclass(frozen=True, slots=True)
class Profile:
    """One data folder."""

    data_dir: Path
    """The profile's own folder (0700)."""
    name: str
    sandbox: str | None = None
    """Name of the sandbox scenario it plays on; None for a real profile."""

    @property
    def folder(self) -> ProfileFolder:
        """Its files by name."""
        return ProfileFolder(self.data_dir)
