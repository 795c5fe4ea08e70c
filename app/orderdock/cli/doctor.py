"""`doctor` and `sandbox`: looking after the program, and rehearsing with it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from orderdock.cli.session import Session
from orderdock.cli.words import printable
from orderdock.domain.errors import PersonCancelled

if TYPE_CHECKING:
    from orderdock.services.front import Services

WRONG_USAGE = 2
MARKS = {"True": "ok", "False": "!!"}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def doctor_command(session: Session, as_json: bool) -> int:
    """Check this computer, the profile and its connections, and print what was found.

    No secret is in the report: it can be handed on.
    """
    with session.library() as library:

        async def job(services: "Services") -> dict[str, Any]:
            return await services.doctor.report()

        report = session.work(library, job)
    if as_json:
        session.output.record(report)
    else:
        for name, value in report.items():
            _show(session, name.replace("_", " ").capitalize(), value)
    return 0


@click.command(
    "sandbox",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def sandbox_command(session: Session, options: tuple[str, ...]) -> int:
    """Serve the built-in sandbox on this computer until Ctrl+C."""
    from orderdock.sandbox.__main__ import main as serve

    try:
        code = serve(list(options), program="orderdock sandbox")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else WRONG_USAGE
    except KeyboardInterrupt:
        code = None
    if code is None or session.interruption.happened:
        raise PersonCancelled("The sandbox was stopped.")
    return code


def _show(session: Session, title: str, finding: Any) -> None:
    """One finding a line, marked; what it relies on below it."""
    if isinstance(finding, list):
        for each in finding:
            _show(session, title, each)
    elif isinstance(finding, Mapping):
        mark = MARKS.get(str(finding.get("ok")), "  ")
        says = printable(str(finding.get("says", "")))
        session.output.say(f"{mark}  {finding.get('name', title)}: {says}")
        for assumption in finding.get("assumptions", ()):
            value = printable(str(assumption.get("value", "")))
            changed = "  (changed by you)" if assumption.get("overridden") else ""
            session.output.say(f"      {assumption.get('key')} = {value}{changed}")
    else:
        session.output.say(f"    {title}: {printable(str(finding))}")
