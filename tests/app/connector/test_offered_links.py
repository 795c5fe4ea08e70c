"""What is linked and what is offered: each tells what the other does not."""

from collections.abc import Sequence

import pytest

from orderdock.connector.offered_links import OfferedLink, Offers, completed_by, options_of
from orderdock.domain.errors import ProviderDown, ProviderError


def shop(id_: str, name: str, *, readable: bool = True) -> OfferedLink:
    return OfferedLink(id_, name, "shop", readable=readable)


def offering(*shops: OfferedLink, asked: list[int] | None = None) -> Offers:
    async def offers() -> list[OfferedLink]:
        if asked is not None:
            asked.append(1)
        return list(shops)

    return offers


async def unreadable() -> list[OfferedLink]:
    raise ProviderDown("The catalogue is closed.", "Try again later.")


def told(links: Sequence[OfferedLink]) -> list[tuple[str, str]]:
    return [(link.id, link.name) for link in links]


async def test_ids_and_names_that_are_missing_are_those_of_the_offers() -> None:
    offers = offering(shop("1", "Amazon"), shop("2", "Walmart"), shop("3", ""))
    links, names = await completed_by(offers, [shop("", "AMAZON"), shop("2", ""), shop("3", "")])
    assert told(links) == [("1", "AMAZON"), ("2", "Walmart"), ("3", "")]
    assert names == {"1": "AMAZON", "2": "Walmart"}
    assert links[2].title == "Shop 3"


async def test_offers_are_read_only_where_something_is_missing_or_nothing_is_linked() -> None:
    asked: list[int] = []
    offers = offering(shop("1", "Amazon"), asked=asked)
    assert (await completed_by(offers, [shop("2", "Walmart")]))[1] == {"2": "Walmart"}
    assert asked == []
    assert (await completed_by(offers, []))[1] == {"1": "Amazon"}


async def test_names_alone_are_worth_no_failed_sync() -> None:
    links, names = await completed_by(unreadable, [shop("1", "")])
    assert (told(links), names) == ([("1", "")], {})
    with pytest.raises(ProviderError):
        await completed_by(unreadable, [shop("", "Amazon")])


def test_what_cannot_be_linked_says_why() -> None:
    shops = [shop("1", "Amazon"), shop("", "Etsy"), shop("3", "Kroger", readable=False)]
    options = options_of(shops, "Acme")
    assert [option.enabled for option in options] == [True, False, False]
    assert "does not tell the number of Etsy" in options[1].why_not
    assert "cannot read Kroger" in options[2].why_not
