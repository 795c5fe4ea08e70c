"""Records of lines in JSON, by the names that a provider's fields go by: a page in one go."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

import msgspec

from orderdock.connector import reading
from orderdock.connector.line_rows import Row, Rows, first_key, row_of
from orderdock.connector.record_pages import Amounts, Moments, RecordPages
from orderdock.domain.errors import UnexpectedAnswer, UnreadableRecord
from orderdock.domain.orders import Line, SetAside

_IDS = ("order_number", "link", "sku", "ordered_at")
_TEXTS = ("retailer", "item_name", "brand", "department", "category", "subcategory")
_STATES = ("currency", "shipment_status")
AMOUNTS = {"quantity": "quantity", "unit_price": "price", "order_total": "order total"}
"""Field -> what a person calls it."""
_KINDS: dict[str, Any] = {
    **dict.fromkeys(_IDS, str | int | None),
    **dict.fromkeys((*_TEXTS, *_STATES), str | None),
    **dict.fromkeys(AMOUNTS, Any),  # as RecordPages gives a number; anything else is refused
}
_quantities, _prices, _totals = (Amounts(what) for what in AMOUNTS.values())
_moments = Moments("order date")
_new_line = tuple.__new__
"""Builds a named tuple without going through its own, slower, constructor."""


class LineRecords:
    """Reads one provider's records.

    `names` says which of theirs each field goes by, the likeliest first: a field of `Line`, or
    `order_number`, `ordered_at`, `retailer`, `link` (the retailer's id).
    """

    def __init__(self, what: str, provider: str, wrapper: str, **names: str) -> None:
        self._answer = (what, provider, wrapper)
        every = {field: names.get(field, "").split() for field in _KINDS}
        spelled = {
            field if not place else f"{field}_{place}": (name, _KINDS[field])
            for field, theirs in every.items()
            for place, name in enumerate(theirs)
        }
        self._kind = msgspec.defstruct(
            "Record",
            [(field, kind, None) for field, (_, kind) in spelled.items()],
            rename={field: name for field, (name, _) in spelled.items()},
            namespace={field: None for field, theirs in every.items() if not theirs},
            gc=False,
        )
        self._spelled = {field: name for field, (name, _) in spelled.items()}
        self._others = [
            (field, f"{field}_{place}")
            for field, theirs in every.items()
            for place in range(1, len(theirs))
        ]
        # With one name more, so that it is a tuple however many there are.
        self._beside = attrgetter(*(other for _, other in self._others), "__class__")
        self._nothing_beside = (*[None] * len(self._others), self._kind)
        self._pages: RecordPages[Any] = RecordPages(self._kind)

    def read(self, body: bytes, link: str = "") -> Rows:
        """The records of a page in their order, unreadable ones set aside. Raises UnexpectedAnswer.

        `link` is the one that was asked for; records seldom lack it, but may.
        """
        rows: Rows = []
        kind, usual, odd = self._kind, self._row, self._odd
        for raw, record in self._pages.read(body, *self._answer):
            try:
                rows.append(usual(raw, record, link) if type(record) is kind else odd(raw, link))
            except (UnreadableRecord, TypeError):  # TypeError: a list or an object for an amount
                rows.append(odd(raw, link))
        return rows

    def _row(self, raw: bytes, r: Any, link: str) -> Row:
        if self._beside(r) != self._nothing_beside:
            self._take_in(r)
        sku, number, known, name = r.sku, r.order_number, r.link, r.item_name or None
        if type(sku) is not str:
            sku = _text(sku)
        values = (
            first_key(sku, name),
            name,
            r.brand or None,
            r.department or None,
            r.category or None,
            r.subcategory or None,
            sku or None,
            _quantities[r.quantity],
            _prices[r.unit_price],
            r.currency or None,
            r.shipment_status or None,
            _totals[r.order_total],
            raw,
        )
        return row_of(
            _new_line(Line, values),
            number if type(number) is str else _text(number),
            (known if type(known) is str else _text(known)) or link,
            r.retailer,
            _moments[r.ordered_at],
        )

    def _take_in(self, r: Any) -> None:
        """Values of fields that go by another of their names, where the likeliest has none."""
        for field, other in self._others:
            if (value := getattr(r, other)) is not None and getattr(r, field) in {None, ""}:
                setattr(r, field, value)

    def _odd(self, raw: bytes, link: str) -> Row | SetAside:
        """A record that is not as nearly all are, read with more patience or set aside."""
        try:
            return self._row(raw, self._patiently(raw), link)
        except UnreadableRecord as trouble:
            return SetAside(trouble.says, raw, link)

    def _patiently(self, raw: bytes) -> Any:
        """A record with a number where text belongs, or worse. Raises UnreadableRecord."""
        try:
            found = reading.content(raw, "a record", self._answer[1])
        except UnexpectedAnswer:
            raise UnreadableRecord("The record is not readable text.") from None
        if not isinstance(found, Mapping):
            raise UnreadableRecord("The record is no object with fields.")
        fields: dict[str, Any] = {}
        for field, name in self._spelled.items():
            value = found.get(name)
            if field in AMOUNTS:
                fields[field] = reading.amount(value, AMOUNTS[field])
            elif isinstance(value, dict | list):
                raise UnreadableRecord(f"The field {name} is no text.")
            else:
                fields[field] = value if isinstance(value, str | None) else str(value)
        return self._kind(**fields)


def _text(value: str | int | None) -> str | None:
    return str(value) if value is not None and value != "" else None
