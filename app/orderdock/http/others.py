"""Other programs on this computer that ask the same provider for the same connection."""

import math
from dataclasses import replace
from struct import Struct

from orderdock.http import patience
from orderdock.http.pacing import Tempo
from orderdock.system.clock import Clock
from orderdock.system.latches import Latch, Latches, until_free

_KNOWN = Struct("<5d")
"""When it was written, then `last_start`, `quiet_until`, `stated` and `learnt` of a Tempo; seconds
of the monotonic clock, which all programs of a computer share until it is started anew.
"""
_LATELY = 60.0
"""What was learnt of a provider so many seconds ago may be otherwise by now."""


class Others:
    """Who of them is next, how many of them are at it, and what they know of the pace.

    Two latches in a row make it fair: who has just been through stands behind whoever waits.
    """

    def __init__(self, latches: Latches, name: str, at_once: int) -> None:
        self._turn = latches.named(f"{name}-turn")
        self._places = [latches.named(f"{name}-{number}") for number in range(at_once)]

    async def step_up(self, clock: Clock) -> Latch:
        """Be next: wait for the turn, which is kept, and for a place, which is given.

        Raises AlreadySyncing when another program hangs.
        """
        await until_free(self._turn.take, clock)
        try:
            return await until_free(self._free_place, clock)
        except BaseException:
            self._turn.release()
            raise

    def go(self) -> None:
        """Let the next one step up; the place is kept."""
        self._turn.release()

    def step_back(self, place: Latch) -> None:
        """Leave the place, and the turn too."""
        place.release()
        self._turn.release()

    def heard(self, tempo: Tempo, now: float) -> Tempo:
        """`tempo` with what others know, for one whose turn it is."""
        known = self._turn.read()
        if len(known) != _KNOWN.size:
            return tempo
        written, last, quiet, stated, learnt = _KNOWN.unpack(known)
        if not written <= now:  # before the computer was started anew
            return tempo
        theirs = Tempo(tempo.pace, _number(last), _number(quiet))
        if now - written < _LATELY:
            theirs = replace(theirs, stated=_number(stated), learnt=learnt)
        return tempo.beside(theirs)

    def tell(self, tempo: Tempo, now: float) -> None:
        """Others may know what we know.

        Not so a wait that is longer than we would wait ourselves: who starts the program anew may
        ask whether it still holds.
        """
        quiet = tempo.quiet_until
        if quiet is not None and quiet - now > patience.LONGEST_ASKED:
            quiet = None
        facts = (tempo.last_start, quiet, tempo.stated)
        numbers = (math.nan if fact is None else fact for fact in facts)
        self._turn.write(_KNOWN.pack(now, *numbers, tempo.learnt))

    def _free_place(self) -> Latch | None:
        return next((place for place in self._places if place.take()), None)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
