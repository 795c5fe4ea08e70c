"""How cells of an Excel file look: fixed styles, and one for each currency and its decimals."""

import re
from xml.sax.saxutils import quoteattr

HEAD, HEAD_OF_NUMBERS, TEXT, NUMBER, CLOCK, WHOLE, LABEL = range(1, 8)
"""Places in the list of styles, after the usual one: what the names say."""
_FIRST_OWN = 200
"""Number formats below are Excel's own."""
_AS_TEXT = 49
"""Excel's "@": what is typed over the text stays text."""
_MOST_DECIMALS = 15
_code = re.compile(r"[A-Z]{3}").fullmatch
_WITHOUT_CENTS = frozenset(
    {
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
        "VUV", "XAF", "XOF", "XPF",
    }
)  # fmt: skip
_THOUSANDTHS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])


class Styles:
    """The styles of one workbook, in the order in which they are first asked for."""

    def __init__(self) -> None:
        self._formats = {"yyyy\\-mm\\-dd\\ hh:mm:ss": _FIRST_OWN, "0": 1}
        self._own: list[str] = []
        self._amounts: dict[tuple[str | None, int], int] = {}
        self._days: dict[str, int] = {}

    def amount(self, currency: str | None, decimals: int) -> int:
        """Money with its code in front, as many decimals as the value and the currency have."""
        key = (currency, decimals)
        style = self._amounts.get(key)
        if style is None:
            style = self._amounts[key] = self._add(_money(currency, decimals))
        return style

    def day(self, form: str) -> int:
        """Days in a form such as DD/MM/YYYY."""
        if form not in self._days:
            marked = re.sub(r"[^YMD]", lambda found: f"\\{found[0]}", form)
            self._days[form] = self._add(marked.lower(), left=True)
        return self._days[form]

    def _add(self, code: str, *, left: bool = False) -> int:
        number = self._formats.setdefault(code, _FIRST_OWN + len(self._formats))
        self._own.append(_xf(number, align="left" if left else ""))
        return LABEL + len(self._own)

    def xml(self) -> str:
        """The part xl/styles.xml."""
        formats = "".join(
            f"<numFmt numFmtId='{number}' formatCode={quoteattr(code)}/>"
            for code, number in self._formats.items()
            if number >= _FIRST_OWN
        )
        count = sum(number >= _FIRST_OWN for number in self._formats.values())
        fixed = [
            _xf(0),
            _xf(0, font=1, fill=2),
            _xf(0, font=1, fill=2, align="right"),
            _xf(_AS_TEXT),
            _xf(0),
            _xf(_FIRST_OWN, align="left"),
            _xf(1),
            _xf(_AS_TEXT, font=1),
        ]
        cells = "".join([*fixed, *self._own])
        return (
            "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
            "<styleSheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
            f"<numFmts count='{count}'>{formats}</numFmts>"
            "<fonts count='2'><font><sz val='11'/><name val='Calibri'/><family val='2'/></font>"
            "<font><b/><sz val='11'/><name val='Calibri'/><family val='2'/></font></fonts>"
            "<fills count='3'><fill><patternFill patternType='none'/></fill>"
            "<fill><patternFill patternType='gray125'/></fill>"
            "<fill><patternFill patternType='solid'><fgColor rgb='FFE8ECEF'/>"
            "<bgColor indexed='64'/></patternFill></fill></fills>"
            "<borders count='1'><border><left/><right/><top/><bottom/><diagonal/></border>"
            "</borders>"
            "<cellStyleXfs count='1'><xf numFmtId='0' fontId='0' fillId='0' borderId='0'/>"
            "</cellStyleXfs>"
            f"<cellXfs count='{len(fixed) + len(self._own)}'>{cells}</cellXfs>"
            "<cellStyles count='1'><cellStyle name='Normal' xfId='0' builtinId='0'/></cellStyles>"
            "</styleSheet>"
        )


def _xf(number: int, font: int = 0, fill: int = 0, align: str = "") -> str:
    inside = f"<alignment horizontal='{align}'/>" if align else ""
    return (
        f"<xf numFmtId='{number}' fontId='{font}' fillId='{fill}' borderId='0' xfId='0'"
        f" applyNumberFormat='{int(number > 0)}' applyFont='{int(font > 0)}'"
        f" applyFill='{int(fill > 0)}' applyAlignment='{int(bool(align))}'>{inside}</xf>"
    )


def _money(currency: str | None, decimals: int) -> str:
    known = currency if currency is not None and _code(currency) else ""
    usual = 0 if known in _WITHOUT_CENTS else 3 if known in _THOUSANDTHS else 2
    places = min(max(usual, decimals), _MOST_DECIMALS)
    figures = "#,##0" + (f".{'0' * places}" if places else "")
    return f"[${known}]\\ {figures}" if known else figures
