"""What every provider must keep, whichever it is; a new folder is tested by being there."""

import ast
import re
from pathlib import Path

import pytest

from orderdock import providers, registry
from orderdock.connector.contract import Provider

IDS = registry.provider_ids()
FOLDERS = Path(providers.__path__[0])


@pytest.fixture(params=IDS)
def provider(request: pytest.FixtureRequest) -> Provider:
    return registry.provider(request.param)


def sources(provider: Provider) -> list[Path]:
    return sorted((FOLDERS / provider.id).glob("*.py"))


def test_ids_and_names_are_unique() -> None:
    cards = registry.cards()
    assert len({card.id for card in cards}) == len(cards)
    assert len({card.name for card in cards}) == len(cards)


def test_the_card_and_the_provider_say_the_same(provider: Provider) -> None:
    (card,) = [card for card in registry.cards() if card.id == provider.id]
    for name in ("name", "tagline", "hosts", "needs", "gives", "warnings", "link_word"):
        assert getattr(provider, name) == getattr(card, name)


def test_hosts_are_encrypted_and_end_without_a_slash(provider: Provider) -> None:
    assert provider.hosts
    for host in provider.hosts:
        assert re.fullmatch(r"https://[a-z0-9.-]+", host.url)


def test_the_pace_is_kind(provider: Provider) -> None:
    assert 0 < provider.pace.per_second <= 10
    assert 1 <= provider.pace.in_flight <= 4


def test_assumptions_have_a_value_and_a_reason_and_are_told_apart(provider: Provider) -> None:
    keys = [assumption.key for assumption in provider.assumptions]
    assert len(set(keys)) == len(keys)
    for assumption in provider.assumptions:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", assumption.key)
        assert assumption.value
        assert len(assumption.why) > 10


def test_datasets_are_named_for_people(provider: Provider) -> None:
    ids = [dataset.id for dataset in provider.datasets]
    assert len(set(ids)) == len(ids)
    for dataset in provider.datasets:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", dataset.id)
        assert dataset.name
        assert dataset.about


def test_linking_is_whole_or_absent(provider: Provider) -> None:
    assert bool(provider.link_word) or provider.link is None
    assert provider.link is not None or not provider.connect_link_first
    if provider.production_guard:
        assert provider.link is not None
        assert any(host.production for host in provider.hosts)


def test_its_files_are_small_and_its_init_is_empty(provider: Provider) -> None:
    for path in sources(provider):
        text = path.read_text()
        assert len(text.splitlines()) <= 250, path.name
        assert path.name != "__init__.py" or not text.strip()


def test_it_talks_through_the_desk_only(provider: Provider) -> None:
    """No network, clock, file, thread or log of its own: all of that is given."""
    forbidden = {"httpx2", "socket", "requests", "urllib.request", "threading", "logging", "time"}
    for path in sources(provider):
        for node in ast.walk(ast.parse(path.read_text())):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not forbidden & set(names), path.name
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"open", "print"}, path.name


def test_floats_stay_out_of_amounts(provider: Provider) -> None:
    """Amounts are exact text; a float() would show in the files that read records."""
    for path in sources(provider):
        if path.stem in {"lines", "provider_csv", "mapping", "orders"}:
            assert "float(" not in path.read_text(), path.name


def test_each_provider_has_tests_of_its_own(provider: Provider) -> None:
    own = Path(__file__).parent / provider.id
    assert list(own.glob("test_*.py"))


def test_the_card_file_is_light() -> None:
    for folder in IDS:
        tree = ast.parse((FOLDERS / folder / "card.py").read_text())
        imported = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        assert imported <= {"orderdock.connector.card", "orderdock.domain.connections"}
