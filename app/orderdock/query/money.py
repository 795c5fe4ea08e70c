"""Whether the lines of an order add up to its total, and what the total holds besides (pure)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from orderdock.connector.card import Charges
from orderdock.domain.amounts import from_millionths, plain

_LEAST = Decimal("0.01")
"""A smaller difference is rounding."""
_NAMES = ("shipping", "tax", "discount")


@dataclass(frozen=True, slots=True)
class Money:
    """An order's total taken apart. Unknown is None; zero is what the provider said."""

    lines: Decimal | None = None
    """Quantity times price of all lines; None when one of them is not known."""
    shipping: Decimal | None = None
    tax: Decimal | None = None
    discount: Decimal | None = None
    """What is taken off, above zero."""
    total: Decimal | None = None
    holds: tuple[str, ...] = ()
    """With the lines alone or with these of shipping, tax and discount the total was checked."""
    difference: Decimal | None = None
    """The total less what these come to: zero when they add up, None when it cannot be checked."""
    shown: bool = False
    """They add up without the lines that the provider no longer shows."""
    why_not: str = ""
    """Why it cannot be checked, a sentence; empty when it can, or there is no total."""


def checked(
    order: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    record: Any = None,
    charges: Charges | None = None,
    line_records: Sequence[Any] = (),
) -> Money:
    """Take the order's total apart; values by the keys of query.columns.

    `record` is the provider's own, decoded, `line_records` those of its lines where there are any;
    `charges` names their fields of shipping, tax, discount.
    """
    said = _charges(record, charges or Charges(), line_records)
    total = None if order.get("order_total") is None else Decimal(order["order_total"])
    sums = [(_product(line), line.get("missing_since") is not None) for line in lines]
    known = [amount for amount, _gone in sums if amount is not None]
    whole = sum(known, Decimal(0)) if known and len(known) == len(sums) else None
    money = Money(whole, said.get("shipping"), said.get("tax"), said.get("discount"), total)
    if total is None or not lines:
        return money
    if whole is None:
        return replace(money, why_not=_unknown(len(sums) - len(known), len(sums)))
    if len({line["currency"] for line in lines if line.get("currency")}) > 1:
        return money
    still = sum((amount for amount, gone in sums if amount is not None and not gone), Decimal(0))
    in_prices = (charges or Charges()).discount_in_prices
    for shown, base in ((False, whole), (True, still)):
        names = _way(total - base, said, in_prices=in_prices)
        if names is not None:
            return replace(money, holds=names, difference=Decimal(0), shown=shown)
    likeliest = next(iter(_ways(said, in_prices=in_prices)))
    return replace(money, holds=likeliest, difference=total - whole - _value(said, likeliest))


def accounts_for(
    rest: Decimal, record: Any, charges: Charges, line_records: Sequence[Any] = ()
) -> bool:
    """Whether the provider's own record says what a total holds besides all of its lines."""
    said = _charges(record, charges, line_records)
    return _way(rest, said, in_prices=charges.discount_in_prices) is not None


def verdict(money: Money, amount: Callable[[str], str]) -> tuple[bool | None, str]:
    """Whether it adds up (None: cannot be told), and the sentence that says so.

    `amount` writes plain decimal text for who reads it.
    """
    if money.difference is None or money.lines is None or money.total is None:
        return None, money.why_not
    parts = _parts(money)
    if not money.difference:
        if money.shown:
            return True, f"{parts} that the provider still shows add up to the total."
        return True, f"{parts} add up to the total."
    comes, by = amount(short(money.total - money.difference)), amount(short(abs(money.difference)))
    more = "more" if money.difference > 0 else "less"
    return False, (
        f"{parts} come to {comes}, the total is {amount(f'{money.total:f}')}: {by} {more}."
        " The provider's record does not say what for."
    )


def short(amount: Decimal) -> str:
    """As plain text: two decimals or more, no needless zeros."""
    return f"{from_millionths(int((amount * 1_000_000).to_integral_value())):f}"


def _parts(money: Money) -> str:
    words = ["Lines" if money.holds else "The lines", *money.holds]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _ways(said: Mapping[str, Decimal], *, in_prices: bool) -> Iterable[tuple[str, ...]]:
    """What beside the lines may be in the total, the likeliest first; nothing comes last."""
    told = tuple(name for name in _NAMES if said.get(name))
    after = tuple(name for name in told if name != "discount")
    ways = [after, told] if in_prices else [told, after]
    return dict.fromkeys([*ways, ()])


def _way(rest: Decimal, said: Mapping[str, Decimal], *, in_prices: bool) -> tuple[str, ...] | None:
    """Those of shipping, tax and discount that come to `rest`."""
    for names in _ways(said, in_prices=in_prices):
        if abs(rest - _value(said, names)) < _LEAST:
            return names
    return None


def _value(said: Mapping[str, Decimal], names: Iterable[str]) -> Decimal:
    return sum((-said[name] if name == "discount" else said[name] for name in names), Decimal(0))


def _charges(record: Any, charges: Charges, line_records: Sequence[Any]) -> dict[str, Decimal]:
    found = {}
    for name in _NAMES:
        amount = _said(record, getattr(charges, name))
        if amount is not None:
            found[name] = abs(amount) if name == "discount" else amount
    off = [_said(line, charges.line_discount) for line in line_records]
    known = [abs(amount) for amount in off if amount is not None]
    if known:
        found["discount"] = sum(known, found.get("discount", Decimal(0)))
    return found


def _said(record: Any, name: str) -> Decimal | None:
    value = record.get(name) if name and isinstance(record, Mapping) else None
    try:
        return Decimal(plain(value)) if isinstance(value, str | int | Decimal) else None
    except ValueError:
        return None


def _product(line: Mapping[str, Any]) -> Decimal | None:
    quantity, price = line.get("quantity"), line.get("unit_price")
    return None if quantity is None or price is None else Decimal(quantity) * Decimal(price)


def _unknown(unknown: int, lines: int) -> str:
    if unknown == lines:
        return "The lines have no price or quantity, so the total cannot be checked."
    have = "1 line has" if unknown == 1 else f"{unknown} lines have"
    return f"{have} no price or quantity, so the total cannot be checked."
