import tracemalloc
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from orderdock.http.met import Met, Versions

numbers = st.integers(-(2**63), 2**63 - 1)
few = st.one_of(numbers, st.integers(-600, 600))


@given(st.lists(few), st.lists(few), st.data())
def test_it_knows_what_was_added_and_how_often(
    first: list[int], more: list[int], data: st.DataObject
) -> None:
    met, plain = Met(first), Counter(first)
    for number in more:
        met.add(number)
        plain[number] += 1
    gone = data.draw(st.lists(st.sampled_from(first + more), unique=True)) if first + more else []
    for number in gone:
        met.remove(number)
        plain[number] -= 1
    assert len(met) == plain.total()
    for number in [*first, *more, 7]:
        assert (number in met) is (plain[number] > 0)
    for number in more:
        assert met.add_new(number) is (plain[number] == 0)
        plain[number] = plain[number] or 1
    assert len(met) == plain.total()


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 2))))
def test_the_version_met_last_is_the_one_that_counts(rows: list[tuple[str, int]]) -> None:
    versions, plain = Versions(), dict[str, int]()
    for key, version in rows:
        assert versions.put(key, version) is (plain.get(key) != version)
        plain[key] = version
    assert len(versions) == len(plain)


def test_a_row_costs_few_bytes() -> None:
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        met, versions = Met(), Versions()
        for number in range(20_000):
            met.add_new(hash(f"order {number}"))
            versions.put(f"order {number}", number)
        spent = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert len(met) == len(versions) == 20_000
    assert spent / 20_000 < 40
