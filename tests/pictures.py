"""Takes the README's pictures of the real window on the sandbox.

python -m tests.pictures docs/images
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.atspi import Node, wait_until
from tests.support.desktop import Desktop, desktop

PATIENCE = 60.0
ENV = {"ORDERDOCK_PACE": "0.3", "ORDERDOCK_PASSPHRASE": "for pictures only"}
_SETTLED = 0.7


class Camera:
    """Presses on until something is worth a picture."""

    def __init__(self, place: Desktop, app: Node, album: Path) -> None:
        self._place = place
        self._app = app
        self._album = album

    def take(self, name: str) -> None:
        time.sleep(_SETTLED)  # a picture, not a test: let fades and pictures of shops arrive
        self._place.screenshot(self._album / f"{name}.png")

    def press(self, identifier: str) -> None:
        self._app.find(identifier, seconds=PATIENCE).press()

    def type(self, identifier: str, text: str) -> None:
        self._app.find(identifier, seconds=PATIENCE).type(text)

    def find(self, identifier: str) -> Node:
        return self._app.find(identifier, seconds=PATIENCE)

    def sign_in(self) -> None:
        self.press("action-add-connection")
        self.find("provider-stackline")
        self.take("gallery")
        self.press("provider-stackline")
        self.press("option-token")
        self.press("step-continue")
        self.type("field-access_token", "sandbox-portal-0199")
        self.press("step-continue")
        self.pick("Target")
        self.type("field-username", "demo@example.com")
        self.type("field-password", "correct horse")
        self.take("connect")
        self.press("step-continue")
        self.code("mfa")

    def pick(self, retailer: str) -> None:
        self.find("field-retailer")
        self.type("search-retailer", retailer)
        self.find("field-retailer").children[0].press()
        self.press("step-continue")

    def code(self, picture: str = "") -> None:
        self.type("field-mfa_code", "424 242")
        if picture:
            self.take(picture)
        self.press("step-continue")

    def synced(self) -> None:
        line = self.find("sync-progress-stackline-1")
        wait_until(lambda: "new lines" in line.name, PATIENCE, "the end of the sync")

    def waiting(self) -> None:
        """Until one retailer waits for a code and the others have come further."""
        connection = self.find("connections-list").children[0]
        wait_until(lambda: "Waiting for you" in connection.name, PATIENCE, "the question")
        time.sleep(6)

    def browse(self) -> None:
        command(self._place, "tag", "--query", "total:>500", "--add", "Check")
        table = self.find("orders-table")
        table.click()
        self.find("order-detail")
        self.take("orders")
        self.press("order-detail-close")
        self.press("orders-view-groups")
        self.find("groups-table")
        self.find("groups-by").choose("Category")
        self.take("groups")
        self.press("orders-view-orders")
        self.type("orders-search", "-status:cancelled total:>40 date:last-year..today pack")
        self.press("orders-filter")
        self.find("orders-filter-brand")
        self.take("find")
        self.press("orders-filter")
        self.type("orders-search", "")
        self.look_at_views()
        self.export()

    def export(self) -> None:
        """The export window, and the list of what was saved from here and from the command line."""
        folder = Path(self._place.env["HOME"]) / "Documents"
        folder.mkdir(exist_ok=True)
        for name, words in (
            ("march.csv", ("--preset", "orders", "--from", "2026-03-01", "--to", "2026-03-31")),
            ("books.xlsx", ("--preset", "bookkeeper-monthly")),
        ):
            command(self._place, "export", str(folder / name), *words)
        (folder / "march.csv").unlink()
        self.press("action-export")
        self.type("export-path", str(folder / "orders.csv"))
        self.find("export-preview")
        self.take("export")
        self.press("export-start")
        self.find("export-open-folder")
        self.press("export-cancel")
        self.press("page-exports")
        self.find("exports-repeat-0")
        self.take("exports")

    def darken(self) -> None:
        """An order in the dark theme; light again after it."""
        for theme in ("Dark", "Light"):
            self.press("action-settings")
            self.find("settings-theme").choose(theme)
            self.press("page-orders")
            if theme == "Dark":
                self.find("orders-table").click()
                self.find("order-detail")
                self.take("orders-dark")
                self.press("order-detail-close")

    def look_at_views(self) -> None:
        """Views that the command line saved and pinned, one of them open; then all orders again."""
        for words in (
            ("save", "Dear ones", "--query", "total:>50", "--sort", "order_total:desc"),
            ("pin", "This month"),
            ("pin", "Dear ones"),
        ):
            command(self._place, "views", *words)
        self.press("pinned-view-2")
        self._app.find("orders-views", name="View: Dear ones", seconds=PATIENCE)
        self.press("orders-columns-button")
        self.take("views")
        self.press("orders-columns-button")
        self.press("page-orders")
        self._app.find("orders-views", name="View: All orders", seconds=PATIENCE)


def link(place: Desktop, retailer: str) -> None:
    """Add a retailer from the command line, beside the window."""
    answers = {"retailer": retailer, "username": "demo@example.com", "password": "correct horse"}
    given = json.dumps({**answers, "mfa_code": "424242"})
    command(place, "link", "stackline-1", "--answers", "-", typed=given)


def command(place: Desktop, *words: str, typed: str = "") -> None:
    """Run a command on the window's profile."""
    subprocess.run(
        [sys.executable, "-m", "orderdock", "--sandbox", *words],
        input=typed,
        env={**place.env, **ENV},
        text=True,
        check=True,
        capture_output=True,
    )


def main(album: Path) -> None:
    album.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, desktop(Path(folder)) as place:
        command = [sys.executable, "-m", "orderdock_ui", "--sandbox"]
        with place.program(command, ENV):
            app = place.application("orderdock", seconds=PATIENCE)
            camera = Camera(place, app, album)
            camera.find("empty-action")
            camera.take("first-run")
            camera.sign_in()
            camera.synced()
            camera.browse()
            camera.darken()
            for retailer in ("2", "10", "14"):
                link(place, retailer)
            camera.press("page-sync")
            camera.press("action-sync-all")
            camera.waiting()
            camera.take("syncing")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images"))
