"""Where our own pictures and tokens lie: the only place that knows. No Qt."""

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any


@cache
def resources() -> Path:
    """The folder of our own pictures and tokens: in the checkout, a wheel or a frozen build."""
    here = Path(__file__).resolve().parent
    places = [here / "resources", here.parent.parent / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        places.insert(0, Path(frozen) / "resources")
    for place in places:
        if (place / "tokens.json").is_file():
            return place
    raise FileNotFoundError("Orderdock's resources are missing; install it again.")


@cache
def tokens() -> dict[str, Any]:
    """Colours by scheme and role, ratios of type, hues of drawn tiles."""
    loaded: dict[str, Any] = json.loads((resources() / "tokens.json").read_bytes())
    return loaded
