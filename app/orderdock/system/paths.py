"""Where a profile lives on this computer, and that nobody else can look into it."""

import os
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from orderdock.domain.errors import DataFolderTrouble, WrongUsage

DATA_DIR_VARIABLE = "ORDERDOCK_DATA_DIR"
DEFAULT_PROFILE = "default"
SANDBOX_PROFILE = "sandbox"
_PROFILE_NAME = re.compile(r"[^\W.][\w. -]{0,62}", re.ASCII)
_FOLDER_MODE = 0o700
_FILE_MODE = 0o600


@dataclass(frozen=True, slots=True)
class ProfileFolder:
    """The files of one profile by name."""

    path: Path

    @property
    def database(self) -> Path:
        """Orders, connections, bookmarks, sealed secrets."""
        return self.path / "orderdock.db"

    @property
    def settings(self) -> Path:
        """Small settings of the programs."""
        return self.path / "settings.json"

    @property
    def assumptions(self) -> Path:
        """What the person knows better about a provider than we do."""
        return self.path / "assumptions.toml"

    @property
    def vault(self) -> Path:
        """Where the vault's key comes from: keyring or passphrase; no secret in it."""
        return self.path / "vault.json"

    @property
    def presets(self) -> Path:
        """The folder of the person's own presets for exports."""
        return self.path / "presets"

    @property
    def logs(self) -> Path:
        """The folder of log files."""
        return self.path / "logs"

    @property
    def locks(self) -> Path:
        """The folder of lock files."""
        return self.path / "locks"


def profile_path(
    *,
    profile: str | None = None,
    data_dir: str | None = None,
    sandbox: bool = False,
    environ: Mapping[str, str],
) -> Path:
    """The folder of the profile that was asked for; it need not exist.

    `data_dir` is the profile's folder itself. ORDERDOCK_DATA_DIR is that too, unless a `profile` is
    named, which then lies inside. Without both, profiles lie where this system keeps program data.
    The sandbox has a profile of its own inside the folder in force. Raises WrongUsage.
    """
    if profile is not None and data_dir is not None:
        raise WrongUsage("Give either --profile or --data-dir, not both.")
    if profile is not None and not _PROFILE_NAME.fullmatch(profile):
        raise WrongUsage(
            f"{profile!r} cannot be the name of a profile.",
            "Use letters, digits, blanks, dots and hyphens, and begin with a letter or digit.",
        )
    given = data_dir or environ.get(DATA_DIR_VARIABLE) or None
    if given is not None:
        folder = Path(given).expanduser().absolute()
        folder = folder / profile if profile else folder
    else:
        folder = _system_folder() / (profile or DEFAULT_PROFILE)
    return folder / SANDBOX_PROFILE if sandbox else folder


def open_profile_folder(path: Path) -> ProfileFolder:
    """Make the folder if needed and let nobody else in: folder 0700, files 0600.

    Folders above it that are missing are made 0700 as well; those that exist are left as they are.
    An existing folder is tightened. Raises DataFolderTrouble.
    """
    if path in {Path.home(), Path(path.anchor)}:
        raise DataFolderTrouble(
            f"{path} cannot be the data folder: other things live there.",
            "Name a folder of its own.",
        )
    try:
        for folder in reversed(path.parents):  # those that mkdir makes by itself are open to all
            if not folder.exists():
                folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)
        path.mkdir(mode=_FOLDER_MODE, exist_ok=True)
        _tighten(path)
    except (FileExistsError, NotADirectoryError):
        raise DataFolderTrouble(
            f"{path} cannot be the data folder: there is a file in its place.",
            "Name another folder.",
        ) from None
    except OSError as trouble:
        raise DataFolderTrouble(
            f"The data folder {path} cannot be used: {_reason(trouble)}.",
            "Make it writable for you, or name another folder with --data-dir.",
        ) from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise DataFolderTrouble(
            f"The data folder {path} cannot be written.",
            "Make it writable for you, or name another folder with --data-dir.",
        )
    return ProfileFolder(path)


def make_private_folder(path: Path) -> Path:
    """A folder 0700 inside a profile, made if needed. Raises OSError."""
    path.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    return path


def make_private_file(path: Path) -> None:
    """Make an empty file 0600 unless there is one. Raises OSError."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, _FILE_MODE))


def _system_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("orderdock", appauthor=False))


def _tighten(folder: Path) -> None:
    """Close `folder` and what is in it to others; links are not followed."""
    _restrict(folder, folder.stat().st_mode, _FOLDER_MODE)
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):  # another program may work here: files come and go
                mode = entry.stat(follow_symlinks=False).st_mode
                if stat.S_ISREG(mode):
                    _restrict(Path(entry.path), mode, _FILE_MODE)
                elif stat.S_ISDIR(mode):
                    _tighten(Path(entry.path))


def _restrict(path: Path, mode: int, wanted: int) -> None:
    if os.name == "posix" and stat.S_IMODE(mode) != wanted:
        path.chmod(wanted)


def _reason(trouble: OSError) -> str:
    return (trouble.strerror or "it is not accessible").lower()
