"""Choices: what cannot be had stays in sight and says how to get it; words under a choice."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QBoxLayout, QComboBox

from orderdock_ui.widgets.labels import ElidedLabel
from orderdock_ui.widgets.layouts import row

_INDENT = 24
"""Words that belong to a round or square choice stand under its own."""
_Role = Qt.ItemDataRole


def add_choice(
    box: QComboBox, words: str, value: str, *, tip: str = "", why_not: str = "", lacking: str = ""
) -> None:
    """One more entry; with `why_not` it is greyed and says so, `lacking` after its words."""
    box.addItem(f"{words} – {lacking}" if why_not and lacking else words, value)
    place, model = box.count() - 1, box.model()
    box.setItemData(place, why_not or tip, _Role.ToolTipRole)
    if why_not and isinstance(model, QStandardItemModel):
        model.item(place).setEnabled(False)
        # Who cannot hover hears the way to it.
        box.setItemData(place, f"{box.itemText(place)}. {why_not}", _Role.AccessibleTextRole)


def choose(box: QComboBox, value: str) -> bool:
    """Choose the entry of this value, unless it is greyed or not there."""
    place = box.findData(value)
    if place < 0 or not can_choose(box, place):
        return False
    box.setCurrentIndex(place)
    return True


def can_choose(box: QComboBox, place: int) -> bool:
    """Whether the entry is not greyed."""
    model = box.model()
    return bool(model.flags(model.index(place, 0)) & Qt.ItemFlag.ItemIsEnabled)


def add_words_under(lines: QBoxLayout) -> ElidedLabel:
    """A line for words that belong to the choice above it."""
    label = ElidedLabel("", "caption", ink="text2")
    holder = row(margins=(_INDENT, 0, 0, 2))
    holder.addWidget(label, 1)
    lines.addLayout(holder)
    return label
