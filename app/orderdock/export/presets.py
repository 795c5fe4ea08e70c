"""The presets there are: the ready-made ones, and those in the profile's own folder."""

from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from orderdock.domain.errors import WrongUsage
from orderdock.export.preset import Preset
from orderdock.export.preset_files import ENDING, check_name, name_of, parse, read, text_of
from orderdock.system.atomic import write_atomically
from orderdock.system.paths import make_private_folder

READY_MADE = (
    "lines",
    "orders",
    "lines-full",
    "bookkeeper-monthly",
    "quickbooks-bank",
    "xero-bank",
)
USUAL = "lines"


@cache
def ready_made(name: str) -> Preset:
    """One of READY_MADE; they are files like everybody's."""
    return replace(parse(_content(name), name, f"{name}{ENDING}"), ready_made=True)


def _content(name: str) -> bytes:
    return (files("orderdock.export") / "ready_made" / f"{name}{ENDING}").read_bytes()


class Presets:
    """Presets by name; `folder` holds the person's own, a file each, and need not exist."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def all(self) -> list[Preset]:
        """The ready-made ones, then the person's own by name; broken ones say why in `why_not`."""
        return [*map(ready_made, READY_MADE), *map(_own, self._files())]

    def find(self, name: str) -> Preset:
        """The preset of this name, or in the file that `name` is the path of. Raises WrongUsage."""
        if name.lower().endswith(ENDING):
            return read(Path(name).expanduser())
        if name in READY_MADE:
            return ready_made(name)
        for path in self._files():
            if name_of(path) == name:
                return replace(read(path), path=path)
        known = [each.name for each in self.all() if not each.why_not]
        raise WrongUsage(f"There is no preset “{name}”.", f"Choose from: {', '.join(known)}.")

    def text(self, name: str) -> str:
        """The preset as a file to be shared, with our own words where we have any. WrongUsage."""
        return _content(name).decode() if name in READY_MADE else text_of(self.find(name))

    def add(self, file: Path, name: str | None = None) -> Preset:
        """Take over a preset from a file that somebody shares. Raises WrongUsage, OSError."""
        return self.save(read(file, name))

    def save(self, preset: Preset) -> Preset:
        """Keep a preset under its name, in place of an older one. Raises WrongUsage, OSError."""
        check_name(preset.name)
        if preset.name in READY_MADE:
            raise WrongUsage(
                f"“{preset.name}” is a ready-made preset and stays as it is.",
                "Give yours another name.",
            )
        if self._folder is None:
            raise WrongUsage("There is no folder for presets here.", "Open a profile first.")
        content = text_of(preset).encode()
        parse(content, preset.name, f"“{preset.name}”")  # what is kept can be read again
        path = make_private_folder(self._folder) / f"{preset.name}{ENDING}"
        write_atomically(path, content)
        return replace(preset, path=path, ready_made=False)

    def remove(self, name: str) -> None:
        """Forget one of the person's own, a broken one too. Raises WrongUsage, OSError."""
        if name in READY_MADE:
            raise WrongUsage(
                f"“{name}” is a ready-made preset and stays.", "Only your own can be removed."
            )
        found = [path for path in self._files() if name_of(path) == name]
        if not found:
            raise WrongUsage(f"You have no preset “{name}”.", "See: orderdock presets.")
        found[0].unlink()

    def _files(self) -> list[Path]:
        if self._folder is None or not self._folder.is_dir():
            return []
        return sorted(path for path in self._folder.iterdir() if path.suffix.lower() == ENDING)


def _own(path: Path) -> Preset:
    name = name_of(path)
    if name in READY_MADE:
        why_not = f"{path.name} has the name of a ready-made preset, which is used instead."
        return Preset(name, name, path=path, why_not=f"{why_not} Give the file another name.")
    try:
        return replace(read(path), path=path)
    except WrongUsage as mistake:
        return Preset(name, name, path=path, why_not=str(mistake))
