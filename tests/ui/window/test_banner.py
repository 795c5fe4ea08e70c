"""At most one message, the worst one; a closed one stays away until the facts change."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from orderdock.domain.connections import ConnectionId, ConnectionState, ConnectionView
from orderdock.domain.errors import Unreachable
from orderdock_ui.window.banner_desk import BannerDesk
from orderdock_ui.window.desk import Desk
from orderdock_ui.window.pages import Pages
from tests.ui import lively_profile

pytestmark = pytest.mark.usefixtures("dressed")


class Stage:
    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        lively_profile.fill(folder, lines=50)
        self.desk = Desk(lively_profile.open_at(folder))
        self.pages = Pages()
        qtbot.addWidget(self.pages)
        self.acted: list[ConnectionView] = []
        self.banners = BannerDesk(self.desk, self.pages, self.acted.append)
        self.pages.show()


@pytest.fixture
def stage(tmp_path: Path, qtbot: QtBot) -> Stage:
    return Stage(tmp_path / "profile", qtbot)


def test_the_worst_one_is_shown_with_how_many_more_there_are(stage: Stage) -> None:
    stage.banners.show_worst()
    banner = stage.pages.banner
    assert banner.words() == "Household shops waits for you. Target asks for a code."
    assert banner._more.text() == "and 3 more"
    banner.button.click()
    assert [view.name for view in stage.acted] == ["Household shops"]


def test_closing_shows_the_next_worst(stage: Stage) -> None:
    stage.banners.show_worst()
    stage.pages.banner._close.click()
    assert stage.pages.banner.words().startswith("Outlet store has data up to")
    assert "refused the saved sign-in" in stage.pages.banner.words()


def test_a_closed_message_comes_back_when_the_facts_change(stage: Stage) -> None:
    stage.banners.show_worst()
    stage.pages.banner._close.click()
    library = stage.desk.library
    real = library.connections

    def changed(*, kept: bool = False) -> list[ConnectionView]:
        found = real(kept=kept)
        verdict = replace(found[1].verdict, why="Target asks for another code.")
        return [replace(found[1], verdict=verdict), *found[2:]]

    library.connections = changed  # type: ignore[method-assign]
    stage.banners.show_worst()
    assert "another code" in stage.pages.banner.words()


def test_an_error_of_the_window_comes_first_and_is_plain(stage: Stage) -> None:
    stage.banners.report(Unreachable("Alpha did not answer.", "Try again later."))
    assert stage.pages.banner.words() == "Alpha did not answer. Try again later."
    stage.pages.banner.button.click()
    assert "Household shops" in stage.pages.banner.words()


def test_a_surprise_shows_no_details(stage: Stage) -> None:
    stage.banners.report(KeyError("canary-secret"))
    assert "canary" not in stage.pages.banner.words()
    assert "log" in stage.pages.banner.words()


def test_a_well_connection_needs_no_banner(stage: Stage) -> None:
    views = {view.verdict.state: view for view in stage.desk.connections()}
    assert ConnectionState.OK in views
    stage.desk.library.connections = lambda *, kept=False: [views[ConnectionState.OK]]  # type: ignore[method-assign]
    stage.banners.show_worst()
    assert stage.pages.banner.words() == ""
    assert views[ConnectionState.OK].id == ConnectionId("stitchex-1")
