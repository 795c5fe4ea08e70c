"""Records of a dataset as files: what the command and the window write."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from orderdock.domain.errors import TargetUnwritable, WrongUsage
from orderdock.export.records import fields_of, save, text_of

RECORDS = [
    {"id": 1, "name": "=cmd()", "price": Decimal("12.50"), "on": True},
    {"id": 2, "name": "Über, “Glas”", "tags": ["a", {"b": Decimal("0.10")}], "gone": None},
]


def test_numbers_stay_as_written_and_nested_values_are_compact_json() -> None:
    assert text_of(Decimal("12.50")) == "12.50"
    assert text_of(["a", {"b": Decimal("0.10"), "c": "ü"}]) == '["a",{"b":0.10,"c":"ü"}]'
    assert [text_of(value) for value in (None, True, 7, "x")] == ["", "true", "7", "x"]


def test_csv_has_the_fields_in_the_order_in_which_they_are_met(tmp_path: Path) -> None:
    result = save(RECORDS, tmp_path / "some.CSV")
    body = result.path.read_bytes()
    assert body.count(b"\r\n") == 3
    assert (result.rows, result.bytes) == (2, len(body))
    rows = list(csv.reader(body.decode().splitlines()))
    assert rows[0] == fields_of(RECORDS) == ["id", "name", "price", "on", "tags", "gone"]
    assert rows[1] == ["1", "'=cmd()", "12.50", "true", "", ""]
    assert rows[2] == ["2", "Über, “Glas”", "", "", '["a",{"b":0.10}]', ""]


def test_json_lines_hold_a_record_each(tmp_path: Path) -> None:
    body = save(RECORDS, tmp_path / "some.jsonl").path.read_text()
    assert '"price":12.50' in body
    assert [json.loads(line)["name"] for line in body.splitlines()] == ["=cmd()", "Über, “Glas”"]


def test_more_than_one_piece_is_written_whole(tmp_path: Path) -> None:
    many = [{"n": number} for number in range(4_001)]
    assert len(save(many, tmp_path / "many.csv").path.read_bytes().splitlines()) == 4_002
    assert len(save(many, tmp_path / "many.jsonl").path.read_bytes().splitlines()) == 4_001


def test_another_ending_is_refused_and_a_missing_folder_said(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match=r"neither a \.csv nor a \.jsonl"):
        save(RECORDS, tmp_path / "some.txt")
    with pytest.raises(TargetUnwritable):
        save(RECORDS, tmp_path / "nowhere" / "some.csv")
