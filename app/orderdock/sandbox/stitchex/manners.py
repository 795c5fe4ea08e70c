"""How this Stitchex behaves: its times, and its choices where documents are silent or differ."""

from __future__ import annotations

from typing import Literal

import msgspec


class Manners(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Adjustable while the sandbox runs. Times are seconds."""

    password: str = "correct horse"

    # tokens (sheet 3.1)
    renewable: bool = True
    """The newer form: a week, with a refresh token. Otherwise a year, without."""
    token_life: float = 0
    """Zero takes the form's own."""
    refused_sign_in: Literal["401", "400", "200"] = "401"

    # the current organisation (sheet 3.3)
    choice_of: Literal["user", "token"] = "user"
    without_choice: Literal["first", "refused"] = "first"

    # manners in the narrow sense (sheet 5, 10)
    per_second: float = 0
    """More requests of one user than so many a second are refused; zero counts nothing."""
    latency: float = 0
    """How long a list takes; a second one asked for meanwhile is refused."""
    page_size: int = 100
    small_page_size: int = 50

    # shapes that no document fixes, or that differ between copies of one (sheet 4)
    copy: Literal["2019", "2026"] = "2026"
    single_wrapped: bool = False
    rich_products: bool = True
    sku_numbers_inline: bool = False
    with_skus: bool = True
    since_id: Literal["greater", "ignored", "refused"] = "greater"
    """On sales orders."""
    newest_first: bool = False
    error_style: Literal["message", "list", "error", "text", "errors"] = "message"
    broken_records: int = 0


ORDERS = ("/sales_orders",)

SCENARIOS: dict[str, dict[str, object]] = {
    "older-tokens": {"renewable": False},
    "short-tokens": {"token_life": 5},
    "token-choice": {"choice_of": "token", "without_choice": "refused"},
    "strict-pace": {"per_second": 1, "latency": 0.01},
    "older-copy": {"copy": "2019", "rich_products": False},
    "wrapped": {"single_wrapped": True},
    "no-since": {"since_id": "ignored"},
    "newest-first": {"newest_first": True},
    "inline-skus": {"sku_numbers_inline": True},
    "error-text": {"error_style": "text"},
    "broken-records": {"broken_records": 3},
    "silent": {
        "refused_sign_in": "200",
        "choice_of": "token",
        "without_choice": "refused",
        "copy": "2019",
        "single_wrapped": True,
        "rich_products": False,
        "with_skus": False,
        "since_id": "refused",
        "newest_first": True,
        "error_style": "errors",
    },
}
"""Scenario -> the manners it changes."""
