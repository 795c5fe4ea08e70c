"""The real window, seen and worked from outside as a screen reader does: browse, search, export."""

import sys
from pathlib import Path

import pytest

from tests.support.desktop import Desktop
from tests.ui.orders import some_orders

PROGRAM = [sys.executable, "-m", "orderdock_ui"]


@pytest.mark.timeout(120)
def test_orders_are_read_searched_and_exported_from_outside(
    screen: Desktop, tmp_path: Path
) -> None:
    folder, target = tmp_path / "profile", tmp_path / "out.csv"
    some_orders.profile_at(folder).close()
    with screen.program([*PROGRAM, "--data-dir", str(folder)]):
        program = screen.application("orderdock", seconds=40)
        window = program.find("main-window")
        table = window.find("orders-table")
        window.find("orders-count", name="60 orders, 120 lines")
        window.find("orders-totals", name="Totals: EUR 1,896.00; USD 1,908.00")
        assert table.size == (60, 6)
        assert table.row(0) == [
            "Date, 2026-11-21 18:02",
            "Target",
            "902-0000000",
            "Wool blanket, charcoal",
            "Shipped",
            "Total, 50.00 USD",
        ]
        assert table.row(3)[-1] == "Total, not known"

        window.find("orders-search").type("brulee")
        window.find("orders-count", name="12 orders, 12 lines")
        window.find("orders-view-lines").press()
        window.find("orders-search").type("retailer:walmart total:>60")
        window.find("orders-count", name="10 orders, 20 lines")
        window.find("orders-chip-total", name="Remove filter Total: over 60").press()
        window.find("orders-count", name="12 orders, 24 lines")
        window.find("orders-search").type("retailer:walmart date:2026-13")
        window.find("orders-search-mistake")
        window.find("orders-search").type("")
        window.find("orders-count", name="60 orders, 120 lines")

        window.find("action-export").press()
        dialog = program.find("export-dialog")
        dialog.find("export-path").type(str(target))
        dialog.find("export-start", name="Export 120 rows").press()
        dialog.find("export-open-folder")
        assert dialog.find("export-preview").size[0] == 20
        assert target.read_bytes().count(b"\r\n") == 121

        dialog.find("export-cancel", name="Close").press()
        target.unlink()
        window.find("page-exports").press()
        window.find("exports-repeat-0", name="Repeat out.csv").press()
        dialog.find("export-show-blank-totals").press()
        dialog.find("export-back").press()
        dialog.find("export-ignore-blank-totals").press()
        dialog.find("export-ignored", name="1 ignored, show")
        dialog.find("export-start", name="Export 120 rows").press()
        dialog.find("export-open-folder")
        assert target.read_bytes().count(b"\r\n") == 121
        assert (tmp_path / "out.csv.manifest.json").is_file()
    assert "Traceback" not in screen.log.read_text()
