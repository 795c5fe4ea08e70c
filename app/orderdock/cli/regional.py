"""How the person's spreadsheet wants a CSV file: which mark between cells, which in numbers."""

import locale
import os
from collections.abc import Mapping

COMMA_LANGUAGES = frozenset(
    {
        "af", "az", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fr",
        "gl", "hr", "hu", "hy", "id", "is", "it", "ka", "kk", "lt", "lv", "mk", "nb", "nl", "nn",
        "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk", "vi",
    }
)  # fmt: skip
"""Languages that write 1,50; for a locale that is named but not installed."""
POINT_REGIONS = frozenset({"de_CH", "de_LI", "es_MX", "es_US", "es_PR", "es_GT", "es_DO", "es_PA"})


def marks(environ: Mapping[str, str] = os.environ) -> tuple[str, str]:
    """(delimiter, decimal mark) of the locale: a decimal comma leaves `;` for the cells."""
    decimal = _decimal_mark(environ)
    return (";" if decimal == "," else ","), decimal


def _decimal_mark(environ: Mapping[str, str]) -> str:
    before = locale.setlocale(locale.LC_NUMERIC)
    try:
        locale.setlocale(locale.LC_NUMERIC, "")
        return "," if str(locale.localeconv()["decimal_point"]) == "," else "."
    except locale.Error:
        return _named_mark(environ)
    finally:
        locale.setlocale(locale.LC_NUMERIC, before)


def _named_mark(environ: Mapping[str, str]) -> str:
    names = (environ.get(name) for name in ("LC_ALL", "LC_NUMERIC", "LANG"))
    named = next((name for name in names if name), "C").partition(".")[0].partition("@")[0]
    if named in POINT_REGIONS:
        return "."
    return "," if named.partition("_")[0] in COMMA_LANGUAGES else "."
