"""The head of the orders table: names of columns, what rows are sorted by, and what stays.

By mouse as any head; by keyboard it is one stop before the table, with arrows inside.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHeaderView, QWidget

from orderdock.query.filters import Sort
from orderdock_ui.orders.head_painter import Section, paint_section
from orderdock_ui.theme import theme
from orderdock_ui.widgets.naming import announce, named

HEIGHT = 34
_KEYS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Space,
        Qt.Key.Key_Equal,
        Qt.Key.Key_Delete,
    }
)
_ROOM_TO_SCROLL = 160
"""What is frozen leaves this much for the rest."""


class HeadsView(QHeaderView):
    """Sections can be moved and resized; arrows tell the order, numbered when it has more keys.

    Keys: arrows go along, Enter sorts (with Shift after what is sorted by already), Ctrl+arrows
    resize, Alt+arrows move, = fits to the content, Delete hides, the menu key has all of it.
    """

    sort_asked = Signal(int, bool)
    """Section, and whether it joins the order in force (Shift) or replaces it."""
    widen_asked = Signal(int, int)
    """Section, and by how many steps."""
    move_asked = Signal(int, int)
    """Section, and by how many places."""
    fit_asked = Signal(int)
    hide_asked = Signal(int)
    menu_asked = Signal(int, QPoint)
    """Section, and where on the screen."""
    reached = Signal(int)
    """The keyboard came to this section: it is to be seen."""
    left_down = Signal()
    """To the rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        named(self, "orders-heads", "Columns")
        self._order: dict[int, tuple[int, bool]] = {}
        self._several = False
        self._adding = False
        self._under = -1
        self._at = -1
        self._keys: list[str] = []
        self._frozen = 0
        self._shift = 0
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.sectionClicked.connect(lambda section: self.sort_asked.emit(section, self._adding))
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFont(theme.font("body", 600))
        self.setMinimumSectionSize(theme.length(48))
        self.setFixedHeight(theme.length(HEIGHT))

    # --- sections

    def visible_sections(self) -> list[int]:
        """Those on show, from left to right."""
        order = [self.logicalIndex(place) for place in range(self.count())]
        return [section for section in order if not self.isSectionHidden(section)]

    def freeze(self, many: int) -> None:
        """Keep so many of the first sections where they are; fewer where the rest needs room."""
        self._frozen = many
        self.viewport().update()

    def frozen_sections(self) -> list[int]:
        """Sections that stay now."""
        if not self._frozen:
            return []
        room = self.viewport().width() - theme.length(_ROOM_TO_SCROLL)
        stay: list[int] = []
        for section in self.visible_sections()[: self._frozen]:
            room -= self.sectionSize(section)
            if room < 0:
                break
            stay.append(section)
        return stay

    def frozen_width(self) -> int:
        """How far from the left nothing scrolls."""
        return sum(self.sectionSize(section) for section in self.frozen_sections())

    def section_at(self, x: int) -> int:
        """The section seen at this place of the viewport; -1 beside them."""
        if x < self.frozen_width():
            x -= self.offset()  # which Qt adds again
        return self.logicalIndexAt(x)

    def left_of(self, section: int) -> int:
        """Where a section is seen."""
        left = self.sectionViewportPosition(section)
        return left + self.offset() if section in self.frozen_sections() else left

    def show_order(self, keys: Sequence[str], sorts: Sequence[Sort]) -> None:
        """Mark the sections of `keys` (in section order) by which rows are sorted."""
        places = {key: place for place, key in enumerate(keys)}
        if 0 <= self._at < len(self._keys):  # the focus goes along with its column
            self._at = places.get(self._keys[self._at], self._at)
        self._keys = list(keys)
        self._several = len(sorts) > 1
        self._order = {
            places[sort.column]: (number, sort.descending)
            for number, sort in enumerate(sorts, 1)
            if sort.column in places
        }
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.length(HEIGHT))

    # --- by mouse: what is frozen lies where it would be if nothing were scrolled

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._adding = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        scrolled = self.offset() > 0 and event.position().x() < self.frozen_width()
        self._shift = self.offset() if scrolled else 0
        self.setSectionsMovable(not scrolled)
        super().mousePressEvent(self._shifted(event, self._shift))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = round(event.position().x())
        shift = self._shift
        if not event.buttons() and x < self.frozen_width():
            shift = self.offset()
        super().mouseMoveEvent(self._shifted(event, shift))
        self._hover(self.section_at(x))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(self._shifted(event, self._shift))
        self._shift = 0
        self.setSectionsMovable(True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(self._shifted(event, self._shift))

    def _shifted(self, event: QMouseEvent, shift: int) -> QMouseEvent:
        if not shift:
            return event
        return QMouseEvent(
            event.type(),
            event.position() - QPointF(shift, 0),
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
            event.pointingDevice(),
        )

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, section: int) -> None:
        if section != self._under:
            self._under = section
            self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._open_menu()
            return
        section = self.section_at(event.pos().x())
        if section >= 0:
            self.menu_asked.emit(section, event.globalPos())

    # --- by keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        sections = self.visible_sections()
        if sections and self._at not in sections:
            self._at = sections[0]
        if sections:
            self._go(self._at)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        typed = event if isinstance(event, QKeyEvent) else None
        if typed is not None and event.type() == QEvent.Type.ShortcutOverride:
            if typed.key() in _KEYS:  # meant for a column, not for the orders below
                event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        sections = self.visible_sections()
        if self._at not in sections or not self._press(event, sections):
            event.ignore()

    def _press(self, event: QKeyEvent, sections: list[int]) -> bool:
        key, at = Qt.Key(event.key()), self._at
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        if step is not None:
            self._step(step, sections, event.modifiers())
            return True
        match key:
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self._go(sections[0 if key == Qt.Key.Key_Home else -1])
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                adding = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.sort_asked.emit(at, adding)
                self._go(at)
            case Qt.Key.Key_Equal:
                self.fit_asked.emit(at)
            case Qt.Key.Key_Delete:
                self.hide_asked.emit(at)
            case Qt.Key.Key_Down if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._open_menu()
            case Qt.Key.Key_Down | Qt.Key.Key_Escape:
                self.left_down.emit()
            case _:
                return False
        return True

    def _step(self, step: int, sections: list[int], modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & Qt.KeyboardModifier.AltModifier:
            self.move_asked.emit(self._at, step)
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            self.widen_asked.emit(self._at, step)
        else:
            place = sections.index(self._at) + step
            self._go(sections[max(0, min(place, len(sections) - 1))])
            return
        self._go(self._at)

    def _go(self, section: int) -> None:
        self._at = section
        self.reached.emit(section)
        self.viewport().update()
        said = self.described(section)
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            self._say(section, said)

    def _say(self, section: int, said: str) -> None:
        """In the tree of screen readers the heads are cells of the table, after its corner."""
        table = self.parentWidget()
        if table is None or not QAccessible.isActive():
            return
        focus = QAccessibleEvent(table, QAccessible.Event.Focus)
        focus.setChild(section + 1)
        QAccessible.updateAccessibility(focus)
        announce(table, said)

    def described(self, section: int) -> str:
        """A section in words: its name, its place, how it is sorted, whether it stays."""
        sections = self.visible_sections()
        name = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        parts = [name, f"column {sections.index(section) + 1} of {len(sections)}"]
        if section in self._order:
            number, descending = self._order[section]
            way = "descending" if descending else "ascending"
            place = f", key {number} of {len(self._order)}" if self._several else ""
            parts.append(f"sorted {way}{place}")
        if section in self.frozen_sections():
            parts.append("frozen")
        return ", ".join(parts)

    def _open_menu(self) -> None:
        if self._at in self.visible_sections():
            place = QPoint(max(0, self.left_of(self._at)), self.height())
            self.menu_asked.emit(self._at, self.viewport().mapToGlobal(place))

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        end = self.length() - self.offset()
        if end < self.viewport().width():
            bottom = self.viewport().height() - 1
            painter.fillRect(end, bottom, self.viewport().width(), 1, theme.colour("control"))
        stay = self.frozen_sections()
        left = 0
        for section in stay:
            wide = self.sectionSize(section)
            if self.offset():
                self.paintSection(painter, QRect(left, 0, wide, self.height()), section)
            left += wide
        if stay:
            edge = "control" if self.offset() else "line"
            painter.fillRect(left - 1, 0, 1, self.height() - 1, theme.colour(edge))
        if self.hasFocus() and self._at in self.visible_sections():
            ring = QPen(theme.colour("focus"), 2)
            ring.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(ring)
            box = QRect(self.left_of(self._at), 0, self.sectionSize(self._at), self.height())
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        painter.end()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        model, horizontal = self.model(), Qt.Orientation.Horizontal
        side = model.headerData(logicalIndex, horizontal, Qt.ItemDataRole.TextAlignmentRole)
        section = Section(
            str(model.headerData(logicalIndex, horizontal) or ""),
            bool(side is not None and side & Qt.AlignmentFlag.AlignRight),
            self._order.get(logicalIndex),
            self._several,
            logicalIndex == self._under,
        )
        paint_section(painter, rect, section, self.font())
