"""Opens sign-in pages in the person's own browser."""

import asyncio
import contextlib
import functools
import os
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Callable

from orderdock.auth.steps import BrowserPage
from orderdock.domain.errors import MissingAnswer

Show = Callable[[str, str], None]
"""Shows (a sentence, the link)."""


def open_page(url: str) -> bool:
    """Ask the system (or `BROWSER`) to open `url`, without waiting for it; False when nothing can.

    Text browsers are never started by themselves: they would take the terminal away.
    """
    if not (os.environ.get("BROWSER") or _has_display()):
        return False
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    named = isinstance(browser, webbrowser.GenericBrowser)
    start = functools.partial(_start_quietly, browser) if named else browser.open
    # A browser named by BROWSER may stay in the foreground until it is closed.
    threading.Thread(target=start, args=(url,), name="browser", daemon=True).start()
    return True


def _start_quietly(browser: webbrowser.BaseBrowser, url: str) -> None:
    """Run a browser named by BROWSER; what it prints must not mix with our own output."""
    line = [browser.name, *(part.replace("%s", url) for part in browser.args)]
    with contextlib.suppress(OSError):
        subprocess.run(  # noqa: S603 - the person named the program
            line,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            check=False,
        )


async def open_and_wait(page: BrowserPage, show: Show) -> None:
    """Open `page`, show its link and wait: the flow takes the question away in the end.

    Raises MissingAnswer when no browser can be opened.
    """
    show(page.title, page.url)
    if not open_page(page.url):
        raise MissingAnswer(
            f"{page.title}: no browser can be opened here.",
            "Set BROWSER, sign in from a terminal, or give redirect_url in the answers.",
            key="redirect_url",
        )
    await asyncio.Event().wait()


def _has_display() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
