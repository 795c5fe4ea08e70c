"""Put Orderdock into the menu of this desktop, or take it out again.

    python3 packaging/desktop_entry.py [--remove]

The entry starts the `orderdock` on the PATH, or else this checkout's. Writes below
XDG_DATA_HOME (usually ~/.local/share) only.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
ENTRY = "orderdock.desktop"


def places() -> dict[str, Path]:
    """Where each file goes, by what it is."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return {
        "entry": data / "applications" / ENTRY,
        "icon": data / "icons" / "hicolor" / "scalable" / "apps" / "orderdock.svg",
        "metainfo": data / "metainfo" / "orderdock.metainfo.xml",
    }


def program() -> Path | None:
    """The program that the entry starts."""
    on_path = shutil.which("orderdock")
    here = ROOT / ".venv" / "bin" / "orderdock"
    return Path(on_path) if on_path else here if here.exists() else None


def install() -> int:
    found = program()
    if found is None:
        print("There is no orderdock to start. Run `make run` once, then this again.")
        return 1
    to = places()
    for place in to.values():
        place.parent.mkdir(parents=True, exist_ok=True)
    entry = (RESOURCES / ENTRY).read_text(encoding="utf-8")
    quoted = str(found).replace("\\", r"\\\\").replace('"', r"\"").replace("%", "%%")
    to["entry"].write_text(
        entry.replace("\nExec=orderdock\n", f'\nExec="{quoted}"\n'), encoding="utf-8"
    )
    shutil.copyfile(RESOURCES / "mark.svg", to["icon"])
    shutil.copyfile(RESOURCES / "orderdock.metainfo.xml", to["metainfo"])
    print(f"Orderdock is in the menu now: {to['entry']}")
    return 0


def remove() -> int:
    for place in places().values():
        place.unlink(missing_ok=True)
    print("Orderdock is out of the menu. Its data and connections stay.")
    return 0


def main(arguments: list[str]) -> int:
    if arguments == ["--remove"]:
        return remove()
    if not arguments:
        return install()
    print("Usage: python3 packaging/desktop_entry.py [--remove]")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
