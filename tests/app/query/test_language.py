"""What is typed into the search box means what it says, is explained where it does not, and comes
back from the filter as it went in."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from orderdock.query import search
from orderdock.query.filters import BLANKS, Between, Hidden, OrderFilter
from orderdock.query.language import Known, Reading, read
from orderdock.query.language_fields import BY_WORD, FIELDS, MARKS, Takes
from orderdock.query.language_writing import rewritten, written

TODAY = date(2026, 11, 21)
KNOWN = Known(
    {"stackline-1": "Household shops", "synq-2": "Outlet"},
    {"stackline": "Stackline", "stitchlabs": "Stitch Labs"},
)


def meant(text: str) -> OrderFilter:
    found = read(text, TODAY, known=KNOWN)
    assert found.mistakes == ()
    return found.filter


@pytest.mark.parametrize(
    ("text", "f"),
    [
        ("", OrderFilter()),
        ("desk lamp", OrderFilter(search="desk lamp")),
        ('desk "red  hat" x', OrderFilter(search='desk "red  hat" x')),
        ("retailer:amazon", OrderFilter(retailers=("amazon",))),
        ("Retailer:Amazon,target retailer:Bol", OrderFilter(retailers=("Amazon", "target", "Bol"))),
        ('brand:"O""Neil, Inc",x', OrderFilter(brands=('O"Neil, Inc', "x"))),
        ('brand:none,"none"', OrderFilter(brands=("", "none"))),
        ('item:12"', OrderFilter(items=('12"',))),
        ('retailer:"Mega Ma', OrderFilter(retailers=("Mega Ma",))),
        ("total:>50", OrderFilter(min_total=Decimal(50), over_total=True)),
        ("total:≥50", OrderFilter(min_total=Decimal(50))),
        ("total:<=49,90", OrderFilter(max_total=Decimal("49.90"))),
        (
            "total:>10 total:<50",
            OrderFilter().with_total(Between(Decimal(10), Decimal(50), True, True)),
        ),
        ("price:10..50", OrderFilter(price=Between(Decimal(10), Decimal(50)))),
        ("qty:-2..", OrderFilter(quantity=Between(Decimal(-2)))),
        ("total:50", OrderFilter(min_total=Decimal(50), max_total=Decimal(50))),
        ("total:none", OrderFilter(blank=("total",))),
        ("currency:eur,USD", OrderFilter(currencies=("EUR", "USD"))),
        ('currency:"Points"', OrderFilter(currencies=("Points",))),
        ("connection:STACKLINE-1", OrderFilter(connections=("stackline-1",))),
        ('connection:"household shops"', OrderFilter(connections=("stackline-1",))),
        ('provider:"stitch labs"', OrderFilter(providers=("stitchlabs",))),
        ("is:hidden", OrderFilter(hidden=Hidden.ONLY)),
        ("with:hidden is:missing", OrderFilter(hidden=Hidden.TOO, missing=True)),
        ("tag:gift", OrderFilter(tags=("gift",))),
        (
            '-status:cancelled -gift -"free sample"',
            OrderFilter(without=OrderFilter(statuses=("cancelled",), search='gift "free sample"')),
        ),
        ("-total:>50", OrderFilter(without=OrderFilter(min_total=Decimal(50), over_total=True))),
        (r"\retailer:x \-x \\x", OrderFilter(search="retailer:x -x \\x")),
        ("https://a.b/c 12:30 c:x a - b -", OrderFilter(search="https://a.b/c 12:30 c:x a - b -")),
        ('"red hat', OrderFilter(search="red hat")),
    ],
)
def test_what_is_typed_means(text: str, f: OrderFilter) -> None:
    assert meant(text) == f
    again = written(f)
    assert meant(again) == f
    assert written(meant(again)) == again


@pytest.mark.parametrize(
    ("days", "first", "last", "said"),
    [
        ("2025", "2025-01-01", "2025-12-31", "last-year"),
        ("2024", "2024-01-01", "2024-12-31", "2024"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024-02"),
        ("2025-3-4", "2025-03-04", "2025-03-04", "2025-03-04"),
        ("2025-03..2025-06", "2025-03-01", "2025-06-30", "2025-03..2025-06"),
        ("2025-03..", "2025-03-01", None, "2025-03-01.."),
        ("..2025", None, "2025-12-31", "..2025-12-31"),
        (">2025-03", "2025-04-01", None, "2025-04-01.."),
        ("<=2025-03", None, "2025-03-31", "..2025-03-31"),
        ("<2025-03", None, "2025-02-28", "..2025-02-28"),
        ("today", "2026-11-21", "2026-11-21", "today"),
        ("Last-Month", "2026-10-01", "2026-10-31", "last-month"),
        ("last-45-days", "2026-10-08", "2026-11-21", "2026-10-08..2026-11-21"),
        ("last-year..yesterday", "2025-01-01", "2026-11-20", "2025-01-01..2026-11-20"),
        ("2023..2024", "2023-01-01", "2024-12-31", "2023..2024"),
        ('"2024"', "2024-01-01", "2024-12-31", "2024"),
    ],
)
def test_days_months_years_and_words_are_spans(
    days: str, first: str | None, last: str | None, said: str
) -> None:
    f = meant(f"date:{days}")
    assert f.date_from == (first and date.fromisoformat(first))
    assert f.date_to == (last and date.fromisoformat(last))
    assert written(f, TODAY) == f"date:{said}"


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        ("lamp retialer:amazon", (5, 20), "There is no field “retialer”. Did you mean retailer?"),
        ("größe:xl", (0, 8), "There is no field “größe”. There are: retailer"),
        ("date:2025-13", (0, 12), "“2025-13” is no date: there is no month 13. Write 01 to 12."),
        ("date:2025-02-30", (0, 15), "“2025-02-30” is no date: February 2025 has 28 days."),
        ("date:4.3.2025", (0, 13), "“4.3.2025” is no date. Write 2025-03-04, 2025-03, 2025, or"),
        ("date:2025-06..2025-03", (0, 21), "The end 2025-03-31 lies before the beginning 2025-06"),
        ("date:>9999", (0, 10), "There is no day after 9999-12-31."),
        ("date:last-9999-days..0000", (0, 25), "years begin with 0001"),
        ("date:2025 date:2026", (10, 19), "date has a beginning already. Keep one of them."),
        ("date:..", (0, 7), "Two points need a day beside them"),
        (
            "total:",
            (0, 6),
            "total: says nothing yet. Write its value behind the colon at once, such",
        ),
        ("total:lots", (0, 10), "“lots” is no amount. Write it like 49.90."),
        ("total:>", (0, 7), "An amount must follow > at once, such as >50."),
        ("total:50..10", (0, 12), "The end 10 lies before the beginning 50. Write 10..50."),
        ("total:>50 total:<50", (10, 19), "No amount lies there. Write 50 for just this amount."),
        ("total:>50 total:<10", (10, 19), "The end 10 lies before the beginning 50."),
        ("total:1,000", (0, 11), "“1,000” can be read in two ways. Write 1000 or 1.000."),
        ("total:<10..>50", (0, 14), "“<10” cannot stand there. Write it like 10..50 or >10..<50."),
        ("-total:>9 -total:<2", (10, 19), "-total can stand here once."),
        ("retailer:,x", (0, 11), "retailer: a name is missing."),
        ("retailer:x, y", (0, 11), "retailer: a name is missing."),
        ('retailer:"x"y z', (0, 13), "After a closing quote there must be a blank or a comma."),
        ("currency:dollars", (0, 16), "“dollars” is no currency. Write its three letters"),
        (
            "connection:nope",
            (0, 15),
            "There is no connection called “nope”. There are: stackline-1",
        ),
        ("is:tidy", (0, 7), "is: can be followed by hidden or missing."),
    ],
)
def test_what_makes_no_sense_is_explained_where_it_stands(
    text: str, where: tuple[int, int], says: str
) -> None:
    found = read(f"{text} brand:acme", TODAY, known=KNOWN)
    [mistake] = found.mistakes
    assert (mistake.start, mistake.end) == where
    assert says in mistake.says
    assert mistake.says.endswith(".")
    assert found.filter.brands == ("acme",)


def test_the_zone_is_the_reader_s_and_ids_are_taken_when_nothing_is_known() -> None:
    found = read("connection:any -provider:some", TODAY, timezone="Asia/Tokyo")
    assert found.filter == OrderFilter(
        connections=("any",), without=OrderFilter(providers=("some",)), timezone="Asia/Tokyo"
    )


def changed(text: str, f: OrderFilter) -> str:
    return rewritten(text, read(text, TODAY, known=KNOWN), f, TODAY)


def test_a_change_of_the_filter_leaves_the_rest_of_the_text_as_it_was_typed() -> None:
    text = "wool  Retailer:bol total:>=50 -gift date:last-month coat"
    f = meant(text)
    assert changed(text, f) == "wool Retailer:bol total:>=50 -gift date:last-month coat"
    assert changed(text, replace(f, retailers=())) == "wool total:>=50 -gift date:last-month coat"
    assert changed(text, replace(f, min_total=Decimal(9))) == (
        "wool Retailer:bol total:>=9 -gift date:last-month coat"
    )
    assert changed(text, replace(f, search="silk", brands=("Acme Labs",))) == (
        'silk Retailer:bol total:>=50 -gift date:last-month brand:"Acme Labs"'
    )
    assert changed(text, OrderFilter()) == ""
    assert changed("lamp date:soon", OrderFilter(search="lamp", brands=("x",))) == (
        "lamp date:soon brand:x"
    )
    assert changed('brand:x tax:"a b', OrderFilter(skus=("7",))) == 'sku:7 tax:"a b'


# --- both ways, whatever is typed

SIGNS = st.sampled_from([*'"\\-:,.<>= \t\n aAzé茶0123', "..", "none", "retailer:", "total:"])
WORDS = [f"{word}:" for word in BY_WORD] + [f"-{field.word}:" for field in FIELDS]
BITS = SIGNS | st.sampled_from([*WORDS, "2025-03", "last-month", "50", ">50", '"a b"', "hidden"])
TEXTS = st.lists(BITS, max_size=14).map("".join) | st.text(max_size=20)
NAMES = st.lists(
    (SIGNS | st.sampled_from(["Amazon", "NONE", ", Inc", '""'])).filter(str.strip)
    | st.text(min_size=1, max_size=6).filter(str.strip)
    | st.just(""),
    max_size=3,
    unique=True,
).map(tuple)
AMOUNTS = st.none() | st.decimals(-(10**6), 10**6, places=2)
DAYS = st.none() | st.dates() | st.sampled_from([TODAY, TODAY - timedelta(days=29)])


@st.composite
def ends(draw: st.DrawFn) -> Between:
    least, most = draw(AMOUNTS), draw(AMOUNTS)
    if least is not None and most is not None and least >= most:
        return Between(most, least) if draw(st.booleans()) else Between(least, least)
    over, under = draw(st.booleans()), draw(st.booleans())
    return Between(least, most, over and least is not None, under and most is not None)


@st.composite
def plain_filters(draw: st.DrawFn) -> OrderFilter:
    first, last = draw(DAYS), draw(DAYS)
    if first is not None and last is not None and first > last:
        first, last = last, first
    names = {
        field.attribute: draw(NAMES)
        for field in FIELDS
        if field.takes is Takes.NAMES and draw(st.booleans())
    }
    blanks = draw(st.sets(st.sampled_from(BLANKS), max_size=2))
    return OrderFilter(
        **names,  # type: ignore[arg-type] # attributes of names
        date_from=first,
        date_to=last,
        search=draw(TEXTS),
        price=draw(ends()),
        quantity=draw(ends()),
        blank=tuple(name for name in BLANKS if name in blanks),
        missing=draw(st.booleans()),
    ).with_total(draw(ends()))


@st.composite
def filters(draw: st.DrawFn) -> OrderFilter:
    f = replace(draw(plain_filters()), hidden=draw(st.sampled_from(Hidden)))
    without = draw(st.none() | plain_filters())
    return f if without in (None, OrderFilter()) else replace(f, without=without)


def settled(f: OrderFilter) -> OrderFilter:
    """The same with its words as the search itself compares them."""

    def words(text: str) -> str:
        return repr(search.read(text.replace("\0", " ")))

    without = f.without and replace(f.without, search=words(f.without.search))
    if without == OrderFilter(search=words("")):
        without = None
    return replace(f, search=words(f.search), without=without)


@settings(max_examples=40)
@given(f=filters(), today=st.none() | st.just(TODAY))
def test_a_filter_comes_back_from_its_text(f: OrderFilter, today: date | None) -> None:
    found = read(written(f, today), TODAY)
    assert found.mistakes == ()
    assert settled(found.filter) == settled(f)


@settings(max_examples=60)
@given(text=TEXTS)
def test_whatever_is_typed_is_read_and_means_the_same_written_anew(text: str) -> None:
    found: Reading = read(text, TODAY, known=KNOWN)
    for mistake in found.mistakes:
        assert 0 <= mistake.start < mistake.end <= len(text)
        assert mistake.says.endswith(".")
    assert read(written(found.filter), TODAY, known=KNOWN).filter == found.filter
    assert read(written(found.filter, TODAY), TODAY).filter == found.filter
    starts = [clause.piece.start for clause in found.clauses]
    assert starts == sorted(starts)


@settings(max_examples=30)
@given(text=TEXTS, f=filters())
@example(text='"\\""""""\\', f=OrderFilter(search='"\\"\\'))
def test_a_changed_text_means_the_changed_filter(text: str, f: OrderFilter) -> None:
    canonical = read(written(f), TODAY).filter
    before = read(text, TODAY)
    after = read(rewritten(text, before, canonical, TODAY), TODAY)
    assert after.filter == canonical
    assert len(after.mistakes) == len(before.mistakes)


def test_plain_words_are_looked_for_as_ever() -> None:
    for text in ("desk lamp", 'the "red hat" 5', '茶 12" c++ t-shirt', "%_*", "N-b 902-0001"):
        assert search.read(meant(text).search) == search.read(text)


def test_each_mark_that_is_known_can_be_read() -> None:
    for word, marks in MARKS.items():
        for mark in marks:
            assert meant(f"{word}:{mark}") != OrderFilter()
