"""A home and an environment in which a program meets nothing of the person who runs the tests."""

import os
from collections.abc import Mapping
from pathlib import Path

KEPT = ("PATH", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "TMPDIR", "PYTHONHASHSEED")


def private_home(folder: Path) -> dict[str, str]:
    """Create a home below `folder`; return the whole environment for programs that live there."""
    places = {
        "HOME": folder / "home",
        "XDG_CONFIG_HOME": folder / "home" / "config",
        "XDG_DATA_HOME": folder / "home" / "data",
        "XDG_STATE_HOME": folder / "home" / "state",
        "XDG_CACHE_HOME": folder / "home" / "cache",
        "XDG_RUNTIME_DIR": folder / "run",
    }
    for place in places.values():
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        **{name: os.environ[name] for name in KEPT if name in os.environ},
        **{name: str(place) for name, place in places.items()},
        "LANG": "C.UTF-8",
        "TZ": "UTC",
    }


def without(env: Mapping[str, str], *names: str) -> dict[str, str]:
    """`env` without the variables named."""
    return {name: value for name, value in env.items() if name not in names}
