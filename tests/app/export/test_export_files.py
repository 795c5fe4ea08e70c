"""A file appears whole or not at all, and everything that can go wrong has its words."""

import errno
import json
import os
import stat
import threading
from pathlib import Path

import pytest

from orderdock.domain.errors import DataFolderTrouble, PersonCancelled, TargetUnwritable, WrongUsage
from orderdock.export import formats
from orderdock.export.request import ExportRequest
from orderdock.export.target import Target
from orderdock.export.writing import export, preview
from orderdock.query.filters import OrderFilter
from orderdock.store.database import Database
from tests.support.shelf import Shelf, line, order, shelf_at

AT = 1_772_612_400


def fill(shelf: Shelf, orders: int) -> None:
    shelf.save(*[order(f"{n:05d}", line("1"), line("2"), ordered_at=AT) for n in range(orders)])


def test_progress_names_the_rows_and_an_old_file_keeps_its_permissions(
    shelf: Shelf, tmp_path: Path
) -> None:
    fill(shelf, 4_500)
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")
    target.chmod(0o640)
    steps: list[tuple[int, int]] = []
    result = export(
        shelf.database, ExportRequest(), target, progress=lambda *step: steps.append(step)
    )
    assert steps == [(0, 9_000), (4_000, 9_000), (8_000, 9_000), (9_000, 9_000)]
    assert result.rows == 9_000
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_damaged_database_is_named_and_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "orders.db"
    with shelf_at(path) as shelf:
        fill(shelf, 4_000)
    content = bytearray(path.read_bytes())
    for page in range(80, len(content) // 8192):  # behind the schema
        content[page * 8192 : page * 8192 + 100] = b"\xaa" * 100
    path.write_bytes(content)
    with Database.open(path) as database, pytest.raises(DataFolderTrouble, match="is damaged"):
        export(database, ExportRequest(), tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_a_new_file_has_the_usual_permissions(shelf: Shelf, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        export(shelf.database, ExportRequest(), tmp_path / "out.csv")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o640


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
@pytest.mark.parametrize("search", ["", "cotton"])
def test_a_cancel_leaves_nothing_and_the_old_file_as_it_was(
    shelf: Shelf, tmp_path: Path, kind: str, search: str
) -> None:
    fill(shelf, 6_000)
    folder = tmp_path / "there"
    folder.mkdir()
    target = folder / f"out.{kind}"
    target.write_bytes(b"old")
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    request = ExportRequest(format=kind, filter=OrderFilter(search=search))
    with pytest.raises(PersonCancelled, match="cancelled"):
        export(shelf.database, request, target, stop=stop)
    assert [file.name for file in folder.iterdir()] == [target.name]
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("name", "words"),
    [("gone/out.csv", "does not exist"), ("there", "is a folder"), ("x" * 300, "too long")],
)
def test_a_place_that_cannot_be_is_said(
    shelf: Shelf, tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(TargetUnwritable, match=words) as trouble:
        export(shelf.database, ExportRequest(), tmp_path / name)
    assert trouble.value.next_step
    assert not (tmp_path / "gone").exists()


def test_a_device_is_not_replaced(shelf: Shelf) -> None:
    with pytest.raises(TargetUnwritable, match="not an ordinary file"):
        export(shelf.database, ExportRequest(), Path("/dev/null"))


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "not enough space"), (errno.EROFS, "read-only"), (errno.EIO, "error")],
)
def test_trouble_while_writing_leaves_nothing(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    fill(shelf, 10)
    folder = tmp_path / "there"
    folder.mkdir()

    def fails(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "write", fails)
    with pytest.raises(TargetUnwritable, match=words):
        export(shelf.database, ExportRequest(), folder / "out.csv")
    assert list(folder.iterdir()) == []


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "real.csv").write_bytes(b"old")
    (tmp_path / "out.csv").symlink_to(tmp_path / "far" / "real.csv")
    with Target(tmp_path / "out.csv") as file:
        file.write(b"new")
    assert (tmp_path / "out.csv").is_symlink()
    assert (tmp_path / "far" / "real.csv").read_bytes() == b"new"


def test_a_sync_may_go_on_while_the_file_shows_one_moment(shelf: Shelf, tmp_path: Path) -> None:
    fill(shelf, 4_500)

    def grow(written: int, _: int) -> None:
        if written == 4_000:
            writer = threading.Thread(
                target=shelf.save, args=[order("new", line("1"), ordered_at=AT + 9)]
            )
            writer.start()
            writer.join()

    result = export(shelf.database, ExportRequest(), tmp_path / "out.csv", progress=grow)
    assert result.rows == 9_000
    assert preview(shelf.database, ExportRequest()).total_rows == 9_001


def test_json_lines_keep_the_digits_and_say_null(shelf: Shelf, tmp_path: Path) -> None:
    shelf.save(
        order("a", line("1", '=x "\n\0é', quantity="007", unit_price="24.50"), ordered_at=AT),
        order("b", line("1", None, quantity=None), ordered_at=None),
    )
    target = tmp_path / "out.jsonl"
    request = ExportRequest(
        format="jsonl", columns=("item_name", "quantity", "unit_price", "ordered_at", "line_count")
    )
    export(shelf.database, request, target)
    blank, full = target.read_text(encoding="utf-8").splitlines()
    assert full == (
        '{"item_name":"=x \\"\\n\\u0000é","quantity":7,"unit_price":24.50,'
        '"ordered_at":"2026-03-04T08:20:00Z","line_count":1}'
    )
    assert json.loads(blank)["item_name"] is None
    assert json.loads(blank)["ordered_at"] is None


def test_formats_follow_the_extension_unless_said(tmp_path: Path) -> None:
    assert formats.format_for(Path("a.JSONL")).name == "jsonl"
    assert formats.format_for(Path("a.xlsx")).name == "xlsx"
    assert formats.format_for(Path("a.txt")).name == "csv"
    assert formats.format_for(Path("a.jsonl"), "csv").name == "csv"
    with pytest.raises(WrongUsage, match="no format “pdf”"):
        formats.file_format("pdf")


def test_a_format_that_needs_more_than_is_installed_says_how_to_get_it() -> None:
    wanting = formats.Format("parquet", ".parquet", needs="nothing_goes_by_this_name")
    assert not wanting.available
    assert wanting.why_not == (
        "Parquet files need the package nothing_goes_by_this_name."
        " Install it with: pip install 'orderdock[parquet]'"
    )
    assert str(wanting.refuse()) == wanting.why_not


def test_unknown_presets_and_columns_are_refused_before_anything_is_made(
    shelf: Shelf, tmp_path: Path
) -> None:
    for request in (
        ExportRequest(preset="nonsense"),
        ExportRequest(preset="bookkeeper-monthly", columns=("sku",)),
        ExportRequest(preset="bookkeeper-monthly", columns=("month", "order_total")),
        ExportRequest(columns=("nonsense",)),
        ExportRequest(columns=()),
        ExportRequest(preset="orders", columns=("brand",)),
    ):
        with pytest.raises(WrongUsage):
            export(shelf.database, request, tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()
