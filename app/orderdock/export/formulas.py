"""Text that a spreadsheet would run as a formula, and how it is made harmless."""

import re

_start = re.compile(r"[\s\u200b\ufeff\0]*").match
_SIGNS = frozenset("=+-@＝＋－＠")
_CONTROLS = frozenset("\t\r\n\0")


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet may run the text.

    After leading white space, U+200B or U+FEFF it begins with one of = + - @ or their full-width
    forms, or there is a tab, CR, LF or NUL in that beginning.
    """
    found = _start(text)
    end = found.end() if found else 0
    return text[end : end + 1] in _SIGNS or not _CONTROLS.isdisjoint(text[:end])


def neutralised(text: str) -> str:
    """The text with a leading `'` where a spreadsheet may run it; else unchanged."""
    return f"'{text}" if is_formula_like(text) else text
