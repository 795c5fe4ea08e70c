"""The menu of a column: everything the mouse does with its head, for the keyboard too."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu

from orderdock.query.filters import DEFAULT_SORT
from orderdock_ui.orders import headings
from orderdock_ui.orders.columns_shown import ColumnsShown
from orderdock_ui.orders.row_menu import add, ends


def fill(menu: QMenu, section: int, shown: ColumnsShown, choose: Callable[[], object]) -> None:
    """Offer what can be done with the column of `section`; `choose` opens the list of columns."""
    key = shown.key(section)
    place = shown.visual_order().index(section)
    _add_sorting(menu, key, shown)
    menu.addSeparator()
    add(menu, "Fit to content", "=", lambda: shown.fit_content(section))
    add(menu, "Fit all columns", "", shown.fit_all)
    add(menu, "Wider", "Ctrl+Right", lambda: shown.widen_by(section, 1))
    add(menu, "Narrower", "Ctrl+Left", lambda: shown.widen_by(section, -1))
    menu.addSeparator()
    last = len(shown.visual_order()) - 1
    add(menu, "Move left", "Alt+Left", lambda: shown.move_by(section, -1), on=place > 0)
    add(menu, "Move right", "Alt+Right", lambda: shown.move_by(section, 1), on=place < last)
    many = shown.layout.shown.index(key) + 1  # with those that have no room just now
    if shown.layout.frozen != many:
        add(menu, "Freeze up to here", "", lambda: shown.freeze(many), on=place < last)
    if shown.layout.frozen:
        add(menu, "Freeze no column", "", lambda: shown.freeze(0))
    add(menu, "Hide", "Del", lambda: shown.hide(key), on=last > 0)
    menu.addSeparator()
    add(menu, "Columns…", "", choose)


def _add_sorting(menu: QMenu, key: str, shown: ColumnsShown) -> None:
    sorts = shown.layout.sorts
    column = next(column for column in shown.columns() if column.key == key)
    others = [sort for sort in sorts if sort.column != key]
    mine = next((sort for sort in sorts if sort.column == key), None)
    for words, adding in (("Sort", False), ("Then sort", True)):
        if adding and not others:
            continue
        for ending, descending in zip(ends(column), (False, True), strict=True):
            entry = menu.addAction(f"{words} {ending}")
            entry.setCheckable(True)
            alone = mine is not None and bool(others) == adding
            entry.setChecked(alone and mine is not None and mine.descending == descending)
            entry.triggered.connect(
                lambda _on=False, d=descending, a=adding: shown.sort_by(key, descending=d, adding=a)
            )
    if mine is not None and others:
        name = headings.heading(column, shown.unit)
        add(menu, f"Do not sort by {name}", "", lambda: shown.sort_no_more_by(key))
    if sorts != DEFAULT_SORT:
        add(menu, "Clear sort", "", shown.clear_sort)
