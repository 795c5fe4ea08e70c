"""A D-Bus session of its own, on which nothing lives but what a test puts there."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.support.processes import first_line, running

SERVICES = Path("/usr/share/dbus-1/services")
CONFIG = """<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@contextmanager
def session_bus(
    folder: Path, env: Mapping[str, str], *, activates: Sequence[str] = ()
) -> Iterator[str]:
    """Yield the address of a fresh bus that starts only the services named, once asked for.

    Anything else that the machine could activate (a keyring, a prompter) stays away, so that a test
    sees the same desktop everywhere.
    """
    services = folder / "services"
    services.mkdir()
    for name in activates:
        source = SERVICES / f"{name}.service"
        (services / source.name).write_bytes(source.read_bytes())
    config = folder / "bus.conf"
    config.write_text(CONFIG.format(folder=folder, services=services))
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"]
    with running(command, env, stdout=subprocess.PIPE) as daemon:
        yield first_line(daemon)


def wait_for_name(address: str, name: str, seconds: float = 40) -> None:
    """Return when somebody owns `name` on the bus."""
    daemon = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    question = new_method_call(daemon, "NameHasOwner", "s", (name,))
    until = monotonic() + seconds
    with open_dbus_connection(address) as bus:
        while not bus.send_and_get_reply(question).body[0]:
            assert monotonic() < until, f"{name} did not come up in {seconds} s"
            sleep(0.02)
