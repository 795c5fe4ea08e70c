"""Which providers there are, and how little it takes to list them."""

import subprocess
import sys

import pytest

from orderdock import registry
from orderdock.domain.errors import WrongUsage

FIVE = ["stackline", "stitchex", "stock2shop", "stitchlabs", "synq"]


def test_all_five_are_listed_and_say_whether_they_can_be_connected() -> None:
    cards = registry.cards()
    assert [card.id for card in cards] == FIVE
    for card in cards:
        assert card.available == (not card.why_not)
        assert card.name
        assert card.tagline
        assert card.needs
        assert card.link_word
        assert len(card.initial) == 1
        assert all(host.url.startswith("https://") for host in card.hosts)
        assert card.hosts[0].production


def test_listing_imports_neither_network_nor_decoder_nor_event_loop() -> None:
    code = (
        "import sys; from orderdock import registry; registry.cards(); "
        "heavy = {'httpx2', 'msgspec', 'cryptography', 'asyncio', 'authlib', 'ssl'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_a_provider_comes_whole_and_matches_its_card() -> None:
    for card in registry.cards():
        if card.available:
            provider = registry.provider(card.id)
            assert (provider.id, provider.name, provider.hosts) == (card.id, card.name, card.hosts)
            assert registry.provider(card.id) is provider


@pytest.mark.parametrize("asked", ["", "Stackline", "amazon", "../x"])
def test_an_unknown_one_is_wrong_usage_that_names_those_there_are(asked: str) -> None:
    with pytest.raises(WrongUsage, match="stackline"):
        registry.provider(asked)


def test_one_that_is_not_there_yet_says_so() -> None:
    for card in registry.cards():
        if not card.available:
            with pytest.raises(WrongUsage, match=card.name):
                registry.provider(card.id)
