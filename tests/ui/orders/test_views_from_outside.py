"""A view saved in the real window, from outside, goes by the same name on the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.desktop import Desktop
from tests.ui.orders import some_orders


@pytest.mark.timeout(180)
def test_a_view_saved_in_the_window_is_known_to_the_commands(
    screen: Desktop, tmp_path: Path
) -> None:
    folder = tmp_path / "profile"
    some_orders.profile_at(folder).close()
    with screen.program([sys.executable, "-m", "orderdock_ui", "--data-dir", str(folder)]):
        program = screen.application("orderdock", seconds=40)
        window = program.find("main-window")
        window.find("orders-views", name="View: All orders")
        window.find("orders-search").type("brulee")
        window.find("orders-count", name="12 orders, 12 lines")
        window.find("orders-views-save").press()
        dialog = program.find("view-dialog")
        dialog.find("view-name").type("Sweet things")
        dialog.find("view-confirm").press()
        window.find("orders-views", name="View: Sweet things")
        window.find("pinned-view-1", name="Sweet things")
        window.find("orders-search").type("")
        window.find("orders-views", name="View: Sweet things, changed")
        command = [sys.executable, "-m", "orderdock", "--data-dir", str(folder), "orders", "--json"]
        listed = subprocess.run(
            [*command, "--view", "sweet things"], capture_output=True, text=True, check=True
        )
    rows = [json.loads(line) for line in listed.stdout.splitlines()]
    assert {row["item_name"] for row in rows} == {"Crème brûlée set"}
    assert len(rows) == 12
    assert "Traceback" not in screen.log.read_text()
