"""Halves of characters are replaced, one by one; everything else stays as it was written."""

import json
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdock.connector.half_characters import decoded, whole_characters

TEXTS = st.text(st.sampled_from('\ud83d\ude00\udbff\\/u"d8a0\n\u00e9'), max_size=12)


@given(TEXTS)
def test_what_comes_of_it_reads_as_the_text_with_each_half_replaced(text: str) -> None:
    as_others_read = json.loads(json.dumps(text))  # which joins two halves that met
    wanted = re.sub("[\ud800-\udfff]", "\ufffd", as_others_read)
    assert decoded(msgspec.json.decode, json.dumps(text).encode()) == wanted


@given(st.text().map(json.dumps))
def test_whole_characters_stay_as_they_are_written(written: str) -> None:
    assert whole_characters(written.encode()) == written.encode()


def test_what_is_refused_for_another_reason_stays_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        decoded(msgspec.json.decode, rb'"\ud800" 1')
