"""A dataset read, looked at and saved in the real window, as a screen reader would; the file is the
command's own to the byte."""

import csv
import sys
from pathlib import Path

import pytest

from orderdock.sandbox.demo import demo_answers
from orderdock.sandbox.running import running_sandbox
from tests.journeys.program import Program
from tests.support.atspi import wait_until
from tests.support.desktop import Desktop

PATIENCE = 40.0
PASSPHRASE = "canary-passphrase-8841"


@pytest.mark.timeout(180)
def test_what_the_window_shows_and_saves_is_what_the_command_writes(
    screen: Desktop, tmp_path: Path
) -> None:
    by_command, by_window = tmp_path / "command.csv", tmp_path / "window.csv"
    with running_sandbox("small", speed=1000) as sandbox:
        program = Program(tmp_path / "profile", sandbox.bases["stitchex"])
        made = program(
            *("connect", "stitchex", "--base-url", program.base_url, "--json"),
            answers=demo_answers("stitchex"),
        )
        assert made.code == 0, made.err
        question = ("--where", "total_quantity > 0", "--sort", "id:desc", "--limit", "30")
        fetched = program("fetch", "stitchex-1", "orders", *question, "--out", str(by_command))
        assert fetched.code == 0, fetched.err
        with by_command.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert len(rows) > 2

        window = [sys.executable, "-m", "orderdock_ui", "--data-dir", str(program.folder)]
        with screen.program(
            window, {"ORDERDOCK_PACE": "0.01", "ORDERDOCK_PASSPHRASE": PASSPHRASE}
        ) as process:
            app = screen.application("orderdock", seconds=PATIENCE)
            app.find("connections-list", seconds=PATIENCE).children[0].click()
            app.find("connection-data", seconds=PATIENCE).press()
            page = app.find("datasets-page", seconds=PATIENCE)
            assert page.name.startswith("Data of ")
            page.find("datasets-choice", seconds=PATIENCE).choose("Orders")
            page.find("datasets-where-add").press()
            page.find("datasets-where-field-1").type("total_quantity")
            page.find("datasets-where-operator-1").choose(">  is more than")
            page.find("datasets-where-text-1").type("0")
            page.find("datasets-sort").type("id")
            page.find("datasets-direction").choose("Descending")
            page.find("datasets-limit").type("30")
            page.find("datasets-read").press()
            wait_until(
                lambda: page.find("datasets-save").usable, PATIENCE, "the end of the reading"
            )
            table = page.find("datasets-table")
            assert table.size == (len(rows) - 1, len(rows[0]))
            assert table.row(0) == rows[1]
            assert page.find("datasets-count").name.startswith("Orders: ")
            assert "Orderdock did" in page.find("datasets-remarks").name
            page.find("datasets-save").press()
            app.find("datasets-path", seconds=PATIENCE).type(str(by_window))
            app.find("datasets-save-confirm").press()
            wait_until(by_window.exists, PATIENCE, "the file")
            page.find("datasets-back").press()
            app.find("connection-page", seconds=PATIENCE)
            process.terminate()
            assert process.wait(PATIENCE) == 0
    assert by_window.read_bytes() == by_command.read_bytes()
    assert "Traceback" not in screen.log.read_text(errors="replace")
