"""Choices: what cannot be had stays in sight and says how to get it; words under a choice."""

from textwrap import wrap

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QBoxLayout, QComboBox, QStyledItemDelegate, QStyleOptionViewItem

from orderdock_ui.widgets.labels import ElidedLabel
from orderdock_ui.widgets.layouts import row

_INDENT = 24
"""Words that belong to a round or square choice stand under its own."""
_LINE = 38
"""Characters that a list has room for."""
_Role = Qt.ItemDataRole
_BREAK = "\N{LINE SEPARATOR}"
_REASON = _Role.UserRole + 2
Index = QModelIndex | QPersistentModelIndex


def add_choice(
    box: QComboBox, words: str, value: str, *, tip: str = "", why_not: str = "", lacking: str = ""
) -> None:
    """One more entry; with `why_not` it is greyed and says so, below its words and `lacking`."""
    said = f"{words} – {lacking}" if why_not and lacking else words
    box.addItem(said, value)
    place, model = box.count() - 1, box.model()
    box.setItemData(place, why_not or tip, _Role.ToolTipRole)
    if why_not and isinstance(model, QStandardItemModel):
        model.item(place).setEnabled(False)
        box.setItemData(place, _BREAK.join(wrap(why_not, _LINE)), _REASON)
        box.setItemData(place, f"{said}. {why_not}", _Role.AccessibleTextRole)
        if not isinstance(box.itemDelegate(), _WithReasons):
            box.setItemDelegate(_WithReasons(box))


class _WithReasons(QStyledItemDelegate):
    """The reason stands below the words: who works by keys cannot hover for a tool tip."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        reason = index.data(_REASON)
        if reason:
            option.text = f"{option.text}{_BREAK}{reason}"


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
