"""The tokens and ids that work at this Synq."""

from __future__ import annotations

import time
from typing import Any

from orderdock.sandbox.synq.people import TENANTS
from orderdock.sandbox.synq.tokens import OPAQUE, mint

TITLE = "Synq"


def answers() -> dict[str, str]:
    """By field key, what connects the first tenant; the token is a fresh one."""
    tenant = TENANTS[0]
    return {
        "token": mint(time.time(), tenant),
        "tenant_id": tenant.id,
        "org_id": tenant.organisation,
        "category": "commerce",
        "provider": "woocommerce",
        "confirm": "true",
    }


def sign_ins() -> dict[str, Any]:
    """Everything that can be typed, for programs."""
    return {
        "answers": answers(),
        "dashboard": "/dashboard",
        "opaque_token": f"{OPAQUE}-0199",
        "tenants": [
            {"name": one.name, "tenant_id": one.id, "org_id": one.organisation} for one in TENANTS
        ],
    }


def text() -> list[str]:
    """Lines for people, each without indent."""
    lines = [
        "token             on the page /dashboard at this address; it is good for an hour",
        f"lasting token     {OPAQUE}-0199",
    ]
    lines += [
        f"tenant            {one.id}, organisation {one.organisation}: {one.name}"
        for one in TENANTS
    ]
    return lines
