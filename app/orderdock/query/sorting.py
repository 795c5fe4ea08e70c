"""Sort terms in SQL, with a tie-break, so that the same rows always come in the same order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import apsw

from orderdock.query.columns import BY_KEY, Column, chosen
from orderdock.query.filters import Sort, Unit

NOCASE = " COLLATE NOCASE"
_PLAIN = re.compile(rf"[lo]\.\w+({NOCASE})?").fullmatch
_NAMED = re.compile(r"\(SELECT [ck]\.\w+ FROM (connections|links) [ck] WHERE")


@dataclass(frozen=True, slots=True)
class Key:
    """What one column sorts by: SQL terms over all orders (`o`) or all lines (`l`), then the id."""

    of: str
    """ "orders" or "lines": the table whose rows it puts in order."""
    terms: tuple[str, ...]

    def by(self) -> str:
        """The terms as they stand behind ORDER BY."""
        return ", ".join(self.terms)

    def values(self) -> str:
        """The terms as they stand behind SELECT."""
        return ", ".join(term.removesuffix(NOCASE) for term in self.terms)

    def comparable(self, values: Sequence[Any]) -> tuple[Any, ...]:
        """What `values` selects, so that Python sorts it, and finds it equal, as SQLite does."""
        return tuple(map(_comparable, values, [term.endswith(NOCASE) for term in self.terms]))

    def is_lasting(self) -> bool:
        """Whether only a new reading of an order can move it, or new names of where it is from."""
        return all(_PLAIN(term) or _NAMED.match(term) for term in self.terms)

    def names(self, db: apsw.Connection) -> str:
        """What else the order goes by: a checksum of names; empty where none counts."""
        if all(_PLAIN(term) for term in self.terms):
            return ""
        said = [
            db.execute(f"SELECT id, {columns} ORDER BY id").fetchall()
            for columns in ("key, name, provider FROM connections", "name FROM links")
        ]
        return f"{crc32(repr(said).encode()):08x}"


def key_of(sort: Sort, unit: Unit) -> Key:
    """What a sort column sorts in a table of `unit`. Raises WrongUsage where it does not exist.

    Orders of one moment follow their number.
    """
    column = _column(sort, unit)
    terms = [column.sort_expression(unit)]
    if sort.column == "ordered_at":
        terms.append("o.order_number")
    of = "orders" if unit is Unit.ORDERS or column.is_of_order() else "lines"
    return Key(of, tuple(terms))


def _comparable(value: Any, without_case: bool) -> tuple[Any, ...]:
    """SQLite's NOCASE looks no further than a NUL."""
    if value is None:
        return ()
    if not isinstance(value, str):
        return (value,)
    text = value.encode()
    return (text.partition(b"\0")[0].lower(), len(text)) if without_case else (text,)


def order_by(sort: Sequence[Sort], unit: Unit) -> str:
    """What stands behind ORDER BY. NULL is the smallest.

    What is equal follows the sequence of reading, backwards when the last column is; where that is
    the order's, the lines of an order keep theirs.
    """
    terms, end = [], ""
    for wanted in sort:
        end = " DESC" if wanted.descending else ""
        terms += [term + end for term in key_of(wanted, unit).terms]
    if unit is Unit.ORDERS or sorts_orders(sort[-1:]):
        terms.append(f"o.id{end}")
        end = ""
    if unit is Unit.LINES:
        terms.append(f"l.id{end}")
    return ", ".join(terms)


def sorts_orders(sort: Sequence[Sort]) -> bool:
    """Whether sorting the orders sorts their lines."""
    return all(s.column in BY_KEY and _column(s, Unit.LINES).is_of_order() for s in sort)


def _column(sort: Sort, unit: Unit) -> Column:
    [column] = chosen((sort.column,), unit)
    return column
