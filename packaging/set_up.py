"""Prepare this checkout: system libraries by apt, a virtual environment, pinned packages.

    python3 packaging/set_up.py run     what the program needs
    python3 packaging/set_up.py test    what its tests need as well

Plain standard library, so that it works where nothing of ours is installed yet. A second run finds
everything in place and ends at once. The machine's own settings of pip (PIP_* variables, pip.conf)
are heeded.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "set-up-done"
OLDEST_PYTHON = (3, 11)

ENVIRONMENT = ("python3-venv",)
WINDOW = (
    # Qt itself
    "libglib2.0-0",
    "libgl1",
    "libegl1",
    "libfontconfig1",
    "libxkbcommon0",
    "libdbus-1-3",
    # its X11 and Wayland plugins
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxkbcommon-x11-0",
    "libwayland-cursor0",
    "libwayland-egl1",
    # orders come in many scripts
    "fonts-dejavu-core",
    "fonts-droid-fallback",
    "fonts-noto-color-emoji",
)
TESTS = (
    "xvfb",
    "at-spi2-core",
    "dbus",
    "gnome-keyring",
    "chromium",
    "chromium-driver",
    "sqlite3",
    "libreoffice-calc-nogui",
)


class SetUpError(Exception):
    """The set-up cannot go on; the message says what to do."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


# --- system libraries ---------------------------------------------------------------------------


def missing_packages(wanted: list[str]) -> list[str]:
    """Those of `wanted` that are not installed, be it by name or as part of another package."""
    answer = subprocess.run(
        ["dpkg-query", "--show", "--showformat", "${db:Status-Status}|${Package}|${Provides}\n"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    present = set()
    for line in answer.stdout.splitlines():
        status, name, provides = line.split("|", 2)
        if status == "installed":
            present.add(name)
            present.update(part.split()[0] for part in provides.split(",") if part.strip())
    return [name for name in wanted if name not in present]


def way_to_root() -> list[str] | None:
    """The words to put before a command that needs root, or None where there is no way."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    without_password = subprocess.run(
        [sudo, "-n", "true"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if without_password.returncode == 0:
        return [sudo, "-n"]
    return [sudo] if sys.stdin.isatty() else None


def install_packages(names: list[str], prefix: list[str]) -> None:
    listed = ", ".join(names)
    say(f"Installing by apt, which can take a few minutes: {listed}.")
    apt = [
        *prefix,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-q",
        "-y",
        "-o",
        "DPkg::Lock::Timeout=600",
        "-o",
        "Acquire::Retries=3",
    ]
    with tempfile.TemporaryFile() as log:
        # A foreign source that does not answer makes `update` fail and is no reason to stop:
        # `install` decides.
        subprocess.run([*apt, "update"], stdout=log, stderr=log, check=False)
        done = subprocess.run(
            [*apt, "install", "--no-install-recommends", *names],
            stdout=log,
            stderr=log,
            check=False,
        )
        if done.returncode != 0:
            log.seek(0)
            sys.stderr.write(log.read().decode(errors="replace")[-4000:])
            raise SetUpError(
                "apt could not install these packages (its own words stand above): "
                f"{listed}. Install them yourself, then run the same command again."
            )


def provide_libraries(purpose: str) -> None:
    if shutil.which("dpkg-query") is None or shutil.which("apt-get") is None:
        say("This is not a Debian system, so its libraries are left as they are; see README.md.")
        return
    wanted = list(WINDOW)
    if importlib.util.find_spec("ensurepip") is None:
        wanted += ENVIRONMENT
    if purpose == "test":
        wanted += TESTS
    missing = missing_packages(wanted)
    if not missing:
        return
    prefix = way_to_root()
    if prefix is None:
        listed = " ".join(missing)
        raise SetUpError(
            f"These system packages are missing, and installing them takes root or sudo: {listed}. "
            f"Have someone run `apt-get install --no-install-recommends {listed}`, "
            "then run the same command again."
        )
    install_packages(missing, prefix)


# --- the virtual environment --------------------------------------------------------------------


def digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def environment_works() -> bool:
    """Whether the environment's Python starts and finds the program and Qt.

    It does not after an upgrade of the system's Python or a set-up that was interrupted.
    """
    python = VENV / "bin" / "python"
    if not python.exists() or not (VENV / "bin" / "orderdock").exists():
        return False
    probe = (
        "import sys; from importlib.util import find_spec; "
        "sys.exit(not all(map(find_spec, ('orderdock', 'orderdock_ui', 'PySide6', 'click'))))"
    )
    return subprocess.run([str(python), "-c", probe], check=False).returncode == 0


def pip(*arguments: str) -> None:
    command = [str(VENV / "bin" / "python"), "-m", "pip", "--no-input", "install", "-qq"]
    done = subprocess.run(
        [*command, "--disable-pip-version-check", *arguments], cwd=ROOT, check=False
    )
    if done.returncode != 0:
        raise SetUpError(
            "pip could not install the Python packages (its own words stand above). "
            "Check the network, then run the same command again."
        )


def create_environment() -> None:
    say("Creating .venv and installing the pinned Python packages, about a minute.")
    # Not sys.executable: inside an activated .venv that is the very Python about to be replaced.
    python = getattr(sys, "_base_executable", None) or sys.executable
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([python, "-m", "venv", str(VENV)], check=False).returncode != 0:
        raise SetUpError(
            f"{python} could not create a virtual environment in {VENV}. "
            "Install python3-venv and check that the folder can be written to."
        )
    pip("--requirement", str(LOCK))


def provide_environment() -> None:
    """Make .venv hold what requirements.lock says, and the program from this checkout."""
    # Scripts in an environment name its folder, so a checkout that was moved needs a new one.
    packages = digest(LOCK.read_bytes(), str(ROOT).encode())
    program = digest((ROOT / "pyproject.toml").read_bytes())
    stamp = STAMP.read_text().split() if STAMP.is_file() else []
    if stamp == [packages, program] and environment_works():
        return
    if stamp[:1] != [packages] or not environment_works():
        create_environment()
    pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    STAMP.write_text(f"{packages}\n{program}\n")


def one_at_a_time() -> object:
    """Hold a lock until the process ends, so that two set-ups in one checkout do not mix."""
    import fcntl  # absent on Windows, where the version check should still speak

    handle = LOCK.open("rb")
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def main(arguments: list[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        here = sys.version.split()[0]
        print(f"Orderdock needs Python 3.11 or newer, and this one is {here}.", file=sys.stderr)
        return 1
    if arguments not in (["run"], ["test"]):
        print("Usage: python3 packaging/set_up.py run|test", file=sys.stderr)
        return 2
    try:
        held = one_at_a_time()
        provide_libraries(arguments[0])
        provide_environment()
        del held
    except SetUpError as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Run the same command again to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
