"""Days and amounts as they are typed into a search: read, and written again.

What cannot be read raises Unclear, whose text is a sentence for the person who typed it.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from orderdock.query.filters import Between
from orderdock.query.periods import Span, month, period_of, span_of

V = TypeVar("V")
Days = tuple[date | None, date | None]
"""First and last day, both included; None is an open end."""

_SIGNED = re.compile(r"(>=|<=|≥|≤|>|<|=)?(.*)", re.DOTALL)
_BETWEEN = re.compile(r"\.\.|…")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_NUMBER = re.compile(r"[+-]?\d{1,20}(\.\d{1,20})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,'\u2019])\d{3})+(?:([.,])\d+)?")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


class Unclear(ValueError):
    """What was typed cannot be read; the text says why and what to write."""


# --- amounts


def read_amount(text: str) -> Decimal:
    """One amount, with a point or a comma before its decimals. Raises Unclear."""
    plain = "".join(text.split()).replace("−", "-")
    grouped = _GROUPED.fullmatch(plain)
    if grouped is not None:
        group, point = grouped.groups()
        if group == point or (point is None and group == "," and plain.count(",") == 1):
            ways = f"{plain.replace(group, '')} or {plain.replace(',', '.')}"
            raise Unclear(f"“{text.strip()}” can be read in two ways. Write {ways}.")
        if point is not None or group != "." or plain.count(".") > 1:
            plain = plain.replace(group, "")
    plain = plain.replace(",", ".")
    if _NUMBER.fullmatch(plain) is None:
        raise Unclear(f"“{text.strip()}” is no amount. Write it like 49.90.")
    return Decimal(plain)


def read_amounts(text: str) -> Between:
    """`50`, `>50`, `<=50`, `10..50`, `10..`, `..50`, `>10..<50`. Raises Unclear."""
    ends = _BETWEEN.split(text, maxsplit=1)
    if len(ends) == 2:
        if not any(end.strip() for end in ends):
            raise Unclear("Two points need an amount beside them, such as 10..50.")
        least, over = _end(ends[0], ">")
        most, under = _end(ends[1], "<")
        return in_order(Between(least, most, over, under))
    sign, rest = _split(text)
    if not rest.strip():
        raise Unclear(f"An amount must follow {sign or 'it'} at once, such as {sign or '>'}50.")
    amount = read_amount(rest)
    match sign:
        case ">" | ">=":
            return Between(least=amount, over=sign == ">")
        case "<" | "<=":
            return Between(most=amount, under=sign == "<")
    return Between(amount, amount)


def _end(text: str, way: str) -> tuple[Decimal | None, bool]:
    """An end of a span, and whether it is left out itself."""
    if not text.strip():
        return None, False
    sign, rest = _split(text)
    if sign not in {"", way, f"{way}="}:
        raise Unclear(f"“{text.strip()}” cannot stand there. Write it like 10..50 or >10..<50.")
    return read_amount(rest), sign == way


def in_order(ends: Between) -> Between:
    """The same, when an amount can lie between. Raises Unclear."""
    least, most = ends.least, ends.most
    if least is None or most is None or least < most:
        return ends
    if least > most:
        raise Unclear(
            f"The end {most:f} lies before the beginning {least:f}. Write {most:f}..{least:f}."
        )
    if ends.over or ends.under:
        raise Unclear(f"No amount lies there. Write {least:f} for just this amount.")
    return ends


def amounts_written(ends: Between) -> str:
    """What `read_amounts` reads as these ends."""
    least, most = ends.least, ends.most
    if least is not None and most is not None:
        if least == most:
            return f"{least:f}"
        return f"{'>' if ends.over else ''}{least:f}..{'<' if ends.under else ''}{most:f}"
    if least is not None:
        return f">{'' if ends.over else '='}{least:f}"
    return f"<{'' if ends.under else '='}{most:f}" if most is not None else ""


# --- days


def read_days(text: str, today: date) -> Days:
    """`2025`, `2025-03`, `2025-03-04`, `last-month`, `>2025-03`, `2025-03..2025-06`.

    A month or year at an end counts whole. Raises Unclear.
    """
    sign, rest = _split(text)
    ends = _BETWEEN.split(rest, maxsplit=1)
    if not sign and len(ends) == 2:
        spans = [_span(end, today) if end.strip() else None for end in ends]
        first, last = spans
        if first is None and last is None:
            raise Unclear("Two points need a day beside them, such as 2025-03..2025-06.")
        return days_in_order(first and first[0], last and last[1])
    if not rest.strip():
        raise Unclear(f"A day must follow {sign or 'it'} at once, such as {sign or '>'}2025-03-04.")
    first_day, last_day = _span(rest, today)
    match sign:
        case ">":
            return _beside(last_day, 1), None
        case ">=":
            return first_day, None
        case "<":
            return None, _beside(first_day, -1)
        case "<=":
            return None, last_day
    return first_day, last_day


def days_in_order(first: date | None, last: date | None) -> Days:
    """The same, when there is a day between. Raises Unclear."""
    if first is not None and last is not None and first > last:
        raise Unclear(
            f"The end {last} lies before the beginning {first}. Write the earlier day first."
        )
    return first, last


def days_written(first: date | None, last: date | None, today: date | None = None) -> str:
    """What `read_days` reads as these days; with `today`, as "last-month" where it is that."""
    if today is not None and (period := period_of(first, last, today)):
        return period
    if first is None or last is None:
        return f"{_day_written(first)}..{_day_written(last)}"
    if first.day == 1 and last == month(last.year, last.month)[1]:
        if (first.month, last.month) == (1, 12):
            years = f"{first.year:04d}", f"{last.year:04d}"
            return years[0] if first.year == last.year else f"{years[0]}..{years[1]}"
        begin, end = f"{first:%Y-%m}".rjust(7, "0"), f"{last:%Y-%m}".rjust(7, "0")
        return begin if begin == end else f"{begin}..{end}"
    return _day_written(first) if first == last else f"{_day_written(first)}..{_day_written(last)}"


def read_day(text: str) -> date:
    """One day, as year-month-day. Raises Unclear."""
    first, last = _span(text, date.max)
    if first != last:
        raise Unclear(f"“{text.strip()}” is more than a day. Write it like {first}.")
    return first


def _span(text: str, today: date) -> Span:
    word = text.strip().casefold()
    numbers = _DAY.fullmatch(word)
    if numbers is None or not word.isascii():
        span = _safely(lambda: span_of(word, today))
        if span is None:
            raise Unclear(
                f"“{text.strip()}” is no date. Write 2025-03-04, 2025-03, 2025, or a word such as"
                " today or last-month."
            )
        return span
    year, number, day = (int(part) if part else None for part in numbers.groups())
    if not year:
        raise Unclear(f"“{word}” is no date: years begin with 0001.")
    if number is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= number <= 12:
        raise Unclear(f"“{word}” is no date: there is no month {number}. Write 01 to 12.")
    first, last = month(year, number)
    if day is None:
        return first, last
    if not 1 <= day <= last.day:
        raise Unclear(f"“{word}” is no date: {_MONTHS[number - 1]} {year} has {last.day} days.")
    return date(year, number, day), date(year, number, day)


def _beside(day: date, step: int) -> date:
    beside = _safely(lambda: day + timedelta(days=step))
    if beside is None:
        raise Unclear(f"There is no day {'after' if step > 0 else 'before'} {day}.")
    return beside


def _safely(count: Callable[[], V]) -> V | None:
    """Days beyond the years 1 to 9999 are none."""
    try:
        return count()
    except OverflowError:
        return None


def _day_written(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _split(text: str) -> tuple[str, str]:
    found = _SIGNED.fullmatch(text)
    sign, rest = found.groups() if found is not None else (None, text)
    return {"≥": ">=", "≤": "<=", "=": ""}.get(sign or "", sign or ""), rest
