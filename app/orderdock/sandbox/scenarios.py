"""Scenarios by name: how much there is, what goes wrong, and how a provider behaves.

Several may be joined by commas: `small,wrapped,cipher-c`.
"""

from __future__ import annotations

from typing import Any

import msgspec

from orderdock.sandbox.faults import Fault
from orderdock.sandbox.stackline.manners import SCENARIOS as STACKLINE

USUAL_LINES = 2000

_ORDERS = "*/orders"

_SHARED: dict[str, dict[str, Any]] = {
    "default": {},
    "small": {"lines": 50},
    "empty": {"lines": 0},
    "rate-limited": {"faults": [{"answer": "rate-limited", "path": _ORDERS, "times": 2}]},
    "rate-limited-bare": {"faults": [{"answer": "rate-limited-bare", "path": _ORDERS}]},
    "rate-limited-details": {"faults": [{"answer": "rate-limited-details", "path": _ORDERS}]},
    "rate-limited-long": {
        "faults": [{"answer": "rate-limited", "path": _ORDERS, "retry_after": 600, "times": None}]
    },
    "outage": {"faults": [{"answer": "unavailable", "path": _ORDERS, "times": 3}]},
    "server-error": {"faults": [{"answer": "server-error", "path": _ORDERS, "times": None}]},
    "forbidden": {"faults": [{"answer": "forbidden", "path": _ORDERS, "times": None}]},
    "html": {"faults": [{"answer": "html", "path": _ORDERS, "times": None}]},
    "empty-body": {"faults": [{"answer": "empty", "path": _ORDERS, "times": None}]},
    "truncated": {"faults": [{"answer": "truncated", "path": _ORDERS, "times": None}]},
    "reset": {"faults": [{"answer": "reset", "path": _ORDERS, "skip": 1, "times": 1}]},
    "slow": {"faults": [{"answer": "slow", "path": _ORDERS, "delay": 3, "times": None}]},
    "drip": {"faults": [{"answer": "drip", "path": _ORDERS, "delay": 90, "times": None}]},
}
"""Faults here meet requests whose path ends in `/orders`: where orders are read."""

SCENARIO_NAMES = (*_SHARED, *STACKLINE)


class UnknownScenario(ValueError):
    """The message names the known ones."""


class Scenario(msgspec.Struct):
    """What the named scenarios come to together."""

    lines: int = USUAL_LINES
    faults: list[Fault] = []
    manners: dict[str, dict[str, object]] = {}


def scenario(names: str) -> Scenario:
    """Raises `UnknownScenario`. A later name wins over an earlier one; faults add up."""
    result = Scenario(manners={"stackline": {}})
    for name in (part.strip() for part in names.split(",") if part.strip()):
        if name in STACKLINE:
            result.manners["stackline"] |= STACKLINE[name]
        elif name in _SHARED:
            result.lines = _SHARED[name].get("lines", result.lines)
            result.faults += msgspec.convert(_SHARED[name].get("faults", []), list[Fault])
        else:
            known = ", ".join(SCENARIO_NAMES)
            raise UnknownScenario(f"There is no scenario '{name}'. Known: {known}.")
    return result
