"""The menu of a row: everything the mouse does in the table, for the keyboard too."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from orderdock.query.columns import Column, Kind
from orderdock.query.filters import DEFAULT_SORT, Sort, Unit
from orderdock_ui.orders import headings
from orderdock_ui.widgets.naming import named

SortBy = Callable[[str, bool, bool], None]
"""Column key, descending, adding."""


def add(menu: QMenu, words: str, keys: str, act: Callable[[], object], *, on: bool = True) -> None:
    """An entry; its keys are only shown, the table listens for them itself."""
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
    entry = menu.addAction(f"{words}\t{shown}" if shown else words)
    entry.setEnabled(on)
    entry.triggered.connect(lambda _on=False: act())


def add_sorting(
    menu: QMenu,
    unit: Unit,
    columns: Sequence[Column],
    sorts: Sequence[Sort],
    sort_by: SortBy,
    clear: Callable[[], object],
) -> None:
    """Sort by a column, or by it after the ones in force; or as if nobody had sorted."""
    for words, adding in (("Sort by", False), ("Then sort by", True)):
        inner = menu.addMenu(words)
        for column in columns:
            first, second = ends(column)
            for ending, descending in ((first, False), (second, True)):
                name = f"{headings.heading(column, unit)}, {ending}"
                entry = inner.addAction(name)
                entry.setCheckable(True)
                entry.setChecked(Sort(column.key, descending) in sorts)
                entry.triggered.connect(
                    lambda _on=False, k=column.key, d=descending, a=adding: sort_by(k, d, a)
                )
    add(menu, "Clear sort", "", clear, on=tuple(sorts) != DEFAULT_SORT)


def ends(column: Column) -> tuple[str, str]:
    """What comes first in either order."""
    match column.kind:
        case Kind.DATE:
            return "oldest first", "newest first"
        case Kind.TEXT:
            return "A to Z", "Z to A"
        case _:
            return "smallest first", "largest first"


def new(parent: QWidget, identifier: str = "orders-menu", name: str = "Orders") -> QMenu:
    """An empty menu that goes when it is closed."""
    menu = named(QMenu(parent), identifier, name)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
