"""Progress is thinned out, but no stage and no last count is lost."""

from orderdock.domain.connections import ConnectionId
from orderdock.domain.events import SyncProgressed
from orderdock.sync.throttle import Throttle


def at(done: int, stage: str = "reading", link_id: str = "1") -> SyncProgressed:
    return SyncProgressed(ConnectionId("x-1"), stage, done=done, link_id=link_id)


def test_counts_come_at_most_ten_times_a_second() -> None:
    now = 0.0
    seen: list[SyncProgressed] = []
    throttle = Throttle(seen.append, lambda: now)
    for step in range(1000):
        now = step / 1000
        throttle(at(step))
    throttle.flush()
    assert 10 <= len(seen) <= 12
    assert seen[-1].done == 999


def test_a_new_stage_is_told_at_once() -> None:
    seen: list[SyncProgressed] = []
    throttle = Throttle(seen.append, lambda: 0.0)
    throttle(at(0, "queued"))
    throttle(at(0, "scanning"))
    throttle(at(5, "scanning"))
    throttle(at(9, "processing"))
    assert [(e.stage, e.done) for e in seen] == [("queued", 0), ("scanning", 0), ("processing", 9)]
    throttle.flush()
    assert len(seen) == 3, "a count of a stage that is over is not told any more"


def test_each_link_is_told_of() -> None:
    seen: list[SyncProgressed] = []
    throttle = Throttle(seen.append, lambda: 0.0)
    for link in ("1", "2"):
        throttle(at(1, link_id=link))
        throttle(at(2, link_id=link))
    throttle.flush()
    assert [(e.link_id, e.done) for e in seen] == [("1", 1), ("2", 1), ("1", 2), ("2", 2)]
