"""Picking a provider by mouse, keyboard and from outside."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from orderdock.domain.connections import (
    ConnectionId,
    ConnectionView,
    Evidence,
    ProviderId,
    judge,
)
from orderdock.services.library import ProviderInfo
from orderdock_ui.connections.gallery import Gallery
from orderdock_ui.connections.tile import ProviderTile
from tests.ui.lively_profile import now

pytestmark = pytest.mark.usefixtures("dressed")


def info(name: str, *, why_not: str = "") -> ProviderInfo:
    return ProviderInfo(
        ProviderId(name.lower()),
        name,
        f"Orders of {name}",
        ("Browser or token",),
        ("Orders, lines",),
        ("Closing service",) if name == "Gamma" else (),
        "shop",
        not why_not,
        why_not,
        (),
        name[0],
    )


PROVIDERS = [info("Alpha"), info("Beta"), info("Gamma", why_not="Not built yet."), info("Delta")]


def connection(provider: str, evidence: Evidence) -> ConnectionView:
    return ConnectionView(
        ConnectionId(f"{provider}-1"), ProviderId(provider), "Mine", judge(evidence, now()), "",
        None, None, 0, 0,
    )  # fmt: skip


@pytest.fixture
def gallery(qtbot: QtBot) -> Gallery:
    made = Gallery(offer_sandbox=True)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show_providers(PROVIDERS, [])
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def tile(gallery: Gallery, provider: str) -> ProviderTile:
    found = gallery.findChild(QWidget, f"provider-{provider}")
    assert isinstance(found, ProviderTile)
    assert found.accessibleIdentifier() == f"provider-{provider}"
    return found


def test_pressing_a_tile_chooses_its_provider(gallery: Gallery, qtbot: QtBot) -> None:
    with qtbot.waitSignal(gallery.chosen) as chosen:
        tile(gallery, "beta").click()
    assert chosen.args == ["beta"]


def test_arrows_move_and_enter_takes(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.take_focus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(gallery.focusWidget(), key)
    assert gallery.focusWidget() is tile(gallery, "delta")
    with qtbot.waitSignal(gallery.chosen) as chosen:
        QTest.keyClick(gallery.focusWidget(), Qt.Key.Key_Return)
    assert chosen.args == ["delta"]


def test_typing_on_a_tile_searches_and_enter_takes_the_first(
    gallery: Gallery, qtbot: QtBot
) -> None:
    gallery.take_focus()
    QTest.keyClick(gallery.focusWidget(), Qt.Key.Key_D)
    assert gallery.focusWidget() is gallery.search
    QTest.keyClicks(gallery.search, "elta")
    assert [t.objectName() for t in gallery.shown()] == ["provider-delta"]
    with qtbot.waitSignal(gallery.chosen) as chosen:
        QTest.keyClick(gallery.search, Qt.Key.Key_Return)
    assert chosen.args == ["delta"]


def test_a_search_that_finds_nothing_says_so(gallery: Gallery) -> None:
    gallery.search.setText("xyz")
    assert gallery.shown() == []
    assert gallery._none.isVisible()
    assert "xyz" in gallery._none.text()


def test_what_is_not_built_yet_says_so_and_cannot_be_chosen(gallery: Gallery, qtbot: QtBot) -> None:
    gamma = tile(gallery, "gamma")
    assert "Not built yet" in gamma.accessibleDescription()
    with qtbot.assertNotEmitted(gallery.chosen):
        gamma.click()


def test_escape_leaves_the_gallery(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.take_focus()
    with qtbot.waitSignal(gallery.cancelled):
        QTest.keyClick(gallery.focusWidget(), Qt.Key.Key_Escape)


def test_a_connection_that_needs_a_sign_in_is_repaired_from_its_tile(
    gallery: Gallery, qtbot: QtBot
) -> None:
    broken = Evidence(error_code="sign_in_needed", error_says="Refused.", needs_person=True)
    gallery.show_providers(PROVIDERS, [connection("alpha", broken)])
    with qtbot.waitSignal(gallery.repair_asked) as asked:
        tile(gallery, "alpha").click()
    assert asked.args == ["alpha-1"]
    assert "Sign-in needed: Mine" in tile(gallery, "alpha").accessibleDescription()


def test_a_healthy_connection_can_get_a_second_one(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.show_providers(PROVIDERS, [connection("alpha", Evidence(last_verified=now()))])
    with qtbot.waitSignal(gallery.chosen):
        tile(gallery, "alpha").click()


def test_a_narrow_gallery_has_one_column(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.resize(500, 700)
    qtbot.waitUntil(lambda: tile(gallery, "alpha").x() == tile(gallery, "beta").x())
