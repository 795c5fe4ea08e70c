"""Connecting a retailer under a Stackline account, and repairing one: what is asked."""

from dataclasses import replace

from orderdock.auth.steps import Choice, Field, FieldKind, Form, Option, WentBack
from orderdock.connector.contract import Desk, Link
from orderdock.domain.errors import MissingAnswer, OrderdockError, Refused
from orderdock.providers.stackline import cipher
from orderdock.providers.stackline.api import StacklineApi
from orderdock.providers.stackline.retailer_sign_in import (
    Credentials,
    RetailerFailed,
    attempt,
    blocked_minutes,
    failure,
)
from orderdock.providers.stackline.retailers import INVALID, VALID, Retailer
from orderdock.providers.stackline.troubles import Trouble

REASSURANCE = "Encrypted on this computer before it is sent. Orderdock does not keep your password."


async def link(desk: Desk, broken: Link | None) -> Link:
    """Connect a retailer of the person's choice, or repair `broken`; returns when it is connected.

    A trouble leads back to where it can be mended: a refused password to the same form, a retailer
    that is down to the choice. Repairing has no choice, so there it is raised.
    """
    if broken is not None:
        try:
            return await _connect(desk, Retailer(broken.id, broken.name, status=INVALID))
        except RetailerFailed as failed:
            raise failed.error from None
    complaint: OrderdockError | None = None
    while True:
        try:
            retailer = await _choose(desk, complaint)
        except MissingAnswer as missing:  # nobody chooses another: what happened is the end
            raise complaint or missing from None
        try:
            return await _connect(desk, retailer, can_go_back=True)
        except WentBack:
            complaint = None
        except RetailerFailed as failed:
            complaint = failed.error


async def _choose(desk: Desk, complaint: OrderdockError | None) -> Retailer:
    """Ask which retailer; `complaint` says what became of the last one."""
    api = StacklineApi(desk)
    statuses = {known.id: known.status for known in await api.connected() if known.id}
    offered = [replace(r, status=statuses.get(r.id, r.status)) for r in await api.catalogue()]
    by_id = {retailer.id: retailer for retailer in offered if retailer.id}
    options = tuple(_option(desk, place, retailer) for place, retailer in enumerate(offered))
    step = Choice(
        "Which retailer?",
        Field("retailer", "Retailer", FieldKind.CHOICE, options=options),
        message="Pick where you shop. You can add more later.",
        about="Stackline",
        connection=desk.connection,
    )
    if complaint is not None:
        step = step.with_error("retailer", str(complaint))
    usable = {option.value for option in options if option.enabled}
    while True:
        answer = (await desk.dialogue.ask(step)).text("retailer")
        named = [r.id for r in by_id.values() if r.name.casefold() == answer.casefold()]
        chosen = answer if answer in by_id else next(iter(named), "")
        if chosen in usable:
            return by_id[chosen]
        why = next((o.why_not for o in options if o.value == chosen and o.why_not), "")
        step = step.with_error("retailer", why or "Choose one of the retailers in the list.")


def _option(desk: Desk, place: int, retailer: Retailer) -> Option:
    why_not = ""
    if not retailer.id:
        why_not = f"Stackline does not tell the number of {retailer.name}, so it cannot be chosen."
    elif not retailer.connectable:
        why_not = f"Stackline cannot read {retailer.name} at the moment."
    elif minutes := blocked_minutes(desk, retailer.id):
        why_not = f"{retailer.name} saw too many attempts. Try again in {minutes} minutes."
    details = {VALID: "Connected already", INVALID: "Needs a new sign-in"}
    return Option(
        retailer.id or f"unknown-{place}",
        retailer.name,
        details.get(retailer.status, ""),
        retailer.logo,
        enabled=not why_not,
        why_not=why_not,
    )


async def _connect(desk: Desk, retailer: Retailer, *, can_go_back: bool = False) -> Link:
    """Ask for the sign-in at a retailer until it is accepted. Raises RetailerFailed or WentBack."""
    if minutes := blocked_minutes(desk, retailer.id):
        raise failure(Trouble.TOO_MANY, retailer.name, minutes=minutes)
    form = replace(_form(desk, retailer), can_go_back=can_go_back)
    while True:
        answers = await desk.dialogue.ask(form)
        credentials = Credentials(
            answers.text("username"),
            answers.secret("password"),
            answers.text("cipher", desk.assumptions["cipher"]),
        )
        try:
            await attempt(desk, retailer, credentials)
        except Refused as refused:
            form = form.with_error(refused.field, str(refused))
            continue
        except RetailerFailed as failed:
            if failed.trouble is not Trouble.PASSWORD:
                raise
            form = form.with_error("password", str(failed.error))
            continue
        desk.dialogue.tell("verified", f"{retailer.name} is connected.", about=retailer.name)
        return Link(retailer.id, retailer.name)


def _form(desk: Desk, retailer: Retailer) -> Form:
    schemes = tuple(Option(key, label) for key, label in cipher.SCHEMES.items())
    return Form(
        f"Sign in to {retailer.name}",
        (
            Field("username", "E-mail or user name"),
            Field("password", "Password", FieldKind.PASSWORD),
            Field(
                "cipher",
                "Encryption",
                FieldKind.CHOICE,
                required=False,
                default=desk.assumptions["cipher"],
                options=schemes,
                help="Stackline has not said which one it uses.",
                advanced=True,
            ),
        ),
        message=f"The sign-in you use at {retailer.name} itself.",
        submit=f"Connect {retailer.name}",
        reassurance=REASSURANCE,
        about=retailer.name,
        connection=desk.connection,
    )
