"""Codes that a person is sent: choose how to receive one, enter it, as often as it takes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from orderdock.auth.steps import (
    Answers,
    Choice,
    Field,
    FieldKind,
    Form,
    Option,
    WentBack,
    asked_until_taken,
    chosen,
)
from orderdock.connector.contract import Desk
from orderdock.connector.jobs import CodeRequest, Part, Wants, Way
from orderdock.domain.errors import (
    NotAllowed,
    NotThere,
    ProviderError,
    Refused,
    Rejected,
    UnexpectedAnswer,
)
from orderdock.domain.secret import Secret

PATIENCE = 6
"""Looks after an answer until a question that is still open is asked again."""
_WAY, _CODE = "mfa_method", "mfa_code"
_LABELS = {"sms": "text message", "email": "e-mail", "voice": "phone call"}

Send = Callable[[CodeRequest, Way | Secret], Awaitable[None]]
"""Sends the chosen way, or the code that was typed, for a request."""


@dataclass(slots=True)
class Questions:
    """What was asked about one link so far, and what became of the answers."""

    name: str
    part: Part
    answered: set[tuple[str, Wants]] = field(default_factory=set)
    choice: CodeRequest | None = None
    """The last offer of several ways."""
    way: Way | None = None
    entered: int = 0
    """Codes sent."""
    refused: bool = False
    """The last code was refused at once."""
    looks: int = 0
    """Looks since the last answer."""
    moved_on: bool = False
    """The link went on to something else after the last answer."""

    def see(self, part: Part) -> None:
        """Take in where the link stands now."""
        self.part = part
        self.looks += 1
        self.moved_on = self.moved_on or not part.waits

    def next_question(self) -> CodeRequest | None:
        """What to ask now: something new, or the old thing when its answer led nowhere."""
        if not self.part.waits:
            return None
        new = self.part.request(self.answered)
        if new is not None or not self.part.requests:
            return new
        only_chosen = self.way is not None and not self.entered  # and nothing new: the code is next
        if only_chosen or self.refused or self.moved_on or self.looks > PATIENCE:
            last = self.part.requests[-1]
            return CodeRequest(last.id, Wants.A_CODE.value, (), last.message)
        return None

    def sent(self, request: CodeRequest) -> None:
        """An answer to `request` is on its way; all older ones are settled with it."""
        self.answered |= {seen.key for seen in (*self.part.requests, request)}
        self.looks, self.moved_on, self.refused = 0, False, False


async def answer(desk: Desk, questions: Questions, request: CodeRequest, send: Send) -> None:
    """Ask the person about `request` and send the answer; what comes of it, the next look tells.

    Raises what the dialogue raises. Going back from the code asks for another way.
    """
    offer = request if request.wants is Wants.A_WAY else None
    given: Way | Secret
    while True:
        try:
            if offer is not None:
                request, given = offer, await _choose(desk, questions, offer)
            else:
                given = await _enter(desk, questions)
                # A newer one may have come meanwhile.
                newest = questions.part.request(questions.answered)
                if newest is not None and newest.wants is Wants.A_CODE:
                    request = newest
            break
        except WentBack:
            offer = questions.choice
    questions.sent(request)
    if isinstance(given, Way):
        questions.way = given
    else:
        questions.entered += 1
    try:
        await send(request, given)
    except (Rejected, NotThere, UnexpectedAnswer):
        questions.refused = True
    except NotAllowed:
        raise
    except ProviderError as trouble:  # a broken line: the next look decides
        if not trouble.retryable:
            raise


async def _choose(desk: Desk, questions: Questions, offer: CodeRequest) -> Way:
    ways = {str(way.value): way for way in offer.ways}
    if len(ways) > 1:
        questions.choice = offer
    options = tuple(Option(value, _label(way)) for value, way in ways.items())
    step = Choice(
        f"How should {questions.name} send the code?",
        Field(_WAY, "Send the code by", FieldKind.CHOICE, options=options),
        submit="Send me the code",
        about=questions.name,
        connection=desk.connection,
    )
    return ways[await chosen(desk.dialogue, step, "Choose one of the ways offered.")]


async def _enter(desk: Desk, questions: Questions) -> Secret:
    name = questions.name
    by = f", sent by {_label(questions.way)}" if questions.way is not None else ""
    step = Form(
        f"Enter the code from {name}",
        (Field(_CODE, "Code", FieldKind.CODE, error=_complaint(questions)),),
        message=f"Enter the code from {name}{by}.",
        about=name,
        can_go_back=questions.choice is not None,
        connection=desk.connection,
    )

    async def take(answers: Answers) -> Secret:
        code = "".join(answers.secret(_CODE).reveal().split())
        if not code:
            raise Refused(_CODE, f"Enter the code that {name} sent.")
        return Secret(code)

    return await asked_until_taken(desk.dialogue, step, take)


def _complaint(questions: Questions) -> str | None:
    if not questions.entered:
        return None
    if questions.looks > PATIENCE and not (questions.moved_on or questions.refused):
        return f"{questions.name} still asks for a code. Enter the latest one."
    return f"{questions.name} did not accept this code. A new one is on its way; enter the latest."


def _label(way: Way) -> str:
    return _LABELS.get(way.label.lower(), way.label)
