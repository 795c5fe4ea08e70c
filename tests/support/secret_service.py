"""The real Secret Service: gnome-keyring with its own home, on a D-Bus session of its own."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.support.private_home import private_home
from tests.support.processes import running
from tests.support.session_bus import session_bus, wait_for_name

NAME = "org.freedesktop.secrets"
LOGIN_PASSWORD = b"the login password of a test"
SERVICE = DBusAddress("/org/freedesktop/secrets", NAME, "org.freedesktop.Secret.Service")
LOGIN = "/org/freedesktop/secrets/collection/login"


@dataclass(frozen=True)
class SecretService:
    """An unlocked keyring; `env` is the whole environment of a program that may use it."""

    env: Mapping[str, str]
    bus: str

    def lock(self) -> None:
        """Lock it, as after logging out. Nobody is there to unlock it again."""
        with open_dbus_connection(self.bus) as connection:
            connection.send_and_get_reply(
                new_method_call(SERVICE, "Lock", "ao", ([LOGIN],)), timeout=10
            )


@contextmanager
def keyring_daemon(env: Mapping[str, str], bus: str) -> Iterator[None]:
    """Run gnome-keyring with an unlocked login collection on the bus at address `bus`."""
    command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    with running(
        command, {**env, "DBUS_SESSION_BUS_ADDRESS": bus}, stdin=subprocess.PIPE
    ) as daemon:
        assert daemon.stdin is not None
        daemon.stdin.write(LOGIN_PASSWORD)
        daemon.stdin.close()
        wait_for_name(bus, NAME)
        yield


@contextmanager
def secret_service(folder: Path) -> Iterator[SecretService]:
    """Start one whose files live in `folder`, and end it with the block."""
    env = private_home(folder)
    with session_bus(folder, env) as bus:
        env["DBUS_SESSION_BUS_ADDRESS"] = bus
        with keyring_daemon(env, bus):
            yield SecretService(env, bus)
