"""The people and passwords that exist at this Stitchex."""

from __future__ import annotations

from typing import Any

from orderdock.sandbox.stitchex.manners import Manners
from orderdock.sandbox.stitchex.people import BY_ID, PEOPLE

TITLE = "Stitchex"

EMAIL = "demo@example.com"
SOLO_EMAIL = "solo@example.com"


def answers() -> dict[str, str]:
    """By field key, what connects the first organisation."""
    return {
        "email": EMAIL,
        "password": Manners().password,
        "organisation": str(PEOPLE[EMAIL][0]),
    }


def sign_ins() -> dict[str, Any]:
    """Everything that can be typed, for programs."""
    return {
        "answers": answers(),
        "people": [
            {
                "email": email,
                "password": Manners().password,
                "organisations": [{"id": str(key), "name": BY_ID[key].name} for key in keys],
            }
            for email, keys in PEOPLE.items()
        ],
    }


def text() -> list[str]:
    """Lines for people, each without indent."""
    lines = []
    for email, keys in PEOPLE.items():
        names = " or ".join(BY_ID[key].name for key in keys) or "no organisation"
        lines.append(f"sign-in           {email} / {Manners().password}: {names}")
    return lines
