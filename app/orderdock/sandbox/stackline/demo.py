"""The people and passwords that exist at this Stackline."""

from __future__ import annotations

from typing import Any

from orderdock.sandbox.stackline.manners import Manners
from orderdock.sandbox.stackline.retailers import OTHER_PASSWORD, RETAILERS

TITLE = "Stackline"

PHONE = "+1-555-0199"
OTHER_PHONE = "+1-555-0100"
USERNAME = "demo@example.com"

CLIENT_ID = "bc_example_rewards_app_demo"
READ_ONLY_CLIENT_ID = "bc_example_read_only"
DISABLED_CLIENT_ID = "bc_example_disabled"

PORTAL_TOKEN = "sandbox-portal-0199"
READ_ONLY_PORTAL_TOKEN = "sandbox-readonly-0199"
OTHER_PORTAL_TOKEN = "sandbox-portal-0100"
"""Portal tokens work with any ending after a further dash too: `sandbox-portal-0199-abc`."""


def answers() -> dict[str, str]:
    """By field key, what connects the first retailer."""
    usual = Manners()
    return {
        "sign_in": "token",
        "access_token": PORTAL_TOKEN,
        "client_id": CLIENT_ID,
        "retailer": "1",
        "username": USERNAME,
        "password": usual.password,
        "mfa_method": "sms",
        "mfa_code": usual.mfa_code,
    }


def sign_ins() -> dict[str, Any]:
    """Everything that can be typed, for programs."""
    usual = Manners()
    return {
        "answers": answers(),
        "phone": PHONE,
        "sign_in_code": usual.sign_in_code,
        "client_id": CLIENT_ID,
        "portal_token": PORTAL_TOKEN,
        "retailers": [
            {
                "id": str(retailer.id),
                "name": retailer.name,
                "username": USERNAME,
                "password": OTHER_PASSWORD
                if retailer.temper == "other-password"
                else usual.password,
                "mfa_code": usual.mfa_code if retailer.temper in ("choose", "code") else None,
                "mfa_methods": list(retailer.options),
                "note": retailer.note,
            }
            for retailer in RETAILERS
        ],
    }


def text() -> list[str]:
    """Lines for people, each without indent."""
    facts = sign_ins()
    lines = [
        f"browser sign-in   phone {facts['phone']}, code {facts['sign_in_code']}",
        f"access token      {facts['portal_token']}",
        f"client id         {facts['client_id']}",
        f"retailer sign-in  {USERNAME} / {Manners().password}, code {Manners().mfa_code}",
    ]
    lines += [f"{item['id']:>4}  {item['name']}: {item['note']}" for item in facts["retailers"]]
    return lines
