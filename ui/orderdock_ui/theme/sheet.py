"""The one style sheet, built from the colour roles and the scale of text.

Variants are dynamic properties: `kind` (buttons), `surface` (frames), `error` (fields). Sizes of
text are set by QFont, never here. A 2 px focus edge takes 1 px off the padding and 2 px off the
height, or the form would jump.
"""

from collections.abc import Mapping

from PySide6.QtGui import QColor

from orderdock_ui import own_files


class _Lengths:
    """Lengths at the scale of text. Half a height is rounded down: more draws square corners."""

    def __init__(self, scale: float) -> None:
        self._scale = scale

    def __call__(self, length: float) -> str:
        return f"{max(1, round(length * self._scale))}px"

    def half(self, height: float, edge: int = 0) -> str:
        return f"{max(1, (round(height * self._scale) + 2 * edge) // 2)}px"

    def rest(self, outer: float, edge: float) -> str:
        """What remains inside `edge` on both sides of a box with a 1 px border around `outer`."""
        inside = round(outer * self._scale) + 2 - 2 * max(1, round(edge * self._scale))
        return f"{inside}px"


Px = _Lengths
Colours = Mapping[str, str]


def build(colours: Mapping[str, QColor], scale: float, *, dark: bool) -> str:
    """The whole sheet."""
    px = _Lengths(scale)
    c = {role: colour.name() for role, colour in colours.items()}
    parts = (_surfaces(c, px), _buttons(c, px), _special_buttons(c, px), _fields(c, px))
    more = (_choosers(c, px, dark=dark), _views(c, px), _bars(c, px), _windows(c, px))
    return "".join(parts + more)


def _picture(name: str, *, dark: bool) -> str:
    path = own_files.resources() / "controls" / f"{name}-{'dark' if dark else 'light'}.svg"
    return f'url("{path.as_posix()}")'


def _surfaces(c: Colours, px: Px) -> str:
    plain = "".join(
        f'*[surface="{name}"]{{background:{c[name]}}}' for name in ("bg", "surface", "raised")
    )
    notes = "".join(
        f'*[surface="{name}_note"]{{background:{c[f"{name}_soft"]};border:1px solid {c[name]};'
        f"border-radius:{px(8)}}}"
        for name in ("accent", "ok", "warn", "bad")
    )
    return f"""
{plain}{notes}
*[surface="toast"]{{background:{c["raised"]};border:1px solid {c["control"]};
 border-radius:{px(8)}}}
*[surface="side"]{{background:{c["side"]};border:0;border-right:1px solid {c["line"]}}}
*[surface="card"]{{background:{c["surface"]};border:1px solid {c["line"]};border-radius:{px(10)}}}
*[surface="tool"]{{background:{c["surface"]};border:0;border-bottom:1px solid {c["line"]}}}
*[surface="foot"]{{background:{c["surface"]};border:0;border-top:1px solid {c["line"]}}}
*[surface="drawer"]{{background:{c["surface"]};border:0;border-left:1px solid {c["line"]}}}
*[surface="line"]{{background:{c["line"]};border:0}}
*[surface="warn_line"]{{background:{c["warn"]};border:0}}
QLabel[surface="badge"]{{background:{c["side"]};color:{c["text2"]};border-radius:{px.half(22)};
 padding:0 {px(8)};min-height:{px(22)};max-height:{px(22)}}}
QLabel[surface="badge_warn"]{{background:{c["warn_soft"]};color:{c["warn"]};border-radius:{px.half(22)};
 padding:0 {px(8)};min-height:{px(22)};max-height:{px(22)}}}
"""


def _buttons(c: Colours, px: Px) -> str:
    def box(fill: str, ink: str, edge: str, focus: str, hover: str) -> str:
        return (
            f"{{background:{fill};color:{ink};border:1px solid {edge};border-radius:{px(6)};"
            f"padding:0 {px(13)};min-height:{px(30)};font-weight:600}}"
            f"@:hover{{background:{hover}}}@:pressed{{background:{hover}}}"
            f"@:focus{{border:2px solid {focus};padding:0 {px(12)};min-height:{px(28)}}}"
            f"@:disabled{{color:{c['disabled']};border-color:{c['line']};background:{c['surface']}}}"
        )

    def rule(kind: str, body: str) -> str:
        selector = f'QPushButton[kind="{kind}"]'
        return selector + body.replace("@", selector)

    accent, none = c["accent"], "transparent"
    return "\n".join(
        (
            rule("primary", box(accent, c["on_accent"], accent, c["text"], c["accent_hover"])),
            rule("plain", box(c["raised"], c["text"], c["control"], c["focus"], c["hover"])),
            rule("quiet", box(none, c["text"], none, c["focus"], c["hover"])),
            rule("danger", box(c["raised"], c["bad"], c["bad"], c["bad"], c["bad_soft"])),
            f'QPushButton[kind="quiet"]:disabled{{background:{none};border-color:{none}}}',
            f'QPushButton[kind="plain"]:checked{{background:{c["select"]};border-color:{accent}}}',
            f'QPushButton[kind="link"]{{background:{none};color:{accent};border:2px solid {none};'
            f"border-radius:{px(6)};padding:0 {px(2)};min-height:{px(22)};text-align:left}}",
            'QPushButton[kind="link"]:hover{text-decoration:underline}',
            f'QPushButton[kind="link"]:focus{{border-color:{c["focus"]}}}',
            f'QPushButton[kind="link"]:disabled{{color:{c["disabled"]}}}',
        )
    )


def _special_buttons(c: Colours, px: Px) -> str:
    tool, nav, segment = (
        'QToolButton[kind="icon"]',
        'QPushButton[kind="nav"]',
        'QPushButton[kind="segment"]',
    )
    rail = 'QToolButton[kind="rail"]'
    return f"""
{tool}{{background:transparent;border:2px solid transparent;border-radius:{px(6)};
 min-width:{px(24)};min-height:{px(24)}}}
{tool}:hover,{tool}:checked{{background:{c["hover"]}}}
{tool}:focus{{border-color:{c["focus"]}}}
{tool}::menu-indicator{{image:none}}
{nav}{{background:transparent;color:{c["text"]};border:2px solid transparent;
 border-radius:{px(8)};padding:0 {px(8)};min-height:{px(30)};text-align:left;font-weight:500}}
{nav}:hover{{background:{c["hover"]}}}
{nav}:checked{{background:{c["select"]}}}
{nav}:focus{{border-color:{c["focus"]}}}
QPushButton[kind="pinned"]{{background:transparent;color:{c["text2"]};
 border:2px solid transparent;border-radius:{px(8)};padding:0 {px(8)} 0 {px(26)};
 min-height:{px(24)};text-align:left}}
QPushButton[kind="pinned"]:hover{{background:{c["hover"]}}}
QPushButton[kind="pinned"]:checked{{color:{c["accent"]}}}
QPushButton[kind="pinned"]:focus{{border-color:{c["focus"]}}}
QPushButton[kind="view"]{{background:transparent;color:{c["text"]};border:2px solid transparent;
 border-radius:{px(6)};padding:0 {px(2)};min-height:{px(22)};font-weight:600}}
QPushButton[kind="view"]:hover{{background:{c["hover"]}}}
QPushButton[kind="view"]:focus{{border-color:{c["focus"]}}}
{rail}{{background:transparent;color:{c["text"]};border:2px solid transparent;
 border-radius:{px(8)};padding:{px(2)} 0}}
{rail}:hover{{background:{c["hover"]}}}
{rail}:checked{{background:{c["select"]}}}
{rail}:focus{{border-color:{c["focus"]}}}
{rail}[ink="warn"]{{color:{c["warn"]}}}
{rail}[ink="bad"]{{color:{c["bad"]}}}
{rail}[ink="ok"]{{color:{c["ok"]}}}
{rail}[ink="accent"]{{color:{c["accent"]}}}
{rail}[ink="muted"]{{color:{c["muted"]}}}
{segment}{{background:{c["raised"]};color:{c["text"]};border:1px solid {c["control"]};
 padding:0 {px(13)};min-height:{px(30)};font-weight:500}}
{segment}[place="first"]{{border-top-left-radius:{px(6)};border-bottom-left-radius:{px(6)}}}
{segment}[place="last"]{{border-left:0;border-top-right-radius:{px(6)};
 border-bottom-right-radius:{px(6)}}}
{segment}[place="middle"]{{border-left:0}}
{segment}:hover{{background:{c["hover"]}}}
{segment}:checked{{background:{c["select"]};border-color:{c["accent"]}}}
{segment}:focus{{border:2px solid {c["focus"]};padding:0 {px(12)};min-height:{px(28)}}}
QPushButton[kind="tile"]{{background:{c["surface"]};border:1px solid {c["line"]};
 border-radius:{px(10)};text-align:left}}
QPushButton[kind="tile"]:hover{{border-color:{c["control"]}}}
QPushButton[kind="tile"]:focus{{border:2px solid {c["focus"]}}}
QToolButton[kind="chip-x"]{{background:transparent;border:1px solid transparent;
 border-radius:{px.half(22, 1)};min-width:{px(22)};max-width:{px(22)};min-height:{px(22)};
 max-height:{px(22)}}}
QToolButton[kind="chip-x"]:hover{{background:{c["select"]}}}
QToolButton[kind="chip-x"]:focus{{border:2px solid {c["focus"]};min-width:{px(20)};
 max-width:{px(20)};min-height:{px(20)};max-height:{px(20)}}}
*[kind="chip"]{{background:{c["accent_soft"]};border:1px solid {c["accent"]};
 border-radius:{px.half(24, 1)};min-height:{px(24)};max-height:{px(24)}}}
QPushButton[kind="row"]{{background:transparent;border:2px solid transparent;
 border-radius:{px(8)};text-align:left}}
QPushButton[kind="row"]:hover{{background:{c["hover"]}}}
QPushButton[kind="row"]:focus{{border-color:{c["focus"]}}}
"""


def _fields(c: Colours, px: Px) -> str:
    one = "QLineEdit,QComboBox,QDateEdit,QSpinBox"
    many = "QPlainTextEdit,QTextEdit,QTextBrowser"

    def each(names: str, suffix: str) -> str:
        return ",".join(name + suffix for name in names.split(","))

    return f"""
{one}{{background:{c["surface"]};color:{c["text"]};border:1px solid {c["control"]};
 border-radius:{px(6)};padding:0 {px(12)};min-height:{px(30)};
 selection-background-color:{c["select"]};selection-color:{c["text"]}}}
{each(one, ":focus")}{{border:2px solid {c["focus"]};padding:0 {px(11)};min-height:{px(28)}}}
{each(one, ":disabled")}{{color:{c["disabled"]};border-color:{c["line"]};background:{c["bg"]}}}
{each(one, '[error="true"]')}{{border:1px solid {c["bad"]}}}
{each(one, '[error="true"]:focus')}{{border:2px solid {c["bad"]}}}
QLineEdit[kind="code"]{{min-height:{px(54)};padding:0 {px(12)}}}
QLineEdit[kind="code"]:focus{{min-height:{px(52)};padding:0 {px(11)}}}
QLineEdit[kind="search"]{{padding-left:{px(30)}}}
QLineEdit[kind="search"]:focus{{padding-left:{px(29)}}}
QLineEdit[kind="inline"]{{min-height:{px(24)};padding:0 {px(6)}}}
QLineEdit[kind="inline"]:focus{{min-height:{px(22)};padding:0 {px(5)}}}
{many}{{background:{c["surface"]};color:{c["text"]};border:1px solid {c["control"]};
 border-radius:{px(6)};padding:{px(6)};selection-background-color:{c["select"]};
 selection-color:{c["text"]}}}
{each(many, ":focus")}{{border:2px solid {c["focus"]};padding:{px(5)}}}
QTextBrowser[kind="page"]{{border:0;background:transparent}}
"""


def _choosers(c: Colours, px: Px, *, dark: bool) -> str:
    down, up = _picture("down", dark=dark), _picture("up", dark=dark)
    tick, dash = _picture("tick", dark=dark), _picture("dash", dark=dark)
    boxes, rounds = "QCheckBox::indicator", "QRadioButton::indicator"
    views = "QListView::indicator", "QTreeView::indicator", "QMenu::indicator:non-exclusive"
    ticks = ",".join((boxes, *views))

    def state(suffix: str) -> str:
        return ",".join(name + suffix for name in (boxes, *views))

    return f"""
QComboBox{{padding-right:{px(28)}}}
QComboBox:focus{{padding-right:{px(27)}}}
QComboBox::drop-down,QDateEdit::drop-down{{border:0;width:{px(28)}}}
QComboBox::down-arrow,QDateEdit::down-arrow{{image:{down};width:{px(16)};height:{px(16)}}}
QComboBox QAbstractItemView{{background:{c["raised"]};border:1px solid {c["control"]};
 padding:{px(4)};outline:0;selection-background-color:{c["select"]};selection-color:{c["text"]}}}
QComboBox QAbstractItemView::item{{min-height:{px(28)};padding:0 {px(8)}}}
QSpinBox::up-button,QSpinBox::down-button{{border:0;width:{px(22)}}}
QSpinBox::up-arrow{{image:{up};width:{px(12)};height:{px(12)}}}
QSpinBox::down-arrow{{image:{down};width:{px(12)};height:{px(12)}}}
QCheckBox,QRadioButton{{spacing:{px(8)};color:{c["text"]};border:2px solid transparent;
 border-radius:{px(6)};padding:{px(1)} {px(4)} {px(1)} 0;min-height:{px(20)}}}
QCheckBox:focus,QRadioButton:focus{{border-color:{c["focus"]}}}
QCheckBox:disabled,QRadioButton:disabled{{color:{c["disabled"]}}}
{ticks}{{width:{px(14)};height:{px(14)};border:1px solid {c["control"]};
 border-radius:{px(4)};background:{c["surface"]}}}
{state(":checked")}{{background:{c["accent"]};border-color:{c["accent"]};image:{tick}}}
{state(":indeterminate")}{{background:{c["accent"]};border-color:{c["accent"]};image:{dash}}}
{state(":disabled")}{{border-color:{c["disabled"]};background:{c["bg"]}}}
{rounds}{{width:{px(14)};height:{px(14)};border:1px solid {c["control"]};
 border-radius:{px.half(14, 1)};background:{c["surface"]}}}
{rounds}:checked{{width:{px.rest(14, 5)};height:{px.rest(14, 5)};border:{px(5)} solid {c["accent"]};
 background:{c["on_accent"]}}}
{rounds}:disabled{{border-color:{c["disabled"]}}}
"""


def _views(c: Colours, px: Px) -> str:
    return f"""
QTableView,QListView,QTreeView{{background:{c["surface"]};alternate-background-color:{c["zebra"]};
 border:0;outline:0;gridline-color:{c["line"]};selection-background-color:{c["select"]};
 selection-color:{c["text"]}}}
QListView[kind="framed"],QTableView[kind="framed"]{{border:1px solid {c["control"]};
 border-radius:{px(8)};padding:{px(3)}}}
QListView[kind="framed"]:focus,QTableView[kind="framed"]:focus{{border:2px solid {c["focus"]};
 padding:{px(2)}}}
QListView[kind="floating"]{{background:{c["raised"]};border:1px solid {c["control"]};
 border-radius:{px(8)};padding:{px(3)}}}
QListView[kind="side"]{{background:transparent}}
QHeaderView{{background:{c["surface"]};border:0}}
QHeaderView::section{{background:{c["surface"]};color:{c["text2"]};border:0;
 border-bottom:1px solid {c["control"]};padding:0 {px(10)};min-height:{px(33)};font-weight:600}}
QHeaderView::section:hover{{background:{c["hover"]}}}
QHeaderView::up-arrow,QHeaderView::down-arrow{{width:0;height:0}}
QTableCornerButton::section{{background:{c["surface"]};border:0}}
QScrollBar{{background:transparent;border:0;margin:0}}
QScrollBar:vertical{{width:{px(12)}}}
QScrollBar:horizontal{{height:{px(12)}}}
QScrollBar::handle{{background:{c["scroll"]};border-radius:{px.half(6)};margin:{px(3)}}}
QScrollBar::handle:hover{{background:{c["control"]}}}
QScrollBar::handle:vertical{{min-height:{px(32)}}}
QScrollBar::handle:horizontal{{min-width:{px(32)}}}
QScrollBar::add-line,QScrollBar::sub-line{{width:0;height:0}}
QScrollBar::add-page,QScrollBar::sub-page{{background:transparent}}
QAbstractScrollArea::corner{{background:transparent;border:0}}
QScrollArea{{background:transparent;border:0}}
QScrollArea[kind="focusable"]:focus{{border:2px solid {c["focus"]}}}
"""


def _bars(c: Colours, px: Px) -> str:
    return f"""
QProgressBar{{background:{c["line"]};border:0;border-radius:{px.half(6)};
 min-height:{px(6)};max-height:{px(6)}}}
QProgressBar::chunk{{background:{c["accent"]};border-radius:{px.half(6)}}}
QProgressBar[ink="warn"]::chunk{{background:{c["warn"]}}}
QSplitter::handle{{background:{c["line"]}}}
QSplitter::handle:hover{{background:{c["control"]}}}
QSplitter::handle:horizontal{{width:1px}}
"""


def _windows(c: Colours, px: Px) -> str:
    return f"""
QToolTip{{background:{c["raised"]};color:{c["text"]};border:1px solid {c["control"]};
 padding:{px(5)} {px(8)}}}
QMenu{{background:{c["raised"]};color:{c["text"]};border:1px solid {c["control"]};
 padding:{px(4)}}}
QMenu::item{{padding:{px(6)} {px(24)} {px(6)} {px(10)};border-radius:{px(4)}}}
QMenu::item:selected{{background:{c["select"]}}}
QMenu::item:disabled{{color:{c["disabled"]}}}
QMenu::separator{{height:1px;background:{c["line"]};margin:{px(4)} {px(6)}}}
QMenu::icon{{padding-left:{px(8)}}}
"""
