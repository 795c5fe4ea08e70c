"""The roles of colour and type, as the rest of the window names them."""

from typing import Literal

from PySide6.QtGui import QColor

from orderdock_ui import own_files

Scheme = Literal["light", "dark"]
TypeRole = Literal["caption", "body", "card", "dialog", "step", "page", "welcome", "code"]


def colours(scheme: Scheme, *, high_contrast: bool = False) -> dict[str, QColor]:
    """Every colour role of `scheme`.

    With high contrast, hairlines become as strong as second text and zebra stripes go.
    """
    found = {role: QColor(value) for role, value in own_files.tokens()[scheme].items()}
    if high_contrast:
        found["line"] = found["control"] = found["text2"]
        found["zebra"] = found["surface"]
    return found


def type_ratio(role: str) -> float:
    """The size of a type role as a ratio of the system font."""
    ratio: float = own_files.tokens()["type"][role]
    return ratio
