"""How this Synq behaves: its times, and its choices where documents are silent or differ."""

from __future__ import annotations

from typing import Literal

import msgspec


class Manners(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Adjustable while the sandbox runs. Times are seconds."""

    # access (sheet 3, 8)
    token_life: float = 3600
    missing_headers: Literal["401", "403"] = "401"
    linking_role: Literal["any", "admin"] = "any"

    # manners in the narrow sense (sheet 8)
    per_second: float = 0
    """More requests of one token than so many a second are refused; zero counts nothing."""
    latency: float = 0
    """How long a list takes; a second one asked for meanwhile is refused."""

    # orders: no document shows their fields (sheet 6.1)
    fields: Literal["assumed", "other"] = "assumed"
    amounts: Literal["mixed", "numbers", "text"] = "mixed"
    with_lines: bool = True
    """In the list; a single order always has them."""
    wrapped: bool = True
    single_wrapped: bool = False
    upper_status: bool = False
    order: Literal["newest", "oldest", "updated"] = "newest"
    page_limit: int = 100
    heeds_offset: bool = True
    broken_records: int = 0

    # the catalogue (sheet 6.4)
    single_products: bool = True
    variants: Literal["listed", "404", "405"] = "listed"

    # linking a shop (sheet 5)
    redirect: Literal["back", "here"] = "back"
    """Where the browser ends: at the address below, or at Synq, which then registers by itself."""
    redirect_uri: str = "http://127.0.0.1:8741/synq/callback"
    redirect_names: Literal["synq", "unified"] = "synq"
    polls: int = 0
    """A new connection is listed only after so many looks at the list."""


ORDERS = ("/api/v1/oms/orders",)

SCENARIOS: dict[str, dict[str, object]] = {
    "short-tokens": {"token_life": 5},
    "missing-headers-403": {"missing_headers": "403"},
    "admins-link": {"linking_role": "admin"},
    "strict-pace": {"per_second": 2, "latency": 0.01},
    "other-fields": {"fields": "other"},
    "number-amounts": {"amounts": "numbers"},
    "text-amounts": {"amounts": "text"},
    "no-lines": {"with_lines": False},
    "bare-lists": {"wrapped": False, "single_wrapped": True},
    "oldest-first": {"order": "oldest"},
    "updated-first": {"order": "updated"},
    "small-pages": {"page_limit": 20},
    "no-offset": {"heeds_offset": False},
    "broken-records": {"broken_records": 3},
    "no-products": {"single_products": False, "variants": "404"},
    "no-variants": {"variants": "405"},
    "synq-registers": {"redirect": "here", "polls": 2},
    "unified-redirect": {"redirect_names": "unified"},
    "silent": {
        "missing_headers": "403",
        "fields": "other",
        "amounts": "text",
        "with_lines": False,
        "wrapped": False,
        "single_wrapped": True,
        "upper_status": True,
        "order": "updated",
        "page_limit": 50,
        "variants": "405",
        "redirect": "here",
        "polls": 3,
    },
}
"""Scenario -> the manners it changes."""
