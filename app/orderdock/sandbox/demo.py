"""The sign-ins that work at the sandbox, for people to read and for programs to use."""

from __future__ import annotations

from typing import Any

from orderdock.sandbox import served


def demo_answers(provider: str) -> dict[str, str]:
    """Answers, by field key, that connect `provider` at a sandbox in its default scenario.

    Raises `KeyError` for a provider that the sandbox does not serve.
    """
    return served.demo(provider).answers()


def demo_sign_ins() -> dict[str, Any]:
    """Everything that can be typed into a sandbox page or form, by provider; JSON-ready."""
    return {name: served.demo(name).sign_ins() for name in served.names()}


def demo_text(bases: dict[str, str]) -> str:
    """What `orderdock sandbox` prints for people once it is ready: addresses, then sign-ins."""
    parts = []
    for name in served.names():
        demo = served.demo(name)
        parts.append(f"{demo.TITLE}  {bases[name]}")
        parts += [f"  {line}" for line in demo.text()]
    return "\n".join(parts)
