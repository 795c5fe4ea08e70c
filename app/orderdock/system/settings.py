"""Small settings of the programs, and what the person's `assumptions.toml` overrides."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from orderdock.system.atomic import write_atomically

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting: its key, and the value (and type) it has until somebody changes it."""

    key: str
    default: T


class Settings:
    """The settings file of a profile: one JSON object, always whole, 0600.

    A damaged file is set aside under another name and said in `trouble`; defaults then count.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.trouble = ""
        """One sentence when the file could not be read; empty when all is well."""

    def all(self) -> dict[str, Any]:
        """Everything that was ever saved, as JSON values."""
        try:
            found = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError:
            self.trouble = f"The settings in {self._path.name} cannot be read; defaults are used."
            return {}
        except (ValueError, RecursionError):
            return self._set_aside()
        return found if isinstance(found, dict) else self._set_aside()

    def read(self, setting: Setting[T]) -> T:
        """The saved value; the default when there is none or it is of another type."""
        value = self.all().get(setting.key, setting.default)
        return value if _fits(value, setting.default) else setting.default

    def save(self, key: str, value: Any) -> None:
        """Save a JSON value under `key`; None removes it. Raises OSError or TypeError."""
        values = self.all()
        if value is None:
            values.pop(key, None)
        else:
            values[key] = value
        text = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True)
        write_atomically(self._path, text.encode() + b"\n")

    def _set_aside(self) -> dict[str, Any]:
        aside = self._path.with_name(f"{self._path.stem}.damaged{self._path.suffix}")
        try:
            self._path.replace(aside)
            kept = f"It was kept as {aside.name}."
        except OSError:
            kept = ""
        self.trouble = (
            f"The settings in {self._path.name} were damaged; defaults are used. {kept}".strip()
        )
        return {}


@dataclass(frozen=True, slots=True)
class Overrides:
    """What `assumptions.toml` says: provider -> key -> value; and one sentence if it cannot."""

    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    trouble: str = ""

    def of(self, provider: str) -> Mapping[str, str]:
        """The overrides for one provider."""
        return self.tables.get(provider, {})


def read_overrides(path: Path) -> Overrides:
    """Read a profile's `assumptions.toml`: one table per provider; tables inside join with a dot.

    The file is the person's own: it is never changed or moved, and never raises.
    """
    import tomllib

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Overrides()
    except OSError:
        return Overrides(trouble=f"{path.name} cannot be read; none of it is used.")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as mistake:
        where = str(mistake).rpartition("(")[2].rstrip(")") if "(" in str(mistake) else ""
        place = f" ({where})" if where.startswith("at ") else ""
        return Overrides(
            trouble=f"{path.name} is not valid TOML{place}; none of it is used until corrected."
        )
    tables = {name: _flat(table) for name, table in found.items() if isinstance(table, dict)}
    strays = sorted(name for name, table in found.items() if not isinstance(table, dict))
    if not strays:
        return Overrides(tables)
    names = ", ".join(strays)
    return Overrides(
        tables, f"{path.name} has values outside a provider's table, which are not used: {names}."
    )


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    values: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            values.update(_flat(value, f"{prefix}{key}."))
        elif isinstance(value, bool):
            values[prefix + key] = "true" if value else "false"
        elif isinstance(value, list):
            values[prefix + key] = ",".join(str(item) for item in value)
        else:
            values[prefix + key] = str(value)
    return values


def _fits(value: object, default: object) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, float):
        return isinstance(value, (int, float))
    return default is None or isinstance(value, type(default))
