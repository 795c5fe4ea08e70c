"""Two requests at once, for servers that answer one at a time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def refused_side_by_side(ask: Callable[[], int], good: int) -> None:
    """One of two requests at once is answered `good`, the other 429.

    On a busy machine the second may come after the first is over; then they are sent again.
    """
    met: list[int] = []
    with ThreadPoolExecutor(2) as both:
        while met != [good, 429]:
            met = sorted(one.result() for one in [both.submit(ask) for _ in range(2)])
            assert met in ([good, good], [good, 429])
