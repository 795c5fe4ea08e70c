"""The command line's entry: runs one command and turns whatever happens into an exit code."""

import contextlib
import sys
from collections.abc import Sequence

import click

from orderdock.cli.arguments import read_arguments
from orderdock.cli.interruption import INTERRUPTED, SENTENCE, Interruption
from orderdock.cli.output import Output, ReaderGone, one_line
from orderdock.cli.session import Session
from orderdock.domain.errors import OrderdockError, PersonCancelled, WrongUsage

MACHINE = frozenset({"--json", "--stdio"})
BELONGS_BEFORE = ("--profile", "--data-dir", "--sandbox")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command in `argv` (without the program's name); the exit code of the contract.

    Never raises: everything that can go wrong becomes a sentence on standard error.
    """
    argv = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")  # a terminal without UTF-8 is no reason to fail
    output = Output(machine=not MACHINE.isdisjoint(argv))
    with Interruption() as interruption:
        try:
            return _run(argv, output, interruption)
        except KeyboardInterrupt:
            output.complain(PersonCancelled(SENTENCE))
            return INTERRUPTED
        finally:
            with contextlib.suppress(OrderdockError, ValueError):
                output.flush()


def _run(argv: list[str], output: Output, interruption: Interruption) -> int:
    session: Session | None = None
    try:
        session = Session(read_arguments(argv), output, interruption)
        return _command(session)
    except ReaderGone:
        return 0
    except click.UsageError as error:
        trouble: OrderdockError = _usage(error)
    except click.Abort:
        raise KeyboardInterrupt from None
    except BaseExceptionGroup as group:
        trouble = first_trouble(group) or _unexpected(group, session)
    except OrderdockError as error:
        trouble = error
    except Exception as error:  # noqa: BLE001 - the last door: no traceback reaches a person
        trouble = _unexpected(error, session)
    output.complain(trouble)
    return trouble.exit_code


def _command(session: Session) -> int:
    from orderdock.cli.command_line import program

    if not session.arguments.command:
        raise WrongUsage("No command is given.", "orderdock --help lists them.")
    code = program.main(
        list(session.arguments.command),
        prog_name=session.program,
        obj=session,
        standalone_mode=False,
    )
    return code if isinstance(code, int) else 0


def first_trouble(group: BaseExceptionGroup[BaseException]) -> OrderdockError | None:
    """The first error with words for a person inside a group of exceptions."""
    for error in group.exceptions:
        if isinstance(error, OrderdockError):
            return error
        if isinstance(error, BaseExceptionGroup) and (found := first_trouble(error)):
            return found
    return None


def _usage(error: click.UsageError) -> WrongUsage:
    path = error.ctx.command_path if error.ctx is not None else "orderdock"
    option = getattr(error, "option_name", None)
    if option in BELONGS_BEFORE:
        command = path.rpartition(" ")[2]
        return WrongUsage(
            f"{option} belongs before the command.", f"Write: orderdock {option} ... {command}"
        )
    says = one_line(error.format_message()).rstrip(".")
    return WrongUsage(f"{says}.", f"See {path} --help.")


def _unexpected(error: BaseException, session: Session | None) -> OrderdockError:
    """Something nobody thought of: its kind and place go into the log, discreetly."""
    import logging

    try:
        folder = session.log_to_file() if session is not None else None
        logging.getLogger("orderdock.cli").error("a command failed", exc_info=error)
    except (OrderdockError, OSError):
        folder = None
    where = f"Where it happened is in {folder / 'orderdock.log'}." if folder is not None else ""
    return OrderdockError(
        f"Something went wrong inside Orderdock ({type(error).__name__}).", where, code="internal"
    )
