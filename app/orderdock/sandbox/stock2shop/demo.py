"""The people and passwords that exist at this Stock2Shop."""

from __future__ import annotations

from typing import Any

from orderdock.sandbox.stock2shop.manners import Manners
from orderdock.sandbox.stock2shop.people import USERS

TITLE = "Stock2Shop"

USERNAME = "orders.acme"


def answers() -> dict[str, str]:
    """By field key, what connects the first merchant."""
    return {"username": USERNAME, "password": Manners().password, "currency": "ZAR"}


def sign_ins() -> dict[str, Any]:
    """Everything that can be typed, for programs."""
    return {
        "answers": answers(),
        "users": [
            {
                "username": user.username,
                "password": Manners().password,
                "client": user.client.name,
                "role": user.role,
            }
            for user in USERS.values()
        ],
    }


def text() -> list[str]:
    """Lines for people, each without indent."""
    return [
        f"sign-in           {user.username} / {Manners().password}: "
        f"{user.client.name}, {user.role or 'administrator'}"
        for user in USERS.values()
    ]
