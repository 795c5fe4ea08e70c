"""Starts a second Orderdock on the sandbox."""

import subprocess
import sys

from orderdock.services.profile import Profile


def start_sandbox(profile: Profile) -> str:
    """Open the sandbox's window beside this one; a sentence when that fails.

    Its profile lies inside the data folder of `profile`, apart from everything real.
    """
    line = [sys.executable, "-m", "orderdock_ui", "--data-dir", str(profile.data_dir), "--sandbox"]
    try:
        subprocess.Popen(  # noqa: S603 - our own program, no shell
            line,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return f"The sandbox could not be started: {error.strerror or 'the system refused'}."
    return ""
