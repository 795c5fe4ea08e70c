"""What the person says of orders: tags, a note, hidden. Kept apart from all that is read.

Every change answers with what it changed, so that it can be undone.
"""

import unicodedata
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import apsw

from orderdock.domain.errors import WrongUsage
from orderdock.store.order_rows import LINE_BITS, WORDS

LONGEST_TAG = 60
LONGEST_NOTE = 10_000
_LINES_OF = (
    "SELECT l.id FROM carray(?) c CROSS JOIN lines l"
    f" ON l.id > (c.value << {LINE_BITS}) AND l.id < ((c.value + 1) << {LINE_BITS})"
)
BETWEEN = "; "
"""Between two tags where they stand in one cell; in no tag itself."""

_ORDERED = f"group_concat(t.name, '{BETWEEN}' ORDER BY t.folded)"


def _tags_of(order: str) -> str:
    return (
        f"(SELECT {_ORDERED} FROM order_tags ot JOIN tags t ON t.id = ot.tag_id"
        f" WHERE ot.order_id = {order})"
    )


def _note_of(order: str) -> str:
    return f"(SELECT n.note FROM order_notes n WHERE n.order_id = {order})"


TAGS = _tags_of("o.id")
"""SQL of an order's tags in one text, NULL without any."""
NOTE = _note_of("o.id")
HIDDEN = "(SELECT h.hidden_at FROM hidden_orders h WHERE h.order_id = o.id)"
"""SQL of the moment since when an order is hidden."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What one act changed: enough to undo it."""

    tagged: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Tag -> the orders that did not have it before."""
    untagged: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Tag -> the orders that had it before."""
    notes: Mapping[int, str | None] = field(default_factory=dict)
    """Order -> its note before."""
    hidden: Sequence[int] = ()
    """Orders that were not hidden before."""
    restored: Mapping[int, int] = field(default_factory=dict)
    """Order -> since when it was hidden before."""

    def orders(self) -> int:
        """How many orders are different now."""
        several = (*self.tagged.values(), *self.untagged.values(), self.notes, self.hidden)
        return len(set().union(*several, self.restored))


def together(acts: Sequence[Changed]) -> Changed:
    """What several acts changed; no order is in two of them."""
    tagged: dict[str, list[int]] = {}
    untagged: dict[str, list[int]] = {}
    for act in acts:
        for name, orders in act.tagged.items():
            tagged.setdefault(name, []).extend(orders)
        for name, orders in act.untagged.items():
            untagged.setdefault(name, []).extend(orders)
    return Changed(
        tagged,
        untagged,
        {order: note for act in acts for order, note in act.notes.items()},
        [order for act in acts for order in act.hidden],
        {order: since for act in acts for order, since in act.restored.items()},
    )


def words_of(order: str) -> list[str]:
    """SQL of what searching finds in an order beyond its lines; `order` is SQL of its id."""
    return [_tags_of(order), _note_of(order)]


LEARN = (
    "INSERT INTO line_words (rowid, words) SELECT id, concat_ws(' ',"
    f" {', '.join([*WORDS, *words_of(f'(lines.id >> {LINE_BITS})')])}) FROM lines WHERE"
)
"""Teaches searching a line that may belong to an order with tags or a note."""


def has_any(db: apsw.Connection) -> bool:
    """Whether any order has a tag or a note."""
    sql = "SELECT EXISTS (SELECT 1 FROM order_tags) OR EXISTS (SELECT 1 FROM order_notes)"
    return bool(db.execute(sql).get)


def has_hidden(db: apsw.Connection) -> bool:
    """Whether any order is hidden."""
    return bool(db.execute("SELECT EXISTS (SELECT 1 FROM hidden_orders)").get)


def visible(db: apsw.Connection) -> int:
    """How many orders are stored that nobody has hidden."""
    stored: int = db.execute("SELECT coalesce(sum(order_count), 0) FROM connections").get
    hidden: int = db.execute("SELECT count(*) FROM hidden_orders").get
    return stored - hidden


def known_tags(db: apsw.Connection) -> list[tuple[str, int]]:
    """Every tag in use with its number of orders, hidden ones included, by name."""
    found: Iterable[Any] = db.execute(
        "SELECT name, (SELECT count(*) FROM order_tags WHERE tag_id = id) FROM tags ORDER BY folded"
    )
    return [(name, orders) for name, orders in found]


def tags_among(db: apsw.Connection, orders: Sequence[int]) -> dict[str, int]:
    """The tags that these orders have, with how many of the orders have each."""
    counted: dict[int, int] = {}
    found: Iterable[Any] = db.executemany(
        "SELECT tag_id FROM order_tags WHERE order_id = ?", ((order,) for order in orders)
    )
    for (tag,) in found:
        counted[tag] = counted.get(tag, 0) + 1
    names: dict[int, str] = dict(db.execute("SELECT id, name FROM tags ORDER BY folded"))
    return {name: counted[tag] for tag, name in names.items() if tag in counted}


def ids_of_tags(db: apsw.Connection, names: Iterable[str]) -> list[int]:
    """The numbers of those of these tags that exist."""
    found: Iterable[Any] = db.executemany(
        "SELECT id FROM tags WHERE folded = ?", {(folded(name),) for name in names}
    )
    return sorted(number for (number,) in found)


def folded(name: str) -> str:
    """A tag without what does not tell tags apart: case, width of letters, blanks around."""
    return unicodedata.normalize("NFKC", _writable(name)).casefold().strip()


def tag_name(text: str) -> str:
    """`text` as a tag: one line, without blanks around. Raises WrongUsage when it cannot be one."""
    name = " ".join(_writable(text).split())
    if not name:
        raise WrongUsage("A tag needs a name.", "Type one.")
    if len(name) > LONGEST_TAG:
        raise WrongUsage(
            f"A tag can have {LONGEST_TAG} letters, this one has {len(name)}.",
            "Shorten it, or write a note.",
        )
    if any(mark in name for mark in ",;") or not name.isprintable():
        raise WrongUsage(
            "A tag cannot hold a comma, a semicolon or unprintable signs.",
            "Write several tags one by one.",
        )
    return name


def tag(
    db: apsw.Connection,
    orders: Sequence[int],
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
) -> Changed:
    """Give these orders some tags and take others away. Raises WrongUsage for what is no tag.

    An order that is gone is left out; a tag that no order has any more is forgotten.
    """
    add = [tag_name(name) for name in add]
    tagged: dict[str, Sequence[int]] = {}
    untagged: dict[str, Sequence[int]] = {}
    for name in remove:
        for number in ids_of_tags(db, [name]):
            if taken := _change(db, _TAKE_TAG, number, orders):
                untagged[_name_of(db, number)] = taken
                db.execute(_FORGET_TAG, (number,))
    for name in add:
        number = _number_of(db, name)
        if given := _change(db, _GIVE_TAG, number, orders):
            tagged[_name_of(db, number)] = given
        else:
            db.execute(_FORGET_TAG, (number,))
    _learn(db, set().union(*tagged.values(), *untagged.values()))
    return Changed(tagged=tagged, untagged=untagged)


_GIVE_TAG = (
    "INSERT OR IGNORE INTO order_tags SELECT id, ? FROM orders WHERE id IN carray(?)"
    " RETURNING order_id"
)
_TAKE_TAG = "DELETE FROM order_tags WHERE tag_id = ? AND order_id IN carray(?) RETURNING order_id"
_FORGET_TAG = (
    "DELETE FROM tags WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM order_tags WHERE tag_id = ?1)"
)


def write_notes(db: apsw.Connection, notes: Mapping[int, str | None], *, now: int) -> Changed:
    """Give each order its note in place of the one it has; None or blanks take it away.

    Raises WrongUsage when one is too long. An order that is gone is left out.
    """
    before: dict[int, str | None] = {}
    for order, text in notes.items():
        note = _note(text)
        found: Iterable[Any] = db.execute(
            "SELECT (SELECT note FROM order_notes WHERE order_id = id) FROM orders WHERE id = ?",
            (order,),
        )
        for (old,) in found:
            if old != note:
                before[order] = old
    for order in before:
        note = _note(notes[order])
        if note is None:
            db.execute("DELETE FROM order_notes WHERE order_id = ?", (order,))
        else:
            db.execute("INSERT OR REPLACE INTO order_notes VALUES (?, ?, ?)", (order, note, now))
    _learn(db, before)
    return Changed(notes=before)


def hide(db: apsw.Connection, orders: Iterable[int], *, now: int) -> Changed:
    """Keep these orders out of everything that does not ask for hidden ones."""
    return hide_since(db, dict.fromkeys(orders, now))


def hide_since(db: apsw.Connection, since: Mapping[int, int]) -> Changed:
    """Hide orders, each from a moment of its own on (seconds since 1970 UTC)."""
    found: Iterable[Any] = db.executemany(
        "INSERT OR IGNORE INTO hidden_orders SELECT id, ? FROM orders WHERE id = ?"
        " RETURNING order_id",
        ((at, order) for order, at in since.items()),
    )
    return Changed(hidden=[order for (order,) in found])


def restore(db: apsw.Connection, orders: Iterable[int]) -> Changed:
    """Show these hidden orders again."""
    found: Iterable[Any] = db.executemany(
        "DELETE FROM hidden_orders WHERE order_id = ? RETURNING order_id, hidden_at",
        ((order,) for order in orders),
    )
    return Changed(restored=dict(found))


def erase(db: apsw.Connection, connection: int) -> None:
    """Forget all of this of the orders of a connection (its row's number)."""
    for table in ("order_tags", "order_notes", "hidden_orders"):
        db.execute(
            f"DELETE FROM {table} WHERE order_id IN"
            " (SELECT id FROM orders WHERE connection_id = ?)",
            (connection,),
        )
    db.execute("DELETE FROM tags WHERE id NOT IN (SELECT tag_id FROM order_tags)")


def _change(db: apsw.Connection, sql: str, tag_id: int, orders: Sequence[int]) -> list[int]:
    found: Iterable[Any] = db.execute(sql, (tag_id, _bound(orders))) if orders else ()
    return [order for (order,) in found]


def _number_of(db: apsw.Connection, name: str) -> int:
    """The tag's number; it is made where there was none."""
    db.execute("INSERT OR IGNORE INTO tags (name, folded) VALUES (?, ?)", (name, folded(name)))
    [number] = ids_of_tags(db, [name])
    return number


def _name_of(db: apsw.Connection, number: int) -> str:
    return str(db.execute("SELECT name FROM tags WHERE id = ?", (number,)).get)


def _note(text: str | None) -> str | None:
    note = _writable(text or "").strip()
    if len(note) > LONGEST_NOTE:
        raise WrongUsage(
            f"A note can have {LONGEST_NOTE:,} letters, this one has {len(note):,}.", "Shorten it."
        )
    return note or None


def _writable(text: str) -> str:
    """Without lone surrogates and NUL, which no database text can hold."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")


def _learn(db: apsw.Connection, orders: Iterable[int]) -> None:
    """Let searching find the lines of these orders by their tags and note of now."""
    ids = list(orders)
    if not ids:
        return
    lines = [line for (line,) in db.execute(_LINES_OF, (_bound(ids),))]
    if lines:
        db.execute("DELETE FROM line_words WHERE rowid IN carray(?)", (_bound(lines),))
        db.execute(f"{LEARN} id IN carray(?)", (_bound(lines),))


def _bound(ids: Sequence[int]) -> Any:
    """Ids (at least one) as one value: a statement for all of them is four times as quick."""
    return apsw.carray(array("q", ids))
