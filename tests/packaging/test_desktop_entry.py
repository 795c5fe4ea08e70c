"""The menu entry and what software centres read."""

import configparser
import os
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.support.checkout import ROOT
from tests.support.packaging_scripts import script

RESOURCES = ROOT / "resources"


def entry_in(file: Path) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign] # as its documentation says
    parser.read(file, encoding="utf-8")
    return parser["Desktop Entry"]


def test_the_entry_and_the_description_name_the_same_program() -> None:
    entry = entry_in(RESOURCES / "orderdock.desktop")
    description = ET.parse(RESOURCES / "orderdock.metainfo.xml").getroot()  # noqa: S314 - ours
    assert entry["Exec"] == description.findtext("provides/binary") == "orderdock"
    assert entry["Name"] == description.findtext("name")
    assert description.findtext("launchable") == "orderdock.desktop"


def test_it_is_put_into_the_menu_and_taken_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "a folder" / "orderdock"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    desktop_entry = script("desktop_entry")

    assert desktop_entry.main([]) == 0
    installed = tmp_path / "data" / "applications" / "orderdock.desktop"
    assert entry_in(installed)["Exec"] == f'"{program}"'
    assert len([path for path in (tmp_path / "data").rglob("*") if path.is_file()]) == 3

    assert desktop_entry.main(["--remove"]) == 0
    assert not [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert "data and connections stay" in capsys.readouterr().out
