"""Half a character in JSON: an escape of a pair without its other half.

A program that cuts a text in the middle of an emoji writes such, and decoders refuse all of it.
"""

import re
from collections.abc import Callable
from typing import TypeVar

import msgspec

T = TypeVar("T")
_REPLACEMENT = rb"\ufffd"
_ESCAPES = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # both halves
    rb"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"  # one
    rb"|\\.",  # any other, a backslash itself among them
    re.DOTALL,
)


def whole_characters(body: bytes) -> bytes:
    """The same JSON with U+FFFD in place of each half."""
    return _ESCAPES.sub(lambda found: _REPLACEMENT if found[1] else found[0], body)


def decoded(decode: Callable[[bytes], T], body: bytes) -> T:
    """What `decode` makes of the body; where it refuses, of its whole characters."""
    try:
        return decode(body)
    except msgspec.MsgspecError:
        mended = whole_characters(body)
        if mended == body:
            raise
        return decode(mended)
