import pytest

from orderdock.http.pacing import Pace, Tempo

STOCK = Pace(per_second=1, rate_header="x-s2s-ratelimit", at_most=3)


def test_requests_keep_their_distance() -> None:
    tempo = Tempo(Pace(per_second=2))
    assert tempo.wait(100) == 0
    tempo = tempo.started(100)
    assert tempo.wait(100.1) == pytest.approx(0.4)
    assert tempo.wait(101) == 0
    assert tempo.wait(100.1, factor=0.5) == pytest.approx(0.15)


def test_a_wish_for_quiet_is_neither_shortened_by_us_nor_by_an_earlier_wish() -> None:
    tempo = Tempo(Pace(per_second=1)).resting(130).resting(110)
    assert tempo.wait(100, factor=0.01) == 30


@pytest.mark.parametrize(
    ("stated", "interval"),
    [("2", 0.5), ("10", 1 / 3), ("0.5", 2), ("0", 1), ("-1", 1), ("x", 1), ("nan", 1), ("", 1)],
)
def test_a_stated_rate_is_heeded_within_reason(stated: str, interval: float) -> None:
    assert Tempo(STOCK).heard({"x-s2s-ratelimit": stated}).interval == pytest.approx(interval)


def test_a_header_nobody_announced_is_not_looked_at() -> None:
    assert Tempo(Pace(per_second=1)).heard({"x-s2s-ratelimit": "3"}).interval == 1


def test_refusals_widen_the_gap_up_to_a_bound_where_the_pace_says_so() -> None:
    tempo = Tempo(Pace(per_second=1, slowest=3)).refused()
    assert tempo.interval == 2
    assert tempo.refused().refused().interval == 3
    assert Tempo(Pace(per_second=1)).refused().interval == 1
