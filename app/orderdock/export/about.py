"""What a file says about itself: its filter, its zone, its sums, and what is not in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import Enum
from typing import Any

from orderdock.export.preset import LeftOut, Preset, Rows
from orderdock.export.request import ExportRequest, Note
from orderdock.query.filters import CurrencyTotal, OrderFilter

NO_TOTAL = "no_total"
MIXED = "mixed_currencies"
TOO_MANY = "too_many_rows"

_WORDS = {
    LeftOut.NO_TOTAL: "without a total",
    LeftOut.ZERO_TOTAL: "with a total of zero",
    LeftOut.NO_DATE: "without a date",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an export before its last byte is written."""

    preset: Preset
    request: ExportRequest
    rows: int
    totals: tuple[CurrencyTotal, ...]
    left_out: tuple[tuple[LeftOut, int], ...]
    made_at: datetime
    """Aware."""
    program: str
    """Name and version."""

    def notes(self) -> Iterator[Note]:
        """What a person should know of the file, in sentences."""
        for reason, number in self.left_out:
            orders, were = ("1 order", "was") if number == 1 else (f"{number:,} orders", "were")
            yield Note(reason.replace(" ", "_"), f"{orders} {_WORDS[reason]} {were} left out.")
        blank = sum(total.blank_totals for total in self.totals)
        if blank and self.preset.rows is Rows.MONTHS:
            orders = "1 order has" if blank == 1 else f"{blank:,} orders have"
            yield Note(NO_TOTAL, f"{orders} no total: counted, but in no sum.")
        known = [total.currency or "no currency" for total in self.totals]
        if self.preset.one_currency and len(known) > 1:
            yield Note(
                MIXED,
                f"The amounts are in {_listed(known)}, and the file does not say which is which:"
                " filter by currency and save a file for each.",
            )
        if 0 < self.preset.at_most < self.rows:
            yield Note(
                TOO_MANY,
                f"The file has {self.rows:,} rows, and the program it is for takes"
                f" {self.preset.at_most:,} at a time: save a file for each month.",
            )

    def labels(
        self, further: Sequence[Note] = (), *, local: bool = True
    ) -> Iterator[tuple[str, str]]:
        """The facts as label and text, notes included. `local`: dates are those of a clock."""
        zone = self.request.timezone
        yield "Saved by", self.program
        yield "Saved at", f"{self.made_at:%Y-%m-%d %H:%M:%S} UTC"
        yield "Preset", f"{self.preset.title} ({self.preset.name})"
        yield "Orders", self.orders_said()
        days = "dates and months" if local else "days of the filter"
        yield "Time zone", f"{zone}: {days} are those of a clock there"
        yield "Rows", f"{self.rows:,}"
        for total in self.totals:
            yield _total(total)
        yield "Order Total", "Repeats on each line of an order; sums count every order once."
        yield "Empty cells", "The provider did not say. Zero means that it said zero."
        for note in (*self.notes(), *further):
            yield "Note", note.says

    def orders_said(self) -> str:
        """Which orders are in it, in words."""
        if self.request.line_ids is not None or self.request.order_ids is not None:
            return "Those that were selected"
        said = filter_words(self.request.filter) or "All"
        return f"{said}; only new or changed ones" if self.request.filter.since else said


def filter_words(f: OrderFilter) -> str:
    """The filter in one line: "Retailers: Amazon, Target; From: 2026-03-01"; empty for none."""
    usual = OrderFilter()
    said = [
        f"{_label(field.name)}: {_value(value)}"
        for field in fields(f)
        if field.name not in {"timezone", "since", "among"}
        and (value := getattr(f, field.name)) != getattr(usual, field.name)
    ]
    if f.among:
        said.append(f"Orders: {len(f.among):,} from the export check")
    return "; ".join(said)


def _label(name: str) -> str:
    known = {"date_from": "From", "date_to": "To", "min_total": "At least", "max_total": "At most"}
    return known.get(name, name.replace("_", " ").capitalize())


def _value(value: Any) -> str:
    if isinstance(value, (tuple, list, set, frozenset)):
        return ", ".join(_value(each) for each in value)
    return str(value.value) if isinstance(value, Enum) else str(value)


def _total(total: CurrencyTotal) -> tuple[str, str]:
    orders = "1 order" if total.orders == 1 else f"{total.orders:,} orders"
    blank = f", {total.blank_totals:,} of them without a total" if total.blank_totals else ""
    currency = total.currency or "(currency unknown)"
    return f"Total {currency}", f"{total.total} in {orders}{blank}"


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
