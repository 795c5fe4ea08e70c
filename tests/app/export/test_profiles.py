"""For programs or for a spreadsheet: marks, dates and the zone, in the file, preview and sample."""

from pathlib import Path
from typing import Any

import pytest

from orderdock.domain.errors import WrongUsage
from orderdock.export.dates import days_as
from orderdock.export.request import ExportRequest
from orderdock.export.writing import export, preview
from orderdock.query.filters import OrderFilter, Unit
from orderdock.services.export import ExportService
from tests.support.shelf import Shelf, line, order

WINTER = 1_772_612_400  # 2026-03-04T08:20:00Z
SUMMER = 1_784_708_400  # 2026-07-22T08:20:00Z
BERLIN = OrderFilter(timezone="Europe/Berlin")
SLIM = ("order_number", "ordered_at", "order_total")


def regional(**more: Any) -> ExportRequest:
    return ExportRequest(regional=True, columns=SLIM, **more)


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    for key, at in (("winter", WINTER), ("summer", SUMMER)):
        shelf.save(order(key, line("1", order_total="1234.50"), ordered_at=at))
    return shelf


def test_a_spreadsheet_gets_the_clock_of_the_zone_which_the_heading_names(
    stocked: Shelf, tmp_path: Path
) -> None:
    export(stocked.database, regional(filter=BERLIN), tmp_path / "o.csv")
    assert (tmp_path / "o.csv").read_text("utf-8-sig").splitlines() == [
        "Retailer Order ID;Order Date (Europe/Berlin);Order Total",
        "N-winter;2026-03-04 09:20:00;1234,50",
        "N-summer;2026-07-22 10:20:00;1234,50",
    ]


def test_programs_get_utc_whatever_the_zone(stocked: Shelf, tmp_path: Path) -> None:
    request = ExportRequest(columns=SLIM, filter=BERLIN)
    done = export(stocked.database, request, tmp_path / "o.csv")
    assert (tmp_path / "o.csv").read_text().splitlines() == [
        "Retailer Order ID,Order Date,Order Total",
        "N-winter,2026-03-04T08:20:00Z,1234.50",
        "N-summer,2026-07-22T08:20:00Z,1234.50",
    ]
    assert done.timezone == "Europe/Berlin"


def test_every_date_column_follows_the_zone(stocked: Shelf) -> None:
    columns = ("first_seen", "changed_at", "missing_since", "hidden_since")
    shown = preview(stocked.database, ExportRequest(columns=columns, format="xlsx", filter=BERLIN))
    assert shown.header[0] == "First Read (Europe/Berlin)"
    assert shown.rows[0] == ["2026-05-28 22:26:40", "2026-05-28 22:26:40", "", ""]


def test_the_preview_is_the_text_of_the_format(shelf: Shelf) -> None:
    shelf.save(order("a", line("1", "=1"), ordered_at=WINTER))
    for form, text in (("csv", "'=1"), ("xlsx", "=1"), ("jsonl", "=1")):
        shown = preview(shelf.database, ExportRequest(format=form, columns=("item_name",)))
        assert shown.rows == [[text]]


def test_a_sample_shows_one_row_in_both_profiles(stocked: Shelf) -> None:
    service = ExportService(stocked.database)
    shown = service.sample(ExportRequest(columns=SLIM, format="xlsx", filter=BERLIN))
    assert shown.data == (
        "Retailer Order ID,Order Date,Order Total\r\nN-winter,2026-03-04T08:20:00Z,1234.50\r\n"
    )
    assert shown.regional == (
        "Retailer Order ID;Order Date (Europe/Berlin);Order Total\r\n"
        "N-winter;2026-03-04 09:20:00;1234,50\r\n"
    )


def test_a_sample_without_rows_is_invented(shelf: Shelf) -> None:
    shown = ExportService(shelf.database).sample(ExportRequest(columns=("item_name", *SLIM[1:])))
    assert shown.data.splitlines()[1] == '"Desk lamp, white",2026-03-04T08:20:00Z,1234.50'
    assert shown.regional.splitlines()[1] == "Desk lamp, white;2026-03-04 08:20:00;1234,50"


def test_an_unknown_zone_is_refused(stocked: Shelf, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="no time zone"):
        export(
            stocked.database, regional(filter=OrderFilter(timezone="Mars/One")), tmp_path / "o.csv"
        )


@pytest.mark.parametrize(
    ("form", "text"),
    [("YYYY-MM-DD", "0031-03-04"), ("DD.MM.YYYY", "04.03.0031"), ("MM/YYYY", "03/0031")],
)
def test_days_have_the_form_that_is_asked_for(form: str, text: str) -> None:
    assert days_as(form).text(-61_183_555_200) == text


def test_presets_and_formats_of_the_service(shelf: Shelf, tmp_path: Path) -> None:
    service = ExportService(shelf.database, presets=tmp_path / "presets")
    saved = service.save_preset("mine", title="Mine", unit=Unit.LINES, columns=("sku", "brand"))
    assert saved.path == tmp_path / "presets" / "mine.toml"
    assert [info.name for info in service.presets()][-1] == "mine"
    assert {form.name for form in service.formats()} == {"csv", "jsonl", "xlsx", "parquet"}
    assert service.preset_text("mine").startswith('title = "Mine"\n')
    service.remove_preset("mine")
    assert "mine" not in [info.name for info in service.presets()]
