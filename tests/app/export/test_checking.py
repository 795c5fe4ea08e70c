"""Every file is read back before it takes its place."""

import json
import os
import signal
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from orderdock.domain.errors import PersonCancelled
from orderdock.export import checking, output
from orderdock.export.checking import Check, FileDiffers
from orderdock.export.output import Output
from orderdock.export.request import ExportRequest
from orderdock.export.writing import export
from orderdock.query.filters import OrderFilter
from tests.support.shelf import Shelf, line, order


@pytest.fixture
def full(shelf: Shelf) -> Shelf:
    shelf.save(
        order("a", line("1", 'A "quoted"\r\nshirt, blue'), line("2", unit_price="0.005")),
        order("b", line("1", "=1+1", currency="EUR", order_total="-3.50", unit_price="-3.50")),
        order("c", line("1", order_total=None, unit_price=None), ordered_at=None),
        order("d", line("1", "<b> & ]]>", order_total="1234567.89"), retailer="Market & Söhne"),
    )
    return shelf


@pytest.fixture(params=["by itself", "along"])
def large(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With and without a second process that reads CSV along."""
    if request.param == "along":
        monkeypatch.setattr(checking, "_LARGE", 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place with nothing else in it."""
    made = tmp_path / "files"
    made.mkdir()
    return made


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx"])
@pytest.mark.parametrize("preset", ["lines", "orders", "lines-full", "bookkeeper-monthly"])
@pytest.mark.parametrize("regional", [False, True])
def test_what_was_written_is_found_again(
    full: Shelf, folder: Path, kind: str, preset: str, *, regional: bool
) -> None:
    request = ExportRequest(preset=preset, format=kind, regional=regional)
    checked: list[tuple[int, int]] = []
    target = folder / f"file.{kind}"
    result = export(
        full.database, request, target, checking=lambda done, rows: checked.append((done, rows))
    )
    assert checked[-1] == (result.rows, result.rows)
    assert result.sha256 == sha256(target.read_bytes()).hexdigest()
    assert result.manifest == folder / f"file.{kind}.manifest.json"
    said = json.loads(result.manifest.read_text(encoding="utf-8"))
    assert (said["file"], said["rows"], said["sha256"]) == (target.name, result.rows, result.sha256)
    assert said["bytes"] == target.stat().st_size
    totals = {total["currency"]: total["total"] for total in said["order_totals"]}
    assert totals == {"USD": "1234616.89", "EUR": "-3.50"}


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("preset", ["quickbooks-bank", "xero-bank"])
def test_turned_signs_are_found_again(full: Shelf, folder: Path, preset: str) -> None:
    result = export(full.database, ExportRequest(preset=preset), folder / "bank.csv")
    assert result.rows == 3


def test_the_manifest_adds_up_what_the_columns_hold(full: Shelf, folder: Path) -> None:
    f = OrderFilter(currencies=("USD",))
    result = export(full.database, ExportRequest(filter=f), folder / "usd.csv")
    assert result.manifest is not None
    said = json.loads(result.manifest.read_text(encoding="utf-8"))
    assert said["orders"] == "Currencies: USD"
    assert said["sums_of_cells"] == {"order_total": {"USD": "1234665.89"}}, "on each of its lines"
    prices = ExportRequest(filter=f, columns=("unit_price", "currency", "sku"))
    result = export(full.database, prices, folder / "prices.csv")
    assert result.manifest is not None
    said = json.loads(result.manifest.read_text(encoding="utf-8"))
    assert said["sums_of_cells"] == {"unit_price": {"USD": "49.005"}}


def test_lines_that_name_other_totals_than_their_order_are_no_difference(
    shelf: Shelf, folder: Path
) -> None:
    shelf.save(
        order("a", line("1", order_total="10"), line("2", order_total="11.5")),
        order("b", line("1", order_total="10.00", currency="EUR"), line("2", order_total=None)),
    )
    result = export(shelf.database, ExportRequest(), folder / "orders.csv")
    assert result.manifest is not None
    said = json.loads(result.manifest.read_text(encoding="utf-8"))
    assert said["sums_of_cells"] == {"order_total": {"USD": "31.50", "EUR": "10.00"}}


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("preset", ["lines", "orders"])
def test_a_part_of_the_lines_is_added_up_as_such(full: Shelf, folder: Path, preset: str) -> None:
    for request in (
        ExportRequest(preset=preset, line_ids=(full.all("SELECT min(id) FROM lines")[0])),
        ExportRequest(preset=preset, order_ids=(1, 2)),
        ExportRequest(preset=preset, filter=OrderFilter(search="shirt")),
        ExportRequest(preset=preset, columns=("retailer", "order_number")),
    ):
        result = export(full.database, request, folder / "part.csv")
        assert result.rows > 0


def test_a_second_process_that_dies_is_done_without(
    full: Shelf, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_LARGE", 1)
    begin = Check.begin

    def dying(self: Check, path: Path) -> None:
        begin(self, path)
        assert self._along is not None
        os.kill(self._along._companion.pid, signal.SIGKILL)

    monkeypatch.setattr(Check, "begin", dying)
    result = export(full.database, ExportRequest(), folder / "orders.csv")
    assert result.rows == 5


def spoiled(change: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, files hold something else than they should."""
    put = Output.put

    def other(self: Output, rows: int, data: bytes) -> None:
        put(self, rows, change(data) if rows else data)

    monkeypatch.setattr(Output, "put", other)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda data: data + data, "rows instead of"),
        (lambda data: data.replace(b"1234567.89", b"1234567.88"), "another sum"),
        (lambda data: data.replace(b",EUR,", b",USD,"), "another sum"),
        (lambda data: data.replace(b"-3.50", b"three"), "cannot be read back"),
        (lambda data: data.replace(b'"', b"", 1), "."),
        (lambda _data: b"", "rows instead of"),
    ],
)
def test_a_file_that_is_not_right_is_thrown_away(
    full: Shelf,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[bytes], bytes],
    why: str,
) -> None:
    target = folder / "orders.csv"
    target.write_text("the old one")
    spoiled(change, monkeypatch)
    with pytest.raises(FileDiffers, match=why):
        export(full.database, ExportRequest(), target)
    assert target.read_text() == "the old one"
    assert list(folder.iterdir()) == [target]


@pytest.mark.usefixtures("large")
def test_reading_back_can_be_cancelled(full: Shelf, folder: Path) -> None:
    written: list[int] = []
    with pytest.raises(PersonCancelled):
        export(
            full.database,
            ExportRequest(),
            folder / "orders.csv",
            progress=lambda done, rows: written.append(done) if done == rows else None,
            stop=lambda: bool(written),
        )
    assert list(folder.iterdir()) == []


def test_without_a_manifest_an_older_one_goes(full: Shelf, folder: Path) -> None:
    target = folder / "orders.csv"
    first = export(full.database, ExportRequest(), target)
    assert first.manifest is not None
    assert first.manifest.exists()
    second = export(full.database, ExportRequest(), target, manifest=False)
    assert second.manifest is None
    assert list(folder.iterdir()) == [target]


def test_the_manifest_lies_beside_the_file_that_a_link_leads_to(full: Shelf, folder: Path) -> None:
    link = folder / "link"
    (folder / "place").mkdir()
    link.symlink_to(folder / "place" / "orders.csv")
    result = export(full.database, ExportRequest(), link)
    assert result.manifest == folder / "place" / "orders.csv.manifest.json"
    assert result.manifest.exists()
    assert sorted(folder.iterdir()) == [link, folder / "place"]
    export(full.database, ExportRequest(), link, manifest=False)
    assert list((folder / "place").iterdir()) == [folder / "place" / "orders.csv"]


def test_a_manifest_that_cannot_be_written_is_said(full: Shelf, folder: Path) -> None:
    target = folder / "orders.csv"
    (folder / "orders.csv.manifest.json").mkdir()
    result = export(full.database, ExportRequest(), target)
    assert result.manifest is None
    assert [note.code for note in result.notes] == ["no_manifest"]
    assert target.exists()


def test_many_rows_are_read_in_pieces(
    shelf: Shelf, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "CHUNK", 5)
    shelf.save(*[order(f"{n}", line("1"), line("2")) for n in range(50)])
    for kind in ("csv", "jsonl", "xlsx"):
        result = export(shelf.database, ExportRequest(format=kind), folder / f"o.{kind}")
        assert result.rows == 100
