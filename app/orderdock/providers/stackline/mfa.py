"""A retailer's question for a code: choose how to receive it, enter it, as often as it takes."""

from dataclasses import dataclass, field

from orderdock.auth.steps import Choice, Field, FieldKind, Form, Option, WentBack
from orderdock.connector.contract import Desk
from orderdock.domain.errors import NotAllowed, NotThere, ProviderError, Rejected, UnexpectedAnswer
from orderdock.domain.secret import Secret
from orderdock.providers.stackline.api import StacklineApi
from orderdock.providers.stackline.session import MfaEvent, RetailerSync, Wants, Way, key

PATIENCE = 6
"""Looks after an answer until a question that is still open is asked again."""


@dataclass(slots=True)
class Questions:
    """What one retailer asked so far, and what became of the answers."""

    name: str
    sync: RetailerSync
    answered: set[tuple[str, Wants]] = field(default_factory=set)
    choice: MfaEvent | None = None
    """The last offer of several ways."""
    way: Way | None = None
    entered: int = 0
    """Codes sent."""
    refusal: str = ""
    """Why the last code was refused at once, in the provider's words."""
    looks: int = 0
    """Looks since the last answer."""
    moved_on: bool = False
    """The retailer went on to something else after the last answer."""

    def see(self, sync: RetailerSync) -> None:
        """Take in where the retailer stands now."""
        self.sync = sync
        self.looks += 1
        self.moved_on = self.moved_on or not sync.waits

    def next_question(self) -> MfaEvent | None:
        """What to ask now: something new, or the old thing when its answer led nowhere."""
        if not self.sync.waits:
            return None
        new = self.sync.event(self.answered)
        if new is not None or not self.sync.events:
            return new
        last = self.sync.events[-1]
        if self.way is not None and not self.entered:  # chosen, and nothing new: the code is next
            return MfaEvent(last.req_id, Wants.A_CODE.value, (), last.message)
        if self.refusal or self.moved_on or self.looks > PATIENCE:
            return MfaEvent(last.req_id, Wants.A_CODE.value, (), last.message)
        return None

    def sent(self, event: MfaEvent) -> None:
        """An answer to `event` is on its way; all older requests are settled with it."""
        self.answered |= {key(seen) for seen in self.sync.events}
        self.answered.add(key(event))
        self.looks, self.moved_on, self.refusal = 0, False, ""


async def answer(desk: Desk, batch: str, questions: Questions, event: MfaEvent) -> None:
    """Ask the person about `event`, send the answer; what comes of it, the next look tells.

    Raises what the dialogue raises. Going back from the code asks for another way.
    """
    offer: MfaEvent | None = event if event.wants is Wants.A_WAY else None
    while True:
        try:
            if offer is not None:
                return await _choose(desk, batch, questions, offer)
            return await _enter(desk, batch, questions, event)
        except WentBack:
            offer = questions.choice


async def _choose(desk: Desk, batch: str, questions: Questions, event: MfaEvent) -> None:
    ways = {str(way.value): way for way in event.ways}
    picked = event.ways[0]
    if len(ways) > 1:
        questions.choice = event
        options = tuple(Option(value, _label(way.label)) for value, way in ways.items())
        step = Choice(
            f"How should {questions.name} send the code?",
            Field("mfa_method", "Send the code by", FieldKind.CHOICE, options=options),
            submit="Send me the code",
            about=questions.name,
            connection=desk.connection,
        )
        while (chosen := _way(ways, (await desk.dialogue.ask(step)).text("mfa_method"))) is None:
            step = step.with_error("mfa_method", "Choose one of the ways offered.")
        picked = chosen
    questions.sent(event)
    questions.way = picked
    body = {"eventType": "choose", "reqId": event.req_id, "selectedOption": picked.value}
    await _send(desk, batch, questions, body)


async def _enter(desk: Desk, batch: str, questions: Questions, event: MfaEvent) -> None:
    by = f", sent by {_label(questions.way.label)}" if questions.way is not None else ""
    step = Form(
        f"Enter the code from {questions.name}",
        (Field("mfa_code", "Code", FieldKind.CODE, error=_complaint(questions)),),
        message=f"Enter the code from {questions.name}{by}.",
        submit="Continue",
        about=questions.name,
        can_go_back=questions.choice is not None,
        connection=desk.connection,
    )
    while True:
        typed = (await desk.dialogue.ask(step)).secret("mfa_code").reveal()
        code = "".join(typed.split())
        if code:
            break
        step = step.with_error("mfa_code", f"Enter the code that {questions.name} sent.")
    newest = questions.sync.event(questions.answered)  # a newer one may have come meanwhile
    if newest is not None and newest.wants is Wants.A_CODE:
        event = newest
    questions.sent(event)
    questions.entered += 1
    body = {"eventType": "enter", "reqId": event.req_id, "otpValue": Secret(code)}
    await _send(desk, batch, questions, body)


async def _send(desk: Desk, batch: str, questions: Questions, body: dict[str, object]) -> None:
    """Any 2xx means accepted; after a refusal or a broken line the next look decides (5.4)."""
    try:
        await StacklineApi(desk).send("mfa", id=batch, json=body)
    except (Rejected, NotThere, UnexpectedAnswer) as refusal:
        questions.refusal = refusal.says
    except NotAllowed:
        raise
    except ProviderError as trouble:
        if not trouble.retryable:
            raise


def _complaint(questions: Questions) -> str | None:
    if not questions.entered:
        return None
    if questions.looks > PATIENCE and not (questions.moved_on or questions.refusal):
        return f"{questions.name} still asks for a code. Enter the latest one."
    return f"{questions.name} did not accept this code. A new one is on its way; enter the latest."


def _way(ways: dict[str, Way], answer: str) -> Way | None:
    """The chosen way by its value, else by its label."""
    by_label = {_label(way.label).lower(): way for way in ways.values()}
    return ways.get(answer) or by_label.get(answer.lower())


def _label(label: str) -> str:
    return {"sms": "text message", "email": "e-mail", "voice": "phone call"}.get(
        label.lower(), label
    )
