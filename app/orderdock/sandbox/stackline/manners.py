"""How this Stackline behaves: its secrets, its times, its choices where documents are silent."""

from __future__ import annotations

from typing import Literal

import msgspec


class Manners(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Adjustable while the sandbox runs. Times are seconds; those of stages at speed 1."""

    # what a person types
    sign_in_code: str = "424242"
    password: str = "correct horse"
    mfa_code: str = "424242"

    # lifetimes
    token_life: float = 3600
    code_life: float = 60
    totp_life: float = 60
    mfa_patience: float = 300

    # a sync session's stages
    queued: float = 1
    connecting: float = 2
    scanning: float = 5
    processing: float = 2

    # credentials (sheet 4.4)
    cipher: Literal["a", "b", "c", "d", "e"] = "a"
    stamp_as_number: bool = False

    # shapes that no document fixes
    wrapped: Literal["", "own", "data", "items"] = ""
    catalogue_ids: bool = True
    connection_ids: bool = False
    numbers_as_text: bool = False
    extra_fields: bool = True
    events_at: Literal["retailer", "item", "session"] = "retailer"
    options_as_objects: bool = False
    same_request_id: bool = False
    errors_as_text: bool = False
    never_synced: Literal["404", "null", "empty", "session"] = "404"
    oldest_first: bool = False
    csv_with_bom: bool = False
    running_sync: Literal["same", "conflict"] = "same"

    # the account at the start
    connected: tuple[int, ...] = ()
    broken_records: int = 0


ORDERS = ("/sync/orders",)

SCENARIOS: dict[str, dict[str, object]] = {
    **{f"cipher-{letter}": {"cipher": letter} for letter in "abcde"},
    "wrapped": {"wrapped": "own"},
    "wrapped-data": {"wrapped": "data"},
    "wrapped-items": {"wrapped": "items"},
    "no-ids": {"catalogue_ids": False},
    "connection-ids": {"connection_ids": True},
    "numbers-as-text": {"numbers_as_text": True},
    "numeric-stamp": {"stamp_as_number": True},
    "plain-fields": {"extra_fields": False},
    "events-on-item": {"events_at": "item"},
    "events-on-session": {"events_at": "session"},
    "option-objects": {"options_as_objects": True},
    "same-request-id": {"same_request_id": True},
    "error-text": {"errors_as_text": True},
    "oldest-first": {"oldest_first": True},
    "csv-bom": {"csv_with_bom": True},
    "busy": {"running_sync": "conflict"},
    "short-tokens": {"token_life": 5},
    "impatient": {"mfa_patience": 5, "totp_life": 2, "code_life": 5},
    "connected": {"connected": (1, 2)},
    "broken-records": {"broken_records": 3},
    "silent": {
        "wrapped": "own",
        "catalogue_ids": False,
        "numbers_as_text": True,
        "extra_fields": False,
        "events_at": "session",
        "options_as_objects": True,
        "never_synced": "null",
        "errors_as_text": True,
    },
}
"""Scenario -> the manners it changes."""
