"""Scenarios by name: how much there is, what goes wrong, and how a provider behaves.

Several may be joined by commas: `small,wrapped,cipher-c`.
"""

from __future__ import annotations

from typing import Any

import msgspec

from orderdock.sandbox import served
from orderdock.sandbox.faults import Fault

USUAL_LINES = 2000

_SHARED: dict[str, dict[str, Any]] = {
    "default": {},
    "small": {"lines": 50},
    "empty": {"lines": 0},
    "rate-limited": {"faults": [{"answer": "rate-limited", "times": 2}]},
    "rate-limited-bare": {"faults": [{"answer": "rate-limited-bare"}]},
    "rate-limited-details": {"faults": [{"answer": "rate-limited-details"}]},
    "rate-limited-long": {
        "faults": [{"answer": "rate-limited", "retry_after": 600, "times": None}]
    },
    "outage": {"faults": [{"answer": "unavailable", "times": 3}]},
    "server-error": {"faults": [{"answer": "server-error", "times": None}]},
    "forbidden": {"faults": [{"answer": "forbidden", "times": None}]},
    "html": {"faults": [{"answer": "html", "times": None}]},
    "empty-body": {"faults": [{"answer": "empty", "times": None}]},
    "truncated": {"faults": [{"answer": "truncated", "times": None}]},
    "reset": {"faults": [{"answer": "reset", "skip": 1, "times": 1}]},
    "slow": {"faults": [{"answer": "slow", "delay": 3, "times": None}]},
    "drip": {"faults": [{"answer": "drip", "delay": 90, "times": None}]},
}
"""Faults here meet the requests that read orders, at each provider."""


def scenario_names() -> tuple[str, ...]:
    """All that are known: the shared ones, then those of the providers."""
    own = (name for provider in served.names() for name in served.behaviour(provider).SCENARIOS)
    return tuple(dict.fromkeys((*_SHARED, *own)))


class UnknownScenario(ValueError):
    """The message names the known ones."""


class Scenario(msgspec.Struct):
    """What the named scenarios come to together."""

    lines: int = USUAL_LINES
    faults: list[Fault] = []
    manners: dict[str, dict[str, object]] = {}


def scenario(names: str) -> Scenario:
    """Raises `UnknownScenario`. A later name wins over an earlier one; faults add up.

    A name that several providers know changes the manners of each.
    """
    known = scenario_names()
    result = Scenario(manners={provider: {} for provider in served.names()})
    for name in (part.strip() for part in names.split(",") if part.strip()):
        if name not in known:
            raise UnknownScenario(f"There is no scenario '{name}'. Known: {', '.join(known)}.")
        shared = _SHARED.get(name, {})
        result.lines = shared.get("lines", result.lines)
        for provider in served.names():
            behaviour = served.behaviour(provider)
            result.manners[provider] |= behaviour.SCENARIOS.get(name, {})
            for path in behaviour.ORDERS:
                at = {"path": f"/{provider}{path}"}
                result.faults += [
                    msgspec.convert(fault | at, Fault) for fault in shared.get("faults", [])
                ]
    return result
