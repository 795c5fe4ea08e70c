"""Guards and fixtures for all tests: an empty home, loopback only, quiet logs, an offscreen Qt."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.desktop import Desktop, desktop
from tests.support.guards import LoopbackOnly, leave_the_machine_alone, unexpected
from tests.support.secret_service import SecretService, secret_service

NETWORK = LoopbackOnly()
QT_FOLDER = Path(__file__).parent / "ui"
MARKERS = (
    "qt_loop: run this async test on the event loop of the window",
    "logs(*patterns): log lines of level warning or worse that this test brings about",
)


def pytest_configure(config: pytest.Config) -> None:
    home = tempfile.TemporaryDirectory(prefix="orderdock-tests-")
    config.add_cleanup(home.cleanup)
    leave_the_machine_alone(Path(home.name))
    NETWORK.install()
    # what is judged is what comes out, not how long a busy machine took for it
    settings.register_profile("any machine", deadline=None)
    settings.load_profile("any machine")
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Windows seen from outside take turns, so that none waits for another's start."""
    for item in items:
        if "screen" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("desktop"))


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Plain asyncio, except where a window is at work."""
    if item.path.is_relative_to(QT_FOLDER) or item.get_closest_marker("qt_loop"):
        return {"qt": qt_loop}
    return {"plain": asyncio.new_event_loop}


def qt_loop() -> asyncio.AbstractEventLoop:
    """The one loop that runs Qt and asyncio together."""
    import qasync
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setQuitOnLastWindowClosed(False)
    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(application)
    return loop


@pytest.fixture(autouse=True)
def _nothing_unexpected(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Fail a test that reached for the network, or brought about a warning nobody expected."""
    NETWORK.attempts.clear()
    yield
    marker = request.node.get_closest_marker("logs")
    said = [*caplog.get_records("setup"), *caplog.get_records("call")]
    surprises = unexpected(said, marker.args if marker else ())
    assert not surprises, "unexpected in the log:\n" + "\n".join(surprises)
    assert not NETWORK.attempts, f"tried to reach {', '.join(NETWORK.attempts)}"


@pytest.fixture
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """A desktop of its own for programs seen from outside."""
    with desktop(tmp_path_factory.mktemp("desktop")) as fresh:
        yield fresh


@pytest.fixture
def keyring_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecretService]:
    """A real, unlocked Secret Service; run programs with its `env`."""
    with secret_service(tmp_path_factory.mktemp("keyring")) as fresh:
        yield fresh
