"""Adds up the amounts that a file holds, per currency: exact, and quick where they repeat."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from orderdock.domain.amounts import millionths
from orderdock.export.csv_back import Run

_MANY = 50_000
"""Different amounts counted before they are added up."""
_DECIMALS = 6

Cell = str | bytes | None
Sums = dict[str, dict[str, int]]
"""Amount column -> currency -> sum of its cells in millionths, each rounded."""


class Adding:
    """Adds up amounts as they come. Raises ValueError for one that is no number."""

    def __init__(self, names: Sequence[str], decimal: str = ".") -> None:
        self._decimal = decimal
        self._seen: list[Counter[Any]] = [Counter() for _ in names]
        self._sums: Sums = {name: {} for name in names}

    def take(self, currencies: Iterable[Cell], amounts: Sequence[Iterable[Cell]]) -> None:
        """Add some rows, by column."""
        for seen, into, column in zip(self._seen, self._sums.values(), amounts, strict=True):
            seen.update(zip(currencies, column, strict=False))
            if len(seen) > _MANY:
                self._settle(seen, into)

    def take_runs(
        self, runs: Iterable[Run], amounts: Sequence[int], currency_at: int | None
    ) -> None:
        """Add runs of records; where the amounts and the currency stand in them."""
        decimal = self._decimal.encode()
        for place, into in zip(amounts, self._sums.values(), strict=True):
            sums: dict[bytes, int] = {}
            for fields, times in runs:
                if amount := fields[place]:
                    whole, _, rest = amount.partition(decimal)
                    if len(rest) > _DECIMALS:
                        value = millionths(f"{whole.decode()}.{rest.decode()}")
                    else:
                        value = int(whole + rest.ljust(_DECIMALS, b"0"))
                    currency = b"" if currency_at is None else fields[currency_at]
                    sums[currency] = sums.get(currency, 0) + value * times
            for currency, value in sums.items():
                _put(into, currency.decode(), value)

    def sums(self) -> Sums:
        """What has come so far."""
        for seen, into in zip(self._seen, self._sums.values(), strict=True):
            self._settle(seen, into)
        return self._sums

    def _settle(self, seen: Counter[tuple[Cell, Cell]], into: dict[str, int]) -> None:
        for (currency, amount), times in seen.items():
            if amount:
                value = millionths(_text(amount).replace(self._decimal, "."))
                _put(into, _text(currency or ""), value * times)
        seen.clear()


def _put(into: dict[str, int], currency: str, value: int) -> None:
    into[currency] = into.get(currency, 0) + value


def _text(cell: str | bytes) -> str:
    return cell.decode() if isinstance(cell, bytes) else cell
