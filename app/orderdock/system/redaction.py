"""What may be shown of texts that come from elsewhere: nothing that could be a secret."""

import re

HIDDEN = "•••"
_LONGEST = 200
_READ_AT_MOST = 4000
# Whatever might be a key: tokens in their usual forms, and long runs mixing letters and digits.
_LOOKS_SECRET = re.compile(
    r"eyJ[\w-]+\.[\w-]*\.?[\w-]*"
    r"|(?i:\bbearer\s+)\S+"
    r"|(?i:\b\w*(?:token|secret|password|otp|api_?key)\w*\s*[=:]\s*)(?=\S*\d)\S+"
    r"|\b(?=[\w+/=.-]*\d)(?=[\w+/=.-]*[A-Za-z])[\w+/=.-]{32,}"
)
_QUERY = re.compile(r"(\bhttps?://)(?:[^\s/@]*@)?([^\s?#'\"<>]+)(?:[?#][^\s'\"<>]*)?")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")


def harmless(text: str) -> str:
    """A foreign text fit for a screen or a log: one short line, no keys, no query strings."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[:_READ_AT_MOST]).split())
    line = _LOOKS_SECRET.sub(_mask, without_query(line))
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def without_query(text: str) -> str:
    """`text` with the query, fragment and user part of each web address in it removed."""
    return _QUERY.sub(r"\1\2", text)


def _mask(found: re.Match[str]) -> str:
    return found.group() if _UUID.match(found.group()) else HIDDEN
