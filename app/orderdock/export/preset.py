"""A choice of rows, columns and ways of writing them: what a preset file says, as a value."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from orderdock.query.filters import Unit


class Rows(StrEnum):
    """What one row of the file is."""

    LINES = "lines"
    ORDERS = "orders"
    MONTHS = "months"
    """Orders added up by month and whatever else is chosen, for each currency apart."""

    @property
    def unit(self) -> Unit:
        """What the rows are made from."""
        return Unit.LINES if self is Rows.LINES else Unit.ORDERS


class LeftOut(StrEnum):
    """Orders that have no place in the file; they are counted."""

    NO_TOTAL = "no total"
    ZERO_TOTAL = "zero total"
    NO_DATE = "no date"


class Sign(StrEnum):
    """How an amount is signed."""

    AS_IS = ""
    BANK = "bank"
    """Money out is negative: purchases are turned round, sales stay as they are."""


@dataclass(frozen=True, slots=True)
class PresetColumn:
    """One column: a known one by its key, or a text with known ones in braces."""

    column: str = ""
    text: str = ""
    heading: str = ""
    """Empty: the column's own."""
    sign: Sign = Sign.AS_IS


@dataclass(frozen=True, slots=True)
class Preset:
    """What a file of this kind holds. `why_not` is a sentence when it cannot be used."""

    name: str
    title: str
    about: str = ""
    rows: Rows = Rows.LINES
    columns: tuple[PresetColumn, ...] = ()
    dates: str = ""
    """Days as other programs want them: YYYY, MM and DD with marks between; empty: usual dates."""
    leave_out: tuple[LeftOut, ...] = ()
    one_currency: bool = False
    """The file has no place for a currency, so more than one in it is worth a warning."""
    at_most: int = 0
    """As many rows as the program takes that the file is for; 0: any number."""
    ready_made: bool = False
    path: Path | None = None
    """Its file, where it is not one of ours."""
    why_not: str = ""

    def keys(self) -> tuple[str, ...]:
        """The keys of its known columns; a text stands under its heading."""
        return tuple(each.column or key_of(each.heading) for each in self.columns)


def key_of(heading: str) -> str:
    """A heading as a key: "*Check Number" as check_number."""
    words = "".join(letter if letter.isalnum() else " " for letter in heading.lower()).split()
    return "_".join(words) or "column"
