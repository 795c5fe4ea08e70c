"""A connection's way to its provider: paced, repeated where safe, troubles in plain words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from orderdock.domain.errors import OrderdockError, RateLimited, Rejected, SignInNeeded
from orderdock.http import outcome, patience
from orderdock.http.addresses import clean_base_url, is_loopback, same_host
from orderdock.http.calls import Authorizer, Call, Repeat, Reply
from orderdock.http.gate import Gate
from orderdock.http.pacing import Pace
from orderdock.http.wire import Wire, secrets_in
from orderdock.system.clock import Clock

Explain = Callable[[Reply], OrderdockError | None]
Waiting = Callable[[float, str], None]

_WORTH_SAYING = 1.0
"""Waits of at least so many seconds are told to `waiting`."""
_A_LITTLE_SLOWER = 1.02
"""Requests are counted where they arrive, and some travel faster than the one before."""


@dataclass(frozen=True, slots=True)
class _Trouble:
    """What went wrong with one try."""

    error: OrderdockError
    asked: float | None = None
    """Seconds that the provider asked us to wait, if it did."""
    spent: float = 0.0
    """Seconds on the wire without an answer."""


class ApiClient:
    """Sends calls to one base URL for one connection; belongs to one event loop, closed at the end.

    `base_url` must be https, or http for loopback (WrongUsage otherwise). `explain` sees answers
    that are not 2xx before the general rules do. `pace_factor` shortens our own waits, for loopback
    hosts only; waits that a provider asks for are kept as asked. A `gate` that others of the same
    connection go through too stands for a pace of our own.
    """

    def __init__(
        self,
        base_url: str,
        *,
        provider: str,
        pace: Pace,
        clock: Clock,
        user_agent: str,
        authorizer: Authorizer | None = None,
        explain: Explain | None = None,
        waiting: Waiting | None = None,
        pace_factor: float = 1.0,
        total_seconds: float = 60.0,
        connect_seconds: float = 10.0,
        largest_body: int = 64_000_000,
        gate: Gate | None = None,
    ) -> None:
        self.authorizer: Authorizer | None = authorizer
        """Signs calls that are `authorized`; set once the sign-in knows how."""
        self.waiting: Waiting | None = waiting
        """Told (seconds, sentence) when a longer wait begins."""
        self.explain: Explain | None = explain
        self.base_url = clean_base_url(base_url)
        """Without a trailing slash."""
        self._provider = provider
        self._clock = clock
        self._user_agent = user_agent
        self._asked_factor = pace_factor
        self._factor = pace_factor if is_loopback(self.base_url) else 1.0
        self._limits = (connect_seconds, total_seconds, largest_body)
        self._wire = Wire(
            self.base_url,
            provider=provider,
            user_agent=user_agent,
            connect_seconds=connect_seconds,
            total_seconds=total_seconds,
            largest_body=largest_body,
        )
        self._patience = patience.Patience()
        self._gate = gate or Gate(pace)
        self._elsewhere: dict[str, ApiClient] = {}

    async def send(self, call: Call, *, examine: Explain | None = None) -> Reply:
        """Send `call`; return a 2xx answer of the promised kind, raise a domain error for all else.

        `examine` looks at a 2xx answer and may call it an error: SignInNeeded renews access and
        repeats once; a retryable one is repeated where the call allows.
        """
        tried, waited, in_vain, renewed = 0, 0.0, 0.0, False
        while True:
            signed = await self._signed(call)
            answer = await self._attempt(signed, examine)
            if isinstance(answer, Reply):
                return answer
            if isinstance(answer.error, SignInNeeded):
                if renewed or not await self._renewed(signed):
                    raise answer.error
                renewed = True
                continue
            tried += 1
            in_vain += answer.spent
            if in_vain >= patience.LONGEST_IN_VAIN:
                raise answer.error
            seconds = self._wait_before_again(call, answer, tried, waited)
            waited += seconds
            await self._clock.sleep(seconds)

    def elsewhere(self, base_url: str) -> "ApiClient":
        """A client for another host (a token URL, say), closed together with this one.

        At our own host it goes through the same gate. It never carries this connection's access,
        and the general rules explain its errors.
        """
        cleaned = clean_base_url(base_url)
        if cleaned not in self._elsewhere:
            connect, total, largest = self._limits
            self._elsewhere[cleaned] = ApiClient(
                cleaned,
                provider=self._provider,
                pace=self._gate.tempo.pace,
                clock=self._clock,
                user_agent=self._user_agent,
                waiting=self._tell,
                pace_factor=self._asked_factor,
                total_seconds=total,
                connect_seconds=connect,
                largest_body=largest,
                gate=self._gate if same_host(cleaned, self.base_url) else None,
            )
        return self._elsewhere[cleaned]

    async def pause(self, seconds: float) -> None:
        """Sleep as a wait of our own: the pace factor shortens it for loopback hosts."""
        await self._clock.sleep(seconds * self._factor)

    async def aclose(self) -> None:
        """Close the connections; a later call opens them anew."""
        for other in self._elsewhere.values():
            await other.aclose()
        await self._wire.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def _signed(self, call: Call) -> Call:
        if call.authorized and self.authorizer is not None:
            return await self.authorizer.sign(call)
        return call

    async def _renewed(self, refused: Call) -> bool:
        if not refused.authorized or self.authorizer is None:
            return False
        return await self.authorizer.renew(refused)

    async def _attempt(self, signed: Call, examine: Explain | None) -> Reply | _Trouble:
        slowly = self._factor * _A_LITTLE_SLOWER
        await self._wire.open()  # before the turn: it takes a moment, and turns are counted
        try:
            async with self._gate.passage(self._clock, slowly, self._before_waiting):
                return await self._exchanged(signed, examine)
        except RateLimited as limited:
            return _Trouble(limited, limited.retry_after)

    async def _exchanged(self, signed: Call, examine: Explain | None) -> Reply | _Trouble:
        began = self._clock.monotonic()
        try:
            reply = await self._wire.exchange(signed, self._left)
        except OrderdockError as trouble:
            return _Trouble(trouble, spent=self._clock.monotonic() - began)
        self._gate.answered(self._clock.monotonic(), self._factor)
        return self._understood(reply, signed, examine)

    def _understood(self, reply: Reply, signed: Call, examine: Explain | None) -> Reply | _Trouble:
        self._gate.tempo = self._gate.tempo.heard(reply.headers)
        error = self._judge(reply, signed, examine)
        if error is None:
            return reply
        hide(error, secrets_in(signed))
        if isinstance(error, RateLimited):
            self._gate.tempo = self._gate.tempo.refused()
        elif not error.retryable:
            return _Trouble(error)
        asked = patience.asked_wait(reply.headers, outcome.error_body(reply), self._clock.now())
        if asked is None and isinstance(error, RateLimited):
            asked = error.retry_after
        if asked is not None:
            self._gate.tempo = self._gate.tempo.resting(self._clock.monotonic() + asked)
        return _Trouble(error, asked)

    def _before_waiting(self, seconds: float) -> None:
        if seconds > patience.LONGEST_ASKED:
            raise outcome.rate_limited(self._provider, seconds, self._clock.now())
        if seconds > self._gate.tempo.interval + _WORTH_SAYING:
            self._tell(seconds, self._asks_to_wait(seconds))

    def _left(self) -> None:
        # A turn counts from here: a connection that had to be made first would else bring this
        # request and the next closer together at the provider than its sheet allows.
        self._gate.tempo = self._gate.tempo.started(self._clock.monotonic())

    def _judge(self, reply: Reply, call: Call, examine: Explain | None) -> OrderdockError | None:
        if 200 <= reply.status < 300:
            examined = examine(reply) if examine is not None else None
            return examined or outcome.shape_error(
                reply, provider=self._provider, what=call.what, expects=call.expects
            )
        explained = self.explain(reply) if self.explain is not None else None
        if explained is not None:
            return explained
        general = outcome.error_in(
            reply, provider=self._provider, what=call.what, now=self._clock.now()
        )
        if isinstance(general, SignInNeeded) and not call.authorized:
            return outcome.rejected(reply, provider=self._provider, what=call.what)
        return general

    def _wait_before_again(self, call: Call, trouble: _Trouble, tried: int, waited: float) -> float:
        """Seconds to wait before the next try; raises the error when there is to be none."""
        error, asked = trouble.error, trouble.asked
        if asked is not None and asked > patience.LONGEST_ASKED:
            raise outcome.rate_limited(self._provider, asked, self._clock.now())
        if call.repeat is Repeat.NEVER or not error.retryable or tried >= self._patience.tries:
            raise error
        if asked is not None:
            seconds, sentence = asked, self._asks_to_wait(asked)
        else:
            rest = self._gate.tempo.pace.rest if isinstance(error, RateLimited) else None
            plain = rest or self._patience.back_off(tried, patience.chance())
            seconds = plain * self._factor
            sentence = f"{error.says} Trying again in {outcome.duration(seconds)}."
        if waited + seconds > patience.LONGEST_IN_ALL:
            raise error
        if seconds >= _WORTH_SAYING:
            self._tell(seconds, sentence)
        return seconds

    def _asks_to_wait(self, seconds: float) -> str:
        return f"{self._provider} asks us to wait {outcome.duration(seconds)}."

    def _tell(self, seconds: float, sentence: str) -> None:
        if self.waiting is not None:
            self.waiting(seconds, sentence)


def hide(error: OrderdockError, secrets: tuple[str, ...]) -> None:
    """Take the texts of `secrets` out of what `error` says, should a provider have echoed them."""
    for secret in secrets:
        error.says = error.says.replace(secret, "•••")
        error.next_step = error.next_step.replace(secret, "•••")
        if isinstance(error, Rejected):
            error.provider_code = error.provider_code.replace(secret, "•••")
    error.args = (error.says,)
