"""Small settings of the window and the commands, as plain JSON values."""

import json
from typing import Any

import apsw


def all_settings(db: apsw.Connection) -> dict[str, Any]:
    """Every setting by its key."""
    return {key: json.loads(value) for key, value in db.execute("SELECT key, value FROM settings")}


def save(db: apsw.Connection, key: str, value: Any) -> None:
    """Keep one setting; None removes it."""
    if value is None:
        db.execute("DELETE FROM settings WHERE key = ?", (key,))
    else:
        db.execute(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            (key, json.dumps(value, ensure_ascii=False)),
        )
