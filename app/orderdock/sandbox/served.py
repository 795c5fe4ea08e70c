"""The providers that a sandbox serves: each package in this folder, found by itself.

A package `<name>` holds three modules:

- `provider`: `SANDBOX`, which makes a `ProviderSandbox` from a `Frame`;
- `demo`: what can be typed there, as in `Demo`;
- `manners`: `SCENARIOS`, scenario -> the manners it changes, and `ORDERS`, the paths (shell
  patterns, without the provider's prefix) where orders are read: shared faults meet them there.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, Protocol, cast

from orderdock import sandbox
from orderdock.sandbox.provider import Frame, ProviderSandbox


class Demo(Protocol):
    """The people and passwords that exist at one provider's sandbox."""

    TITLE: str

    def answers(self) -> dict[str, str]:
        """Answers, by field key, that connect it in the default scenario."""

    def sign_ins(self) -> dict[str, Any]:
        """Everything that can be typed, for programs; `answers` is among it."""

    def text(self) -> list[str]:
        """The same as lines for people, each without indent."""


class Behaviour(Protocol):
    """What scenarios know of one provider."""

    SCENARIOS: dict[str, dict[str, object]]
    ORDERS: tuple[str, ...]


@cache
def names() -> tuple[str, ...]:
    """The served providers, in alphabetical order."""
    return tuple(found.name for found in pkgutil.iter_modules(sandbox.__path__) if found.ispkg)


def kind(name: str) -> Callable[[Frame], ProviderSandbox]:
    """What makes the provider's sandbox."""
    return cast("Callable[[Frame], ProviderSandbox]", _part(name, "provider").SANDBOX)


def demo(name: str) -> Demo:
    """Raises `KeyError` for a provider that is not served."""
    if name not in names():
        raise KeyError(name)
    return cast("Demo", _part(name, "demo"))


def behaviour(name: str) -> Behaviour:
    """What scenarios change at the provider."""
    return cast("Behaviour", _part(name, "manners"))


def _part(name: str, part: str) -> Any:
    return import_module(f"{sandbox.__name__}.{name}.{part}")
