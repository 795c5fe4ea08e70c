"""A person at a real browser: headless Chromium that reaches nothing but this computer."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import ChromeOptions, Remote
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.support.processes import first_line, running

PATIENCE = 20.0
FLAGS = (
    "--headless",
    "--no-sandbox",  # it cannot be had as root and in most containers; the pages are all ours
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
SUBMIT = "button[type=submit], button:not([type]), input[type=submit]"


@contextmanager
def chromium(folder: Path) -> Iterator[Remote]:
    """A fresh browser with its profile in `folder`."""
    options = ChromeOptions()
    options.binary_location = _installed("chromium")
    for flag in (*FLAGS, f"--user-data-dir={folder / 'chromium'}"):
        options.add_argument(flag)
    # Not by selenium's own service: this way it ends with all its children, whatever happens.
    command = [_installed("chromedriver"), "--port=0"]
    with running(command, os.environ, stdout=subprocess.PIPE) as driver:
        port = first_line(driver, having="started successfully").rpartition(" ")[2].rstrip(".")
        browser = Remote(f"http://127.0.0.1:{port}", options=options)
        try:
            browser.set_page_load_timeout(PATIENCE)
            yield browser
        finally:
            browser.quit()


def person_signs_in(
    url: str, pages: Sequence[Mapping[str, str]], folder: Path, *, ends_with: str = ""
) -> str:
    """Open `url`, fill in and submit each page in turn, and return the words of the last page.

    Args:
        url: the sign-in page.
        pages: for each page, what goes into the fields by their `name`; with nothing to fill in,
            a page is only submitted.
        folder: where the browser may keep its profile.
        ends_with: words that the last page must show; waits for them.
    """
    with chromium(folder) as browser:
        browser.get(url)
        for fields in pages:
            _fill_and_submit(browser, fields)
        if ends_with:
            _wait(browser, lambda: ends_with in _words(browser), f"the words {ends_with!r}")
        return _words(browser)


def _fill_and_submit(browser: Remote, fields: Mapping[str, str]) -> None:
    for name, text in fields.items():
        _wait(browser, lambda name=name: browser.find_elements(By.NAME, name), f"a field {name}")
        field = browser.find_element(By.NAME, name)
        field.clear()
        field.send_keys(text)
    _wait(browser, lambda: browser.find_elements(By.CSS_SELECTOR, SUBMIT), "a button")
    page = browser.find_element(By.TAG_NAME, "html")
    browser.find_element(By.CSS_SELECTOR, SUBMIT).click()
    _wait(browser, lambda: _replaced(browser, page.id), "the next page")


def _replaced(browser: Remote, page: str) -> bool:
    there = browser.find_elements(By.TAG_NAME, "html")
    return bool(there) and there[0].id != page


def _words(browser: Remote) -> str:
    bodies = browser.find_elements(By.TAG_NAME, "body")
    return bodies[0].text if bodies else ""


def _wait(browser: Remote, condition: object, what: str) -> None:
    assert callable(condition)
    WebDriverWait(browser, PATIENCE, poll_frequency=0.05).until(
        lambda _: condition(), message=f"no {what}; the page says: {_words(browser)}"
    )


def _installed(program: str) -> str:
    path = shutil.which(program)
    assert path is not None, f"{program} is not installed; `make test` installs it"
    return path
