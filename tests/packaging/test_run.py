"""Whether a display is there is found out by asking it."""

import socket
from pathlib import Path

import pytest

from tests.support.desktop import Desktop
from tests.support.packaging_scripts import script

run = script("run")


def test_no_display_named_is_no_display() -> None:
    assert not run.display_answers()


@pytest.mark.parametrize("name", [":6599", "nonsense", "127.0.0.1:6599.0", ":"])
def test_a_display_that_does_not_answer_is_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", name)
    assert not run.display_answers()


def test_a_running_x_server_is_a_display(screen: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", screen.env["DISPLAY"])
    assert run.display_answers()


def test_a_wayland_socket_is_a_display(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert not run.display_answers()
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-0"))
        assert run.display_answers()
