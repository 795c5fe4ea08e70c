"""How this Stock2Shop behaves: its limits, and its choices where documents are silent."""

from __future__ import annotations

from typing import Literal

import msgspec


class Manners(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Adjustable while the sandbox runs. Times are seconds."""

    password: str = "correct horse"

    # access (sheet 3.6)
    refusal: Literal["401", "403", "200-errors", "200-empty"] = "401"
    """How a token that is over, or a wrong password, is answered."""
    roles_matter: bool = True

    # limits (sheet 8)
    rate_header: float = 3
    """What `x-S2S-RateLimit` says; zero leaves it out. Signing in says at most 1."""
    per_second: float = 0
    """More requests of one user to one endpoint than so many a second are refused; zero counts
    nothing."""

    # searching (sheet 5, 7)
    spelling: Literal["both", "elastic_search", "elasticsearch"] = "both"
    wrong_spelling: Literal["404", "405"] = "404"
    index_lag: float = 0
    """So long after a change the index still has the old moment of change."""
    window: int = 10_000
    """`from + size` beyond it is refused."""
    largest_page: int = 0
    """More rows are never sent at once; zero for no limit."""
    total: Literal["exact", "capped", "object"] = "exact"
    hits: Literal["full", "none"] = "full"
    """The documented order example shows no hits beside its orders."""
    sortable: bool = True
    """Whether orders can be sorted and filtered by `modified`."""
    created_sortable: bool = True
    partial: Literal["", "timed_out", "shards"] = ""
    """Searches say that they are not all."""
    skip_rows: int = 0
    """So many of the rows that a search found are not sent: what must not go unnoticed."""

    # shapes (sheet 6.6, 10)
    newer_fields: Literal["some", "none"] = "some"
    """Line titles, fulfilments, `ordered_date`."""
    ids_as_text: bool = False
    numbers_as_text: bool = False
    broken_records: int = 0
    error_style: Literal["message", "errors"] = "message"


ORDERS = ("/v1/orders/elastic_search", "/v1/orders/elasticsearch")

SCENARIOS: dict[str, dict[str, object]] = {
    "strict-pace": {"per_second": 3},
    "older-pace": {"per_second": 1, "rate_header": 0},
    "other-spelling": {"spelling": "elasticsearch"},
    "index-lag": {"index_lag": 60},
    "small-window": {"window": 200, "total": "capped"},
    "no-hits": {"hits": "none"},
    "unsortable": {"sortable": False},
    "short-pages": {"largest_page": 20},
    "numbers-as-text": {"numbers_as_text": True, "ids_as_text": True},
    "broken-records": {"broken_records": 3},
    "error-text": {"error_style": "errors"},
    "silent": {
        "refusal": "200-errors",
        "rate_header": 0,
        "spelling": "elasticsearch",
        "wrong_spelling": "405",
        "total": "object",
        "hits": "none",
        "newer_fields": "none",
        "ids_as_text": True,
        "error_style": "errors",
    },
}
"""Scenario -> the manners it changes."""
