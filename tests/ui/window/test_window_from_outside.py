"""The real window on the sandbox, driven as a screen reader or another program would."""

import csv
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import pytest

from orderdock.services.sync_apart import PROCESS
from tests.support.atspi import Node, wait_until
from tests.support.checkout import ROOT
from tests.support.desktop import Desktop
from tests.support.processes import children

PATIENCE = 40.0
ENV = {"ORDERDOCK_PACE": "0.02", "ORDERDOCK_PASSPHRASE": "canary-passphrase-5521"}


BROWSER = """#!{python}
import sys
sys.path.insert(0, {root!r})
from tests.support.sandbox import Visitor, fetch
fetch("GET", Visitor().sign_in(sys.argv[1], allow={allow}))
with open(sys.argv[0] + ".visits", "a") as visits:
    visits.write("one\\n")
"""


def browser(folder: Path, *, allow: bool) -> str:
    """A program for BROWSER that does what a person does on the sign-in page."""
    script = folder / "browser"
    script.write_text(BROWSER.format(python=sys.executable, root=str(ROOT), allow=allow))
    script.chmod(0o700)
    return str(script)


def visits(folder: Path) -> int:
    """How often that program has come back from the sign-in page."""
    said = folder / "browser.visits"
    return len(said.read_text().split()) if said.exists() else 0


@contextmanager
def window(
    screen: Desktop, folder: Path, env: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[Node, "subprocess.Popen[bytes]"]]:
    """Orderdock on its sandbox; must end well when asked to."""
    command = [sys.executable, "-m", "orderdock_ui", "--data-dir", str(folder), "--sandbox"]
    with screen.program(command, {**ENV, **env}) as process:
        yield screen.application("orderdock", seconds=PATIENCE), process
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert "Traceback" not in screen.log.read_text(errors="replace")


def connect(app: Node, retailer: str) -> None:
    """From the gallery to the retailer's sign-in form, sent."""
    app.find("action-add-connection", seconds=PATIENCE).press()
    app.find("provider-stackline").press()
    app.find("option-token", seconds=PATIENCE).press()
    app.find("step-continue").press()
    app.find("field-access_token", seconds=PATIENCE).type("sandbox-portal-0199")
    app.find("step-continue").press()
    app.find("search-retailer", seconds=PATIENCE).type(retailer)
    rows = app.find("field-retailer").children
    assert [row.name for row in rows] == [retailer]
    rows[0].press()
    app.find("step-continue").press()
    app.find("field-username", seconds=PATIENCE).type("demo@example.com")
    app.find("field-password").type("correct horse")
    app.find("step-continue").press()


def answer_code(app: Node, code: str) -> None:
    app.find("field-mfa_code", seconds=PATIENCE).type(code)
    app.find("step-continue").press()


def begin_in_browser(app: Node) -> None:
    app.find("action-add-connection", seconds=PATIENCE).press()
    app.find("provider-stackline").press()
    app.find("option-browser", seconds=PATIENCE).press()
    app.find("step-continue").press()


def is_refused(app: Node) -> bool:
    """Whether the page on show says that access was not granted."""
    page = app.look("step-page")
    return page is not None and "not granted" in page.description


def test_the_page_goes_on_by_itself_after_the_browser(screen: Desktop, tmp_path: Path) -> None:
    env = {"BROWSER": browser(tmp_path, allow=True)}
    with window(screen, tmp_path / "data", env) as (app, _process):
        begin_in_browser(app)
        app.find("field-retailer", seconds=PATIENCE)
        app.find("step-cancel").press()
        app.find("welcome-page", seconds=PATIENCE)


def test_a_refusal_in_the_browser_is_said_and_can_be_tried_again(
    screen: Desktop, tmp_path: Path
) -> None:
    env = {"BROWSER": browser(tmp_path, allow=False)}
    with window(screen, tmp_path / "data", env) as (app, _process):
        begin_in_browser(app)
        wait_until(lambda: is_refused(app), PATIENCE, "the refusal")
        app.find("step-open-browser").press()
        # A press that meets the page of the first refusal while it gives way is a press on nothing.
        wait_until(lambda: visits(tmp_path) == 2, PATIENCE, "the second visit")
        wait_until(lambda: is_refused(app), PATIENCE, "the second refusal")
        app.find("step-cancel").press()
        app.find("welcome-page", seconds=PATIENCE)


def test_a_browser_that_never_comes_back_is_cancelled(screen: Desktop, tmp_path: Path) -> None:
    env = {"BROWSER": "true"}
    with window(screen, tmp_path / "data", env) as (app, _process):
        begin_in_browser(app)
        app.find("step-copy-link", seconds=PATIENCE).press()
        app.find("step-open-browser").press()
        app.find("field-redirect_url").type("nonsense")
        app.find("step-continue").press()
        wait_until(
            lambda: app.look("step-continue") is not None and app.find("step-continue").usable,
            PATIENCE,
            "the page again",
        )
        app.find("step-cancel").press()
        app.find("welcome-page", seconds=PATIENCE)


def test_from_sign_in_over_a_wrong_code_to_a_file(screen: Desktop, tmp_path: Path) -> None:
    target = tmp_path / "orders.csv"
    with window(screen, tmp_path / "data") as (app, _process):
        connect(app, "Target")
        answer_code(app, "11 11 11")
        wait_until(
            lambda: "did not accept" in app.find("field-mfa_code").description,
            PATIENCE,
            "the refusal of the code",
        )
        answer_code(app, "424 242")
        app.find("orders-table", seconds=PATIENCE)
        line = app.find("sync-progress-stackline-1", seconds=PATIENCE)
        wait_until(lambda: "new lines" in line.name, PATIENCE, "the end of the sync")
        listed = app.find("connections-list").children[0]
        assert listed.name.startswith("Stackline, Up to date")
        app.find("action-export").press()
        app.find("export-path", seconds=PATIENCE).type(str(target))
        app.find("export-start").press()
        wait_until(target.exists, PATIENCE, "the file")
        wait_until(lambda: app.look("export-open-folder") is not None, PATIENCE, "the end")
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][0] == "Retailer"
    assert len(rows) == 2001
    assert {row[0] for row in rows[1:]} == {"Target"}


def test_a_code_asked_for_in_a_sync_waits_and_opens_on_a_press(
    screen: Desktop, tmp_path: Path
) -> None:
    with window(screen, tmp_path / "data") as (app, _process):
        connect(app, "Lantern & Loom")
        answer_code(app, "424242")
        banner = app.find("banner", seconds=PATIENCE)
        assert "waits for you" in banner.name
        assert app.look("question-dialog") is None
        app.find("banner-action").press()
        dialog = app.find("question-dialog", seconds=PATIENCE)
        answer_code(dialog, "424242")
        line = app.find("sync-progress-stackline-1", seconds=PATIENCE)
        wait_until(lambda: "new lines" in line.name, PATIENCE, "the end of the sync")
        app.wait_gone("question-dialog", PATIENCE)
        # Disconnecting asks what becomes of the orders.
        app.find("action-disconnect").press()
        app.find("disconnect-erase", seconds=PATIENCE).press()
        assert "and erase 800 orders" in app.find("disconnect-confirm").name
        app.find("disconnect-confirm").press()
        app.find("welcome-page", seconds=PATIENCE)


def test_a_sync_whose_process_dies_is_said_and_one_under_way_ends_with_the_window(
    screen: Desktop, tmp_path: Path
) -> None:
    with window(screen, tmp_path / "data") as (app, process):
        connect(app, "Lantern & Loom")
        answer_code(app, "424242")
        banner = app.find("banner", seconds=PATIENCE)
        assert "waits for you" in banner.name
        [pid] = children(PROCESS, of=process.pid)
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: "broke off" in app.find("banner").name, PATIENCE, "what became of it")
        app.find("banner-action").press()
        wait_until(lambda: "waits for you" in app.find("banner").name, PATIENCE, "the question")
        [pid] = children(PROCESS, of=process.pid)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
