"""`sync`: reads new and changed orders of some or all connections."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from orderdock.cli.asking import Asking, Dialogues, asking_options
from orderdock.cli.examples import examples
from orderdock.cli.interruption import INTERRUPTED, SENTENCE
from orderdock.cli.session import Session
from orderdock.cli.words import counted, printable
from orderdock.domain.connections import ConnectionView, Outcome, SyncOutcome
from orderdock.domain.errors import NeedsPerson, OrderdockError, PersonCancelled
from orderdock.domain.events import Event, SyncFinished

if TYPE_CHECKING:
    from orderdock.services.front import Services

SOME_FAILED = 4


@click.command("sync", epilog=examples("sync", 'sync stackline-1 "My shops" --full'))
@click.argument("connections", nargs=-1, metavar="[CONNECTION ...]")
@click.option("--full", is_flag=True, help="Read everything again, not only what is new.")
@asking_options
@click.pass_obj
def sync_command(session: Session, connections: tuple[str, ...], full: bool, asking: Asking) -> int:
    """Read new and changed orders of each CONNECTION (ids or names); of all without one.

    What was read stays, whatever happens later; the next sync goes on from there.
    """
    with session.library() as library:
        wanted = [library.connection(name) for name in dict.fromkeys(connections)]
        views = {view.id: view for view in library.connections()}
        if not views:
            session.output.say("Nothing is connected yet, so there is nothing to sync.")
            session.output.say(f"Next: {session.program} connect stackline")
        sheet = asking.sheet()
        outcomes: dict[str, SyncOutcome] = {}

        def note_end(event: Event) -> None:
            if isinstance(event, SyncFinished):
                outcomes[event.outcome.id] = event.outcome

        async def job(services: "Services") -> list[SyncOutcome]:
            several = len(wanted or views) > 1
            names = partial(_name, views)
            with Dialogues(session, asking, sheet, names, several=several) as dialogues:

                def follow(event: Event) -> None:
                    note_end(event)
                    dialogues.following.follow(event)

                return await services.sync.run(
                    [view.id for view in wanted], full=full, dialogue=dialogues.about, follow=follow
                )

        try:
            found = session.work(library, job) if views else []
        except KeyboardInterrupt:
            return _interrupted(session, list(outcomes.values()))
    for outcome in found:
        _report(session, outcome)
    _print_result(session, found)
    return exit_code(found)


def exit_code(outcomes: Sequence[SyncOutcome]) -> int:
    """0 all went well, 4 some did, 3 all the others need a person, else 1; 130 for a cancel."""
    kinds = {outcome.outcome for outcome in outcomes}
    if Outcome.CANCELLED in kinds:
        return INTERRUPTED
    if kinds <= {Outcome.OK}:
        return 0
    if Outcome.OK in kinds:
        return SOME_FAILED
    return NeedsPerson.exit_code if kinds == {Outcome.NEEDS_YOU} else OrderdockError.exit_code


def _name(views: dict[Any, ConnectionView], connection: str) -> str:
    view = views.get(connection)
    return view.name if view else connection


def _report(session: Session, outcome: SyncOutcome) -> None:
    """The counts of one connection, and what went wrong with it on standard error."""
    output = session.output
    counts = (outcome.added, outcome.changed, outcome.unchanged, outcome.quarantined)
    if any(counts) or outcome.outcome is Outcome.OK:
        output.say(f"{printable(outcome.name)} ({outcome.id}): {_counts(outcome)}.")
    for note in outcome.notes:
        output.say(f"  {printable(note)}")
    if outcome.outcome is not Outcome.OK:
        output.complain(_as_error(outcome), outcome.id, outcome.name)


def _counts(outcome: SyncOutcome) -> str:
    aside = f", {outcome.quarantined:,} set aside" if outcome.quarantined else ""
    return (
        f"{counted(outcome.added, 'line')} added, {outcome.changed:,} changed, "
        f"{outcome.unchanged:,} unchanged{aside}"
    )


def _as_error(outcome: SyncOutcome) -> OrderdockError:
    kinds: dict[Outcome, type[OrderdockError]] = {
        Outcome.NEEDS_YOU: NeedsPerson,
        Outcome.CANCELLED: PersonCancelled,
    }
    kind = kinds.get(outcome.outcome, OrderdockError)
    says = outcome.error or ""
    if not says:
        says = (
            "The sync was cancelled; what was read until then is kept."
            if outcome.outcome is Outcome.CANCELLED
            else "The sync did not come to its end."
        )
    error = kind(says)
    error.error_code = outcome.error_code or error.error_code
    return error


def _interrupted(session: Session, outcomes: Sequence[SyncOutcome]) -> int:
    session.output.complain(PersonCancelled(SENTENCE))
    _print_result(session, outcomes)
    return INTERRUPTED


def _print_result(session: Session, outcomes: Sequence[SyncOutcome]) -> None:
    if session.output.machine:
        session.output.record(
            {
                "type": "result",
                "command": "sync",
                "connections": [_as_object(outcome) for outcome in outcomes],
            }
        )


def _as_object(outcome: SyncOutcome) -> dict[str, Any]:
    return {
        "id": outcome.id,
        "name": outcome.name,
        "outcome": outcome.outcome.value,
        "added": outcome.added,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "quarantined": outcome.quarantined,
        "complete": outcome.complete,
        "error": outcome.error,
        "code": outcome.error_code,
        "notes": list(outcome.notes),
    }
