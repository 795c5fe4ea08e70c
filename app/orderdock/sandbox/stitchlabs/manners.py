"""How this Stitch Labs behaves: its times, and its choices where documents are silent."""

from __future__ import annotations

from typing import Literal

import msgspec


class Manners(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Adjustable while the sandbox runs. Times are seconds."""

    # tokens (sheet 3)
    token_life: float = 0
    """Above zero a token ends after so long, and its answer brings what renews it."""
    code_life: float = 60
    wrong_client: Literal["oauth", "message"] = "oauth"
    """How a wrong client id or secret is refused: OAuth's own words, or a plain message."""

    # how fast, how much at once (sheet 4.2, 6, 12)
    per_second: float = 0
    """More requests of one account than so many a second are refused; zero counts nothing."""
    latency: float = 0
    """How long an answer takes; another request meanwhile is refused."""
    largest_page: int = 50
    details_at_once: int = 50
    partial_content: Literal["never", "lists", "always"] = "lists"
    """When 206 is sent in place of 200: never, for a page of several, always."""

    # grammar (sheet 4.3 to 4.5, 5)
    sort_by_id: Literal["heeded", "ignored", "refused"] = "heeded"
    filter_by_id: Literal["heeded", "ignored", "refused"] = "heeded"
    filter_by_change: Literal["heeded", "ignored", "refused", "empty"] = "heeded"
    last_day: bool = False
    """Whether a bare date as an upper bound of a moment includes that day."""
    counts_at: Literal["meta.filter_counts", "meta", "filter_counts", "top", "nowhere"] = (
        "meta.filter_counts"
    )
    aggregates: Literal["aggregate", "reports", "none"] = "aggregate"
    links_refused: bool = False
    links_on_lists: bool = False

    # shapes (sheet 4.2, 7, 8)
    meta: bool = True
    """Whether a list says how long it is, and which page this is."""
    past_the_end: Literal["empty", "last"] = "empty"
    """The page that is shown in place of one that is not there."""
    main_as_map: bool = False
    linked_as_lists: bool = False
    empty_linked: Literal["absent", "list", "map"] = "absent"
    numbers: bool = False
    """Ids, flags and amounts as numbers instead of texts."""
    closed_lines: Literal["moved", "both", "plain"] = "moved"
    """Where the lines of a closed order are: in frozen copies, in both places, as before."""
    closed_variants: Literal["both", "live", "frozen"] = "both"
    """What a frozen line links: the living variant, its frozen copy, or both."""
    error_style: Literal["message", "error", "errors", "text", "html"] = "message"
    broken_records: int = 0


ORDERS = ("/api2/v2/SalesOrders/detail",)

SCENARIOS: dict[str, dict[str, object]] = {
    "short-tokens": {"token_life": 5},
    "strict-pace": {"per_second": 1, "latency": 0.01},
    "one-detail": {"details_at_once": 1},
    "small-pages": {"largest_page": 7},
    "no-change-filter": {"filter_by_change": "refused"},
    "deaf": {
        "filter_by_change": "ignored",
        "filter_by_id": "ignored",
        "sort_by_id": "ignored",
    },
    "no-sort": {"sort_by_id": "refused", "filter_by_id": "refused"},
    "no-aggregates": {"aggregates": "none", "counts_at": "nowhere"},
    "frozen-lines": {"closed_lines": "both", "closed_variants": "frozen"},
    "error-text": {"error_style": "text"},
    "broken-records": {"broken_records": 3},
    "silent": {
        "wrong_client": "message",
        "details_at_once": 1,
        "partial_content": "always",
        "sort_by_id": "refused",
        "filter_by_change": "empty",
        "last_day": True,
        "counts_at": "nowhere",
        "aggregates": "none",
        "links_refused": True,
        "main_as_map": True,
        "linked_as_lists": True,
        "numbers": True,
        "closed_lines": "both",
        "closed_variants": "frozen",
        "error_style": "html",
    },
}
"""Scenario -> the manners it changes."""
