"""How fast a provider may be asked, and how long to wait now: pure arithmetic on seconds."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Pace:
    """What a provider's sheet allows one connection."""

    per_second: float = 1.0
    """Requests started per second."""
    in_flight: int = 1
    """Requests that may be under way at once."""
    rate_header: str = ""
    """A header (lower case) that states the provider's limit per second; empty for none."""
    at_most: float | None = None
    """Never faster than this, whatever the header says; None: never faster than `per_second`."""
    rest: float | None = None
    """Seconds to wait after a 429 that names no time; None means the ordinary back-off."""
    slowest: float | None = None
    """Each 429 doubles the seconds between two requests, up to so many; None: they stay."""

    @property
    def interval(self) -> float:
        """Seconds between the starts of two requests."""
        return 1.0 / self.per_second


@dataclass(frozen=True, slots=True)
class Tempo:
    """Where a connection stands; times are seconds of the monotonic clock."""

    pace: Pace
    last_start: float | None = None
    """When the last request started."""
    quiet_until: float | None = None
    """Until when the provider wants to hear nothing."""
    stated: float | None = None
    """Requests per second as the provider's header last said."""
    learnt: float = 0.0
    """Seconds between two starts that refusals have taught us to keep at least."""

    @property
    def interval(self) -> float:
        """Seconds between two starts, the provider's own word included."""
        return max(self._allowed, self.learnt)

    @property
    def _last(self) -> float:
        return -math.inf if self.last_start is None else self.last_start

    @property
    def _allowed(self) -> float:
        if self.stated is None:
            return self.pace.interval
        fastest = self.pace.at_most if self.pace.at_most is not None else self.pace.per_second
        return 1.0 / min(self.stated, fastest)

    def wait(self, now: float, factor: float = 1.0) -> float:
        """Seconds to wait at `now` before the next request may start.

        `factor` shortens our own interval, never the quiet that the provider asked for.
        """
        ready = now
        if self.last_start is not None:
            ready = max(ready, self.last_start + self.interval * factor)
        if self.quiet_until is not None:
            ready = max(ready, self.quiet_until)
        return ready - now

    def started(self, now: float) -> "Tempo":
        """After a request started at `now`."""
        return replace(self, last_start=now)

    def resting(self, until: float) -> "Tempo":
        """After the provider asked for quiet; a later moment is never shortened by an earlier."""
        latest = until if self.quiet_until is None else max(until, self.quiet_until)
        return replace(self, quiet_until=latest)

    def beside(self, other: "Tempo") -> "Tempo":
        """With what another program knows of the same connection."""
        tempo = replace(self, learnt=max(self.learnt, other.learnt))
        if other.quiet_until is not None:
            tempo = tempo.resting(other.quiet_until)
        if other.last_start is None or other.last_start <= self._last:
            return tempo
        stated = self.stated if other.stated is None else other.stated
        return replace(tempo, last_start=other.last_start, stated=stated)

    def refused(self) -> "Tempo":
        """After the provider found us too fast: slower from now on, where its pace allows that."""
        if self.pace.slowest is None:
            return self
        return replace(self, learnt=min(2 * self.interval, self.pace.slowest))

    def heard(self, headers: Mapping[str, str]) -> "Tempo":
        """After an answer with `headers` (lower-case names): heed the stated rate if it is one."""
        if not self.pace.rate_header:
            return self
        try:
            rate = float(headers.get(self.pace.rate_header, ""))
        except ValueError:
            return self
        return replace(self, stated=rate) if 0.001 <= rate <= 1000 else self
