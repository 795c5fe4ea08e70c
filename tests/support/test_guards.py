"""The guards hold, and let through what they should."""

import asyncio
import logging
import os
import socket
from pathlib import Path

import pytest

from tests.support.guards import ForeignNetworkError, LoopbackOnly, is_this_computer, unexpected


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "", None, b"::1"])
def test_this_computer_is_let_through(host: object) -> None:
    assert is_this_computer(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1", "localhost.example"])
def test_everything_else_is_foreign(host: object) -> None:
    assert not is_this_computer(host)


def test_a_foreign_connection_is_refused_and_remembered() -> None:
    guard = LoopbackOnly()
    with pytest.raises(ForeignNetworkError):
        guard.check(("192.0.2.1", 443))
    guard.check("/run/some.socket")
    guard.check(("::1", 443, 0, 0))
    assert guard.attempts == ["192.0.2.1"]


def test_the_guard_stands_in_front_of_every_socket() -> None:
    assert socket.socket.connect.__module__ == LoopbackOnly.__module__
    assert socket.getaddrinfo.__module__ == LoopbackOnly.__module__


def test_home_is_a_passing_one_and_no_desktop_is_near() -> None:
    assert Path.home().parent.name.startswith("orderdock-tests-")
    assert "DISPLAY" not in os.environ
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_only_expected_warnings_pass() -> None:
    def record(level: int, text: str) -> logging.LogRecord:
        return logging.LogRecord("orderdock", level, "", 0, text, None, None)

    said = [record(logging.INFO, "fine"), record(logging.ERROR, "page 3 was cut short")]
    assert unexpected(said, []) == ["ERROR orderdock: page 3 was cut short"]
    assert unexpected(said, ["cut short"]) == []


@pytest.mark.logs("a known problem")
def test_a_test_may_say_what_it_brings_about() -> None:
    logging.getLogger("orderdock").warning("a known problem")


async def test_core_tests_run_on_plain_asyncio() -> None:
    assert type(asyncio.get_running_loop()).__module__.startswith("asyncio.")


@pytest.mark.qt_loop
async def test_window_tests_run_on_the_loop_of_qt() -> None:
    assert type(asyncio.get_running_loop()).__module__.startswith("qasync")
