"""Colours that can be read, pictures that exist, a look that follows the scheme."""

import re
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from orderdock_ui import assets, text
from orderdock_ui.theme import theme, tokens
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column

SOURCES = Path(assets.__file__).parent
ICON_CALL = re.compile(
    r"(?:icon=|wear_icon\([^,()]+, |IconLabel\(\s*|IconButton\(\s*|show_icon\(|pixmap\()"
    r'"([a-z0-9-]+)"'
)
GROUNDS = ("bg", "surface", "side", "hover", "select")


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["text", "text2", "muted", "accent", "ok", "warn", "bad"])
def test_every_ink_can_be_read_on_every_ground(scheme: tokens.Scheme, ink: str) -> None:
    colours = tokens.colours(scheme)
    for ground in GROUNDS:
        assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_controls_can_be_seen(scheme: tokens.Scheme) -> None:
    colours = tokens.colours(scheme)
    for ground in GROUNDS:
        assert contrast(colours["control"], colours[ground]) >= 3.0, ground


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_on_tinted_boxes_can_be_read(scheme: tokens.Scheme) -> None:
    colours = tokens.colours(scheme)
    for ink in ("ok", "warn", "bad", "accent"):
        assert contrast(colours[ink], colours[f"{ink}_soft"]) >= 4.5, ink
    assert contrast(colours["on_accent"], colours["accent"]) >= 4.5


def test_both_schemes_know_the_same_roles() -> None:
    assert tokens.colours("light").keys() == tokens.colours("dark").keys()


def test_high_contrast_strengthens_hairlines_and_drops_zebra() -> None:
    colours = tokens.colours("light", high_contrast=True)
    assert colours["line"] == colours["text2"]
    assert colours["zebra"] == colours["surface"]


def test_every_icon_named_in_the_code_exists() -> None:
    named = {look.icon for look in text.STATES.values()}
    for source in SOURCES.rglob("*.py"):
        named |= set(ICON_CALL.findall(source.read_text()))
    assert len(named) > 30
    for name in named:
        assert assets._drawing(name).startswith(b"<svg"), name


def test_the_icon_set_reads_what_a_zip_reader_reads() -> None:
    spec = find_spec("lucide")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "lucide.zip"
    ours = assets._IconSet(path)
    with ZipFile(path) as whole:
        for name in whole.namelist()[::40]:
            assert ours.read(name.removesuffix(".svg")) == whole.read(name)
    with pytest.raises(KeyError):
        ours.read("no-such-icon")


def test_tiles_of_the_same_name_look_the_same_and_fit_the_scheme(dressed: QApplication) -> None:
    light = assets.tile_colours("Target")
    assert light == assets.tile_colours(" target ")
    theme.set_scheme(dressed, "dark")
    dark = assets.tile_colours("Target")
    theme.set_scheme(dressed, "light")
    assert dark[0].lightness() < light[0].lightness()
    for fill, ink in (light, dark):
        assert contrast(fill, ink) >= 4.5


def test_another_scheme_reaches_what_is_shown(dressed: QApplication, qtbot: QtBot) -> None:
    label = Label("words", ink="warn")
    button = Button("Go", icon="plug")
    for widget in (label, button):
        qtbot.addWidget(widget)
    before = button.icon().pixmap(16).toImage()
    with qtbot.waitSignal(theme.changed):
        theme.set_scheme(dressed, "dark")
    assert label.palette().windowText().color() == tokens.colours("dark")["warn"]
    assert button.icon().pixmap(16).toImage() != before
    theme.set_scheme(dressed, "light")


def test_a_new_parent_does_not_bring_back_an_older_font(
    dressed: QApplication, qtbot: QtBot
) -> None:
    label = Label("words", weight=700)
    theme.wear_font(label, "body", 400)
    parent = QWidget()
    qtbot.addWidget(parent)
    column(parent).addWidget(label)
    parent.show()
    assert label.font().weight() == 400


def test_lengths_grow_with_the_text(dressed: QApplication) -> None:
    base = dressed.font()
    bigger = dressed.font()
    bigger.setPointSizeF(base.pointSizeF() * 2)
    before = theme.length(100)
    theme.set_base_font(dressed, bigger)
    assert theme.length(100) == pytest.approx(2 * before, abs=1)
    assert theme.font("page").pointSizeF() == pytest.approx(bigger.pointSizeF() * 1.69)
    theme.set_base_font(dressed, base)


def test_a_strange_saved_theme_means_as_the_system() -> None:
    assert theme.choice("dark") == "dark"
    assert theme.choice(7) == "system"
