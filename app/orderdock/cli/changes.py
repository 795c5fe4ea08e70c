"""`connect`, `link`, `repair`, `disconnect`: commands that change one connection."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from orderdock.cli.asking import Asking, Dialogues, asking_options
from orderdock.cli.examples import examples
from orderdock.cli.interruption import SENTENCE
from orderdock.cli.session import Session
from orderdock.cli.words import counted, printable
from orderdock.domain.connections import ConnectionOutcome, ConnectionView, Outcome
from orderdock.domain.errors import (
    NeedsPerson,
    OrderdockError,
    PersonCancelled,
    WrongUsage,
)

if TYPE_CHECKING:
    from orderdock.auth.steps import Dialogue
    from orderdock.services.front import Services
    from orderdock.services.library import Library, ProviderInfo

Job = Callable[["Services", "Dialogue"], Awaitable[ConnectionOutcome]]


@dataclass(frozen=True, slots=True)
class Change:
    """What a command is about to do, for its result."""

    command: str
    done: str
    """The verb of the sentence when it went well."""
    provider: str
    connection: ConnectionView | None = None


@click.command(
    "connect",
    epilog=examples(
        "connect stackline", 'connect stackline --name "My shops" --answers answers.json'
    ),
)
@click.argument("provider")
@click.option("--name", help="What to call the connection; asked for or chosen otherwise.")
@click.option("--base-url", metavar="URL", help="Another address of the provider's API.")
@asking_options
@click.pass_obj
def connect_command(
    session: Session, provider: str, name: str | None, base_url: str | None, asking: Asking
) -> int:
    """Sign in at PROVIDER and save the connection.

    Reads no orders yet; `orderdock sync` does. Passwords and tokens are typed hidden, or come by
    --answers or --stdio, never as arguments.
    """
    with session.library() as library:
        info = known_provider(library, provider)

        async def job(services: "Services", dialogue: "Dialogue") -> ConnectionOutcome:
            return await services.connections.connect(
                info.id, dialogue, name=name, base_url=base_url
            )

        change = Change("connect", f"Connected {info.name}", info.id)
        return carry_out(session, library, asking, change, job)


@click.command("link")
@click.argument("connection")
@asking_options
@click.pass_obj
def link_command(session: Session, connection: str, asking: Asking) -> int:
    """Add a retailer or shop under CONNECTION (its id or name)."""
    with session.library() as library:
        view = library.connection(connection)

        async def job(services: "Services", dialogue: "Dialogue") -> ConnectionOutcome:
            return await services.connections.link(view.id, dialogue)

        change = Change("link", "Added to", view.provider, view)
        return carry_out(session, library, asking, change, job)


@click.command("repair", epilog=examples("repair stackline-1", "repair stackline-1 Amazon"))
@click.argument("connection")
@click.argument("link", required=False)
@asking_options
@click.pass_obj
def repair_command(session: Session, connection: str, link: str | None, asking: Asking) -> int:
    """Sign in again at CONNECTION, or at one LINK of it (a retailer, a shop).

    The connection keeps its id, name and orders. Another account is refused.
    """
    with session.library() as library:
        view = library.connection(connection)

        async def job(services: "Services", dialogue: "Dialogue") -> ConnectionOutcome:
            return await services.connections.repair(view.id, dialogue, link)

        change = Change("repair", "Repaired", view.provider, view)
        return carry_out(session, library, asking, change, job)


@click.command("disconnect", epilog=examples("disconnect stackline-1 --keep-orders"))
@click.argument("connection")
@click.option("--keep-orders", is_flag=True, help="Forget the access, keep the orders.")
@click.option("--erase-orders", is_flag=True, help="Forget the access and erase the orders.")
@click.option("--json", "_as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_obj
def disconnect_command(
    session: Session, connection: str, keep_orders: bool, erase_orders: bool, _as_json: bool
) -> int:
    """Remove CONNECTION; say what becomes of its orders."""
    if keep_orders == erase_orders:
        raise WrongUsage(
            "Disconnecting needs to know what becomes of the orders.",
            "Give either --keep-orders or --erase-orders.",
        )
    with session.library() as library:
        view = library.connection(connection, kept=True)
        orders = counted(view.orders, "order")

        async def job(services: "Services", _dialogue: "Dialogue") -> ConnectionOutcome:
            return await services.connections.disconnect(view.id, keep_orders=keep_orders)

        done = f"Kept {orders} and disconnected" if keep_orders else f"Erased {orders} and removed"
        change = Change("disconnect", done, view.provider, view)
        return carry_out(session, library, Asking(None, stdio=False), change, job)


def known_provider(library: "Library", name: str) -> "ProviderInfo":
    """The provider called `name`, if it can be connected. Raises WrongUsage."""
    providers = library.providers()
    found = next((p for p in providers if name.casefold() in {p.id, p.name.casefold()}), None)
    if found is None:
        known = ", ".join(p.id for p in providers)
        raise WrongUsage(f"There is no provider called {name}.", f"Choose one of: {known}.")
    if not found.available:
        ready = ", ".join(p.id for p in providers if p.available)
        raise WrongUsage(found.why_not, f"Available: {ready}.")
    return found


def carry_out(
    session: Session, library: "Library", asking: Asking, change: Change, job: Job
) -> int:
    """Run the job, print its result, give the exit code. Every ending has a result for programs."""
    sheet = asking.sheet()
    about = change.connection.id if change.connection else None

    async def with_dialogue(services: "Services") -> ConnectionOutcome:
        with Dialogues(session, asking, sheet) as dialogues:
            return await job(services, dialogues.about(about))

    try:
        outcome = session.work(library, with_dialogue)
    except KeyboardInterrupt:
        return _failed(session, change, PersonCancelled(SENTENCE))
    except OrderdockError as error:
        return _failed(session, change, error)
    except BaseExceptionGroup as group:
        from orderdock.cli.main import first_trouble

        if (trouble := first_trouble(group)) is None:
            raise
        return _failed(session, change, trouble)
    return _finished(session, change, outcome)


def _finished(session: Session, change: Change, outcome: ConnectionOutcome) -> int:
    output = session.output
    if outcome.outcome is not Outcome.OK:
        return _failed(session, change, _as_error(outcome), outcome)
    output.say(f"{change.done}: {printable(outcome.name)} ({outcome.id}).")
    if outcome.error:
        output.say(printable(outcome.error))
    if change.command != "disconnect":
        output.say(f"Next: {session.program} sync {outcome.id}")
    if output.machine:
        _print_result(session, change, _as_object(outcome))
    return 0


def _failed(
    session: Session,
    change: Change,
    error: OrderdockError,
    outcome: ConnectionOutcome | None = None,
) -> int:
    view = change.connection
    connection = outcome.id if outcome else (view.id if view else None)
    name = outcome.name if outcome else (view.name if view else "")
    session.output.complain(error, connection)
    if session.output.machine:
        word = outcome.outcome if outcome else outcome_of(error)
        entry = {"id": connection, "name": name or None, "provider": change.provider}
        _print_result(session, change, entry | {"outcome": word.value, "error": str(error)})
    return error.exit_code


def outcome_of(error: OrderdockError) -> Outcome:
    """How a connection came out of a command that ended with `error`."""
    if isinstance(error, PersonCancelled):
        return Outcome.CANCELLED
    return Outcome.NEEDS_YOU if isinstance(error, NeedsPerson) else Outcome.FAILED


def _as_error(outcome: ConnectionOutcome) -> OrderdockError:
    says = outcome.error or f"{outcome.name} did not come to its end."
    match outcome.outcome:
        case Outcome.NEEDS_YOU:
            return NeedsPerson(says)
        case Outcome.CANCELLED:
            return PersonCancelled(says)
        case _:
            return OrderdockError(says)


def _as_object(outcome: ConnectionOutcome) -> dict[str, Any]:
    return {
        "id": outcome.id,
        "name": outcome.name,
        "provider": outcome.provider,
        "outcome": outcome.outcome.value,
        "error": outcome.error,
    }


def _print_result(session: Session, change: Change, entry: dict[str, Any]) -> None:
    session.output.record({"type": "result", "command": change.command, "connections": [entry]})
