"""While a search is typed, ways to go on are offered; taking one gives a text that can be read."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orderdock.query.completion import complete, field_at
from orderdock.query.language_fields import FIELDS

TODAY = date(2026, 11, 21)
VALUES = {
    "retailer": [("Amazon", ""), ("Amazon Fresh", ""), ("Ökohaus, Graz", ""), ("Target", "")],
    "connection": [("stackline-1", "Household shops"), ("synq-2", "Outlet")],
    "currency": [("EUR", ""), ("Points", "")],
}


def offered(text: str, *, asked: bool = False) -> list[str]:
    """The offers at the mark `|`."""
    cursor = text.index("|")
    found = complete(text.replace("|", ""), cursor, VALUES, TODAY, asked=asked)
    return [offer.shown for offer in found.offers]


def taking(text: str, offer: int = 0) -> str:
    cursor, plain = text.index("|"), text.replace("|", "")
    found = complete(plain, cursor, VALUES, TODAY, asked=True)
    after, place = found.taken(plain, found.offers[offer])
    return f"{after[:place]}|{after[place:]}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("|", []),
        ("r|", []),
        ("re|", ["retailer:"]),
        ("lamp RE| x", ["retailer:"]),
        ("-ca|", ["category:"]),
        ("nu|", ["order:"]),
        ("shirt|", []),
        ('"re|', []),
        ("12|", []),
        ("retailer:|", ["Amazon", "Amazon Fresh", "Ökohaus, Graz", "Target", "none"]),
        ("retailer:am|", ["Amazon", "Amazon Fresh"]),
        ("retailer:amazon|", ["Amazon", "Amazon Fresh"]),
        ("retailer:target|", []),
        ("retailer:fre|", ["Amazon Fresh"]),
        ("retailer:oko|", ["Ökohaus, Graz"]),
        ("-retailer:a|", ["Amazon", "Amazon Fresh", "Ökohaus, Graz", "Target"]),
        ("retailer:target,|", ["Amazon", "Amazon Fresh", "Ökohaus, Graz", "none"]),
        ('retailer:"amazon f|', ["Amazon Fresh"]),
        ("retailer:zzz|", []),
        ("connection:out|", ["synq-2"]),
        ("date:last-m|", ["last-month"]),
        ("date:2025..tod|", ["today"]),
        ("date:>this-q|", ["this-quarter"]),
        ("date:no|", ["none"]),
        ("total:|", [">", ">=", "<", "<=", "none"]),
        ("total:>|", [">", ">="]),
        ("total:>5|", []),
        ("is:h|", ["hidden"]),
        ("colour:b|", []),
        ("brand:|", ["none"]),
    ],
)
def test_offers_fit_what_is_typed(text: str, shown: list[str]) -> None:
    assert offered(text) == shown


def test_fields_are_offered_when_asked_for() -> None:
    assert offered("|", asked=True) == [f"{field.word}:" for field in FIELDS]
    assert offered("lamp |", asked=True) == [f"{field.word}:" for field in FIELDS]
    assert offered("lamp r|", asked=True) == ["retailer:"]


def test_spans_of_days_say_which_days_they_are_now() -> None:
    found = complete("date:last-m", 11, {}, TODAY)
    assert [offer.says for offer in found.offers] == ["2026-10-01 to 2026-10-31"]
    assert complete("date:yes", 8, {}, TODAY).offers[0].says == "2026-11-20"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("lamp re|", "lamp retailer:|"),
        ("-re|", "-retailer:|"),
        ("re|:x", "retailer:|x"),
        ("retailer:am|,target lamp", "retailer:Amazon|,target lamp"),
        ("retailer:graz|", 'retailer:"Ökohaus, Graz"|'),
        ('retailer:"am', None),
        ("connection:house|", "connection:stackline-1|"),
        ("date:last-y|..today", "date:last-year|..today"),
        ("date:2025..tod|", "date:2025..today|"),
        ("currency:po|", 'currency:"Points"|'),
        ("total:|", "total:>|"),
        ("is:|", "is:hidden|"),
    ],
)
def test_an_offer_taken_stands_in_place_of_what_was_typed(text: str, after: str | None) -> None:
    if after is None:
        text, after = f"{text}|", "retailer:Amazon|"
    assert taking(text) == after


@pytest.mark.parametrize(
    ("text", "word"),
    [("brand:x|", "brand"), ("bra|nd:x", ""), ("x brand:a |", ""), ("qty:|", "quantity")],
)
def test_the_field_at_the_cursor_is_known(text: str, word: str) -> None:
    field = field_at(text.replace("|", ""), text.index("|"))
    assert (field.word if field else "") == word


PARTS = st.sampled_from(
    ["retailer:", "date:", "total:", "-", '"', "am", ",", " ", "last", "..", ">", "is:", "\\"]
)


@settings(max_examples=40)
@given(
    text=st.lists(PARTS, max_size=7).map("".join), at=st.integers(0, 40), which=st.integers(0, 9)
)
def test_an_offer_replaces_a_part_of_the_text_whatever_that_is(
    text: str, at: int, which: int
) -> None:
    cursor = min(at, len(text))
    found = complete(text, cursor, VALUES, TODAY, asked=True)
    if found:
        assert 0 <= found.start <= cursor <= found.end <= len(text)
        offer = found.offers[which % len(found.offers)]
        after, place = found.taken(text, offer)
        assert after[:place] == text[: found.start] + offer.written
        assert after[place:] == text[found.end :]
