"""Names in a filter (retailers, brands, statuses and so on) as conditions in SQL.

A name fits whole, whatever its case; when nothing has that name, as a part, whatever its accents.
Which of the two is meant is looked up first, so that an index on the column can be used.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import apsw

from orderdock.query import search
from orderdock.query.filters import OrderFilter
from orderdock.query.folding import folded, may_stand_anywhere, teach
from orderdock.query.parts import Part, any_of
from orderdock.store import revisions

_MATCHED = (
    "SELECT EXISTS (SELECT 1 FROM line_words w CROSS JOIN lines l ON l.id = w.rowid"
    " WHERE line_words MATCH ? AND {column} = ? COLLATE NOCASE)"
)
_LOOKED_FOR = "SELECT EXISTS (SELECT 1 FROM {table} WHERE {column} = ? COLLATE NOCASE)"
_STATUS_THERE = (
    "SELECT EXISTS (SELECT 1 FROM orders o WHERE o.shipment_status = ?1 COLLATE NOCASE"
    " OR {or_order} '; ' || o.shipment_status || '; ' LIKE ?2 ESCAPE '\\')"
)


@dataclass(frozen=True, slots=True)
class _Names:
    """A field of OrderFilter that holds names, and the columns they stand in."""

    attribute: str
    columns: tuple[str, ...]
    in_words: bool = False
    """The index of words knows the column; a part must begin a word."""
    whole: bool = True
    """The whole name goes before its part."""
    states: bool = False
    """Providers spell the same in several ways."""

    def of_lines(self) -> bool:
        return any(column.startswith("l.") for column in self.columns)


_ALL = (
    _Names("retailers", ("o.retailer",)),
    _Names("order_numbers", ("o.order_number",), in_words=True),
    _Names("statuses", ("l.shipment_status", "o.status"), states=True),
    _Names("shipments", ("l.shipment_status",), states=True),
    _Names("items", ("l.item_name",), in_words=True, whole=False),
    _Names("brands", ("l.brand",), in_words=True),
    _Names("departments", ("l.department",), in_words=True),
    _Names("categories", ("l.category",), in_words=True),
    _Names("subcategories", ("l.subcategory",), in_words=True),
    _Names("skus", ("l.sku",), in_words=True),
)
_KEPT = 256
_ANSWERS: dict[object, bool] = {}


def names_in(db: apsw.Connection, f: OrderFilter) -> Iterator[Part]:
    """A condition for each field of the filter that holds names."""
    for known in _ALL:
        names: Iterable[str] = getattr(f, known.attribute)
        parts = [_spelled(db, known, _written(name)) for name in names]
        if parts:
            yield parts[0] if len(parts) == 1 else any_of(parts)
    if f.currencies:
        marks = ", ".join("?" * len(f.currencies))
        codes = list(map(_written, f.currencies))
        yield Part(f"coalesce(o.currency, '') COLLATE NOCASE IN ({marks})", codes)


def _written(name: str) -> str:
    return search.writable(name).replace("\0", " ").strip()


def _spelled(db: apsw.Connection, known: _Names, text: str) -> Part:
    """The name in every way it may be spelled: as those that are there, else as parts."""
    spellings = list(_spellings(text)) if known.states else [text]
    there = [each for each in spellings if text and known.whole and _is_there(db, known, each)]
    parts = [_named(db, known, each) for each in there or spellings]
    return parts[0] if len(parts) == 1 else any_of(parts)


def _spellings(text: str) -> Iterator[str]:
    """A state as typed, and as providers write it: "out_for_delivery", "canceled"."""
    british = re.sub("cancel(?=ed|ing)", r"\g<0>l", text, flags=re.IGNORECASE)
    american = re.sub("cancell(?=ed|ing)", "cancel", text, flags=re.IGNORECASE)
    for spelling in dict.fromkeys((text, british, american)):
        yield from dict.fromkeys((spelling, spelling.replace("_", " "), spelling.replace(" ", "_")))


def _named(db: apsw.Connection, known: _Names, text: str) -> Part:
    if not text:
        blank = " AND ".join(f"coalesce({column}, '') = ''" for column in known.columns)
        return Part(blank, (), known.of_lines())
    if known.whole and _is_there(db, known, text):
        # a plain column of lines would lure SQLite into indexing all lines for one question
        sides = (f"+{each}" if each.startswith("l.") else each for each in known.columns)
        same = " OR ".join(f"{side} = ? COLLATE NOCASE" for side in sides)
        match = _match(text) if known.in_words else ""
        return Part(same, [text] * len(known.columns), known.of_lines(), match)
    teach(db)
    if known.in_words:
        return _beginning_a_word(known, text)
    return _anywhere(known, text)


def _is_there(db: apsw.Connection, known: _Names, text: str) -> bool:
    """Whether anything has just this name; answered once for all statements of a question."""
    key = (db.filename, revisions.now(db), known.attribute, text)
    found = _ANSWERS.get(key)
    if found is None:
        if len(_ANSWERS) >= _KEPT:
            _ANSWERS.clear()
        found = _ANSWERS[key] = _look_for(db, known, text)
    return found


def _look_for(db: apsw.Connection, known: _Names, text: str) -> bool:
    [column, *_] = known.columns
    if column == "l.shipment_status":
        or_order = "o.status = ?1 COLLATE NOCASE OR" if "o.status" in known.columns else ""
        sql = _STATUS_THERE.format(or_order=or_order)
        return bool(db.execute(sql, (text, f"%; {_literal(text)}; %")).get)
    match = _match(text) if known.in_words else ""
    if match:
        plain = f"l.{column.partition('.')[2]}"
        return bool(db.execute(_MATCHED.format(column=plain), (match, text)).get)
    table = "lines l" if known.of_lines() else "orders o"
    return bool(db.execute(_LOOKED_FOR.format(table=table, column=column), (text,)).get)


def _anywhere(known: _Names, text: str) -> Part:
    tests = [
        f"{column} LIKE ? ESCAPE '\\'"
        f" OR octet_length({column}) > length({column}) AND instr(folded({column}), ?)"
        for column in known.columns
    ]
    values = [f"%{_literal(text)}%", folded(text)] * len(known.columns)
    return Part(" OR ".join(tests), values, known.of_lines())


def _beginning_a_word(known: _Names, text: str) -> Part:
    """Letters beyond ASCII are compared by a function of ours, the rest by SQLite itself."""
    [column] = known.columns
    part = folded(text)
    odd = f"octet_length({column}) > length({column})"
    sql, values = f"{odd} AND begins_a_word({column}, ?)", [part]
    if part.isascii():
        plain = "".join(f"[{sign}]" if sign in "*?[" else sign for sign in part)
        patterns = [f"*{plain}*"]
        if not may_stand_anywhere(part):
            patterns = [f"{plain}*", f"*[^a-z0-9]{plain}*"]
        tests = " OR ".join([f"lower({column}) GLOB ?"] * len(patterns))
        sql, values = f"{sql} OR NOT {odd} AND ({tests})", [part, *patterns]
    match = _match(text)
    return Part(sql, values, known.of_lines(), f"{match} *" if match else "")


def _match(text: str) -> str:
    """For the index of words, where it compares letters just as we do; else nothing."""
    if not search.is_for_the_index(text) or any(ord(sign) >= 0x0530 for sign in text):
        return ""
    quoted = text.replace('"', '""')
    return f'"{quoted}"'


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
