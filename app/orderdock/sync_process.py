"""Where a window's syncs run: `services/sync_apart.py` starts this and talks to it.

It works for the profile that its first message names, until whoever started it is gone.
"""

import sys

from orderdock.system.frames import Frames, starter

_NICE = 10
"""The window, and whatever else a person works with, comes first."""


def main() -> int:
    """Serve one window; the exit code."""
    frames = starter(nice=_NICE)
    first = frames.receive()
    return _serve(frames, first) if first is not None else 0


def _serve(frames: Frames, first: bytes) -> int:
    """Imports late: all of that is to be done behind the others, too."""
    import asyncio
    import logging
    from pathlib import Path

    from orderdock import compose
    from orderdock.services import sync_frames
    from orderdock.services.sync_served import serve
    from orderdock.system.garbage import collect_seldom
    from orderdock.system.logs import set_up_logs
    from orderdock.vault.sealing import SealingKey

    begin = sync_frames.to_process(first)
    if not isinstance(begin, sync_frames.Begin):
        raise TypeError("the first message names the profile")
    profile = compose.Profile(Path(begin.folder), begin.profile, begin.sandbox)
    set_up_logs(profile.folder.logs)
    collect_seldom()

    async def work() -> None:
        async with compose.open_syncing(library, SealingKey(begin.key.hidden)) as sync:
            await serve(frames, sync)

    try:
        library = compose.open_library(profile)
        try:
            asyncio.run(work())
        finally:
            library.close()
    except Exception:
        logging.getLogger(__name__).exception("the sync process ended")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
