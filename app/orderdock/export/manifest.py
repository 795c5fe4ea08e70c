"""The small file beside an export: what is in it, so that anybody can check it later."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from orderdock.export.about import Facts
from orderdock.export.checking import Checked
from orderdock.export.target import Target, in_words

ENDING = ".manifest.json"


def place_of(target: Path) -> Path:
    """Where the manifest of a file lies: beside the file itself, not beside a link to it."""
    file = target.resolve() if target.is_symlink() else target
    return file.with_name(file.name + ENDING)


def write(target: Path, facts: Facts, checked: Checked, size: int) -> Path:
    """Write it, whole or not at all. Raises TargetUnwritable."""
    place = place_of(target)
    said = json.dumps(content(target, facts, checked, size), indent=2, ensure_ascii=False)
    with Target(place) as file:
        file.write(f"{said}\n".encode())
    return place


def remove(target: Path) -> None:
    """Take away one that spoke of an older file. Raises TargetUnwritable."""
    with in_words(target):
        place_of(target).unlink(missing_ok=True)


def content(target: Path, facts: Facts, checked: Checked, size: int) -> dict[str, Any]:
    """What it says; amounts as exact text, times in UTC."""
    request = facts.request
    return {
        "file": target.name,
        "bytes": size,
        "sha256": checked.sha256,
        "rows": checked.rows,
        "saved_at": f"{facts.made_at:%Y-%m-%dT%H:%M:%SZ}",
        "saved_by": facts.program,
        "preset": facts.preset.name,
        "format": request.format,
        "orders": facts.orders_said(),
        "time_zone": request.timezone,
        "order_totals": [
            {
                "currency": total.currency or None,
                "orders": total.orders,
                "total": _text(total.total),
                "orders_without_total": total.blank_totals,
            }
            for total in facts.totals
        ],
        "sums_of_cells": {
            key: {currency: _text(value) for currency, value in by.items()}
            for key, by in checked.sums.items()
        },
        "left_out": {reason.value: number for reason, number in facts.left_out},
        "notes": [note.says for note in facts.notes()],
    }


def _text(value: Decimal) -> str:
    return f"{value:f}"
