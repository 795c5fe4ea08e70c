"""Which parts of a text a search found, so that they can be marked."""

import re
import unicodedata
from functools import lru_cache

_PARTS = re.compile(r'"([^"]*)"|(\S+)')


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0].casefold()
    return base if len(base) == 1 else char


def _folded(text: str) -> str:
    """`text` without accents and case, one character for one, so that places stay true."""
    return "".join(map(_plain, text))


class Hits:
    """The words and phrases searched for, as the search reads them."""

    def __init__(self, search: str = "") -> None:
        parts = (_folded((phrase or word).strip('" ')) for phrase, word in _PARTS.findall(search))
        self._parts = tuple(dict.fromkeys(part for part in parts if part))

    def __bool__(self) -> bool:
        return bool(self._parts)

    def places(self, text: str) -> list[tuple[int, int]]:
        """(start, length) of what is found in `text`: words from where a word begins."""
        folded = _folded(text)
        found = []
        for part in self._parts:
            anywhere = len(part) < 2 or not part[0].isalnum() or ord(part[0]) > 0x0E00
            start = folded.find(part)
            while start >= 0:
                if anywhere or start == 0 or not folded[start - 1].isalnum():
                    found.append((start, len(part)))
                start = folded.find(part, start + len(part))
        return found
