"""The window as a screen reader meets it: a small AT-SPI client over D-Bus.

Find things by the identifiers of the outside contract, press, type, read. Everything that waits has
a deadline and says in its failure what was there instead.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from time import monotonic, sleep
from typing import Any, TypeVar

from jeepney import DBusAddress, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.support.session_bus import wait_for_name

ANSWER_WITHIN = 10.0
NOBODY = "/org/a11y/atspi/null"
LABELLED_BY = 2
TABLES = ("table", "tree", "tree table")
PRESSING = ("Press", "Toggle", "ShowMenu", "SetFocus")

T = TypeVar("T")
Reference = tuple[str, str]

DEVICES: Reference = ("org.a11y.atspi.Registry", "/org/a11y/atspi/registry/deviceeventcontroller")
PRESS_AND_RELEASE_KEYSYM = 3
KEYS = {
    "BackSpace": 0xFF08,
    "Tab": 0xFF09,
    "Return": 0xFF0D,
    "Escape": 0xFF1B,
    "Home": 0xFF50,
    "Left": 0xFF51,
    "Up": 0xFF52,
    "Right": 0xFF53,
    "Down": 0xFF54,
    "End": 0xFF57,
    "Space": 0x20,
}


class Gone(Exception):
    """The other side no longer knows the thing we asked about."""


class State(IntEnum):
    """The states we look at (AtspiStateType)."""

    CHECKED = 4
    DEFUNCT = 6
    EDITABLE = 7
    ENABLED = 8
    EXPANDED = 10
    FOCUSABLE = 11
    FOCUSED = 12
    MODAL = 16
    SELECTED = 23
    SENSITIVE = 24
    SHOWING = 25
    VISIBLE = 30


_DOUBLE_CLICK = 0.6
"""Seconds, and some more than Qt's own."""


def wait_until(condition: Callable[[], T], seconds: float = 30, what: str = "it") -> T:
    """The first true answer of `condition`, asked again and again for at most `seconds`."""
    until = monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        assert monotonic() < until, f"{what} did not come true in {seconds} s (last: {answer!r})"
        sleep(0.05)


class AccessibilityBus:
    """A connection to the bus on which programs describe their windows."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def of_session(cls, session: str) -> Iterator["AccessibilityBus"]:
        """The accessibility bus that belongs to the D-Bus session at address `session`."""
        keeper = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        with open_dbus_connection(session) as bus:
            reply = bus.send_and_get_reply(
                new_method_call(keeper, "GetAddress"), timeout=ANSWER_WITHIN
            )
            address = reply.body[0]
        wait_for_name(address, "org.freedesktop.DBus")
        with open_dbus_connection(address) as connection:
            yield cls(connection)

    @property
    def root(self) -> "Node":
        """Where all programs hang."""
        return Node(self, ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"))

    def call(
        self,
        where: Reference,
        interface: str,
        method: str,
        signature: str | None = None,
        body: tuple[object, ...] = (),
    ) -> Any:
        """What `method` answers, its first value."""
        address = DBusAddress(where[1], where[0], f"org.a11y.atspi.{interface}")
        message = new_method_call(address, method, signature, body)
        return self._ask(message, f"{interface}.{method}")

    def read(self, where: Reference, interface: str, name: str) -> Any:
        """Value of a property."""
        address = DBusAddress(where[1], where[0], f"org.a11y.atspi.{interface}")
        return self._ask(Properties(address).get(name), f"{interface}.{name}")[1]

    def key(self, *names: str) -> None:
        """Press keys on the real keyboard, one after another: a name of KEYS or a single letter."""
        for name in names:
            symbol = KEYS.get(name) or ord(name)
            body = (symbol, "", PRESS_AND_RELEASE_KEYSYM)
            self.call(DEVICES, "DeviceEventController", "GenerateKeyboardEvent", "isu", body)

    def mouse(self, x: int, y: int, event: str = "b1c") -> None:
        """Move the real mouse to a place on the screen and click there."""
        for what in ("abs", event):
            self.call(DEVICES, "DeviceEventController", "GenerateMouseEvent", "iis", (x, y, what))

    def _ask(self, message: Any, what: str) -> Any:
        reply = self._connection.send_and_get_reply(message, timeout=ANSWER_WITHIN)
        if reply.header.message_type is MessageType.error:
            raise Gone(f"{what}: {reply.body}")
        return reply.body[0] if reply.body else None


@dataclass(frozen=True)
class Node:
    """One accessible thing: a window, a button, a field, a table."""

    bus: AccessibilityBus
    reference: Reference

    def __str__(self) -> str:
        try:
            return f"[{self.role}] {self.name!r} #{self.identifier}"
        except Gone:
            return "[gone]"

    # what it is

    @property
    def name(self) -> str:
        """What a screen reader calls it."""
        return str(self.bus.read(self.reference, "Accessible", "Name"))

    @property
    def description(self) -> str:
        """What a screen reader adds on request."""
        return str(self.bus.read(self.reference, "Accessible", "Description"))

    @property
    def identifier(self) -> str:
        """Its accessible identifier; by default Qt makes a path of object names of it."""
        return str(self.bus.read(self.reference, "Accessible", "AccessibleId"))

    @property
    def role(self) -> str:
        """Its role in AT-SPI's words: `push button`, `text`, `password text`, `table`, ..."""
        return str(self.bus.call(self.reference, "Accessible", "GetRoleName"))

    @property
    def labels(self) -> list[str]:
        """Names of the labels that point at it (a combo box is named by these)."""
        relations = self.bus.call(self.reference, "Accessible", "GetRelationSet")
        return [
            Node(self.bus, (who, path)).name
            for kind, targets in relations
            if kind == LABELLED_BY
            for who, path in targets
        ]

    @property
    def states(self) -> set[int]:
        """Numbers of the states it is in."""
        low, high = self.bus.call(self.reference, "Accessible", "GetState")
        bits = low | high << 32
        return {number for number in range(64) if bits >> number & 1}

    def has(self, state: State) -> bool:
        """Whether it is in `state`."""
        return state in self.states

    @property
    def usable(self) -> bool:
        """Whether a person could use it now: on screen and not greyed out."""
        return {State.SHOWING, State.ENABLED} <= self.states

    # where things are

    @property
    def children(self) -> list["Node"]:
        """What it is made of."""
        references = self.bus.call(self.reference, "Accessible", "GetChildren")
        return [Node(self.bus, (who, path)) for who, path in references if path != NOBODY]

    def walk(self) -> Iterator["Node"]:
        """It and everything below, but not the cells of tables: each of those is a D-Bus object."""
        yield self
        if self.role in TABLES:
            return
        for child in self.children:
            yield from child.walk()

    def matches(self, identifier: str | None, role: str | None, name: str | None) -> bool:
        """Whether it is what `find` looks for."""
        if identifier is not None and self.identifier != identifier:
            return False
        if role is not None and self.role != role:
            return False
        return name is None or self.name == name or name in self.labels

    def look(
        self,
        identifier: str | None = None,
        *,
        role: str | None = None,
        name: str | None = None,
        showing: bool = True,
    ) -> "Node | None":
        """The first match that is there right now, or None; on screen unless `showing` is False."""
        try:
            for node in self.walk():
                if node.matches(identifier, role, name) and (
                    not showing or node.role == "application" or node.has(State.SHOWING)
                ):
                    return node
        except Gone:  # the tree changed while we walked it
            return None
        return None

    def find(
        self,
        identifier: str | None = None,
        *,
        role: str | None = None,
        name: str | None = None,
        showing: bool = True,
        seconds: float = 30,
    ) -> "Node":
        """The first match below, waiting for it; the failure lists what is there instead."""
        until = monotonic() + seconds
        while True:
            found = self.look(identifier, role=role, name=name, showing=showing)
            if found is not None:
                return found
            if monotonic() > until:
                wanted = " ".join(str(part) for part in (role, name, identifier) if part)
                raise AssertionError(f"no {wanted} in {seconds} s; there is:\n{self.outline()}")
            sleep(0.05)

    def wait_gone(self, identifier: str, seconds: float = 30) -> None:
        """Return when nothing by that identifier is on screen any more."""
        wait_until(lambda: self.look(identifier) is None, seconds, f"the end of {identifier}")

    def outline(self, indent: int = 0) -> str:
        """The tree below as text, for failures."""
        try:
            line = "  " * indent + str(self)
            inner = [] if self.role in TABLES else self.children
        except Gone:
            return "  " * indent + "[gone]"
        return "\n".join([line, *(child.outline(indent + 1) for child in inner)])

    # what can be done with it

    @property
    def actions(self) -> list[str]:
        """Names of what it can be asked to do."""
        return [action[0] for action in self.bus.call(self.reference, "Action", "GetActions")]

    def press(self, action: str | None = None) -> None:
        """Do `action`; by default what a click does. Waits until it can be pressed."""
        wait_until(lambda: self.usable, what=f"use of {self}")
        actions = self.actions
        wanted = action or next(name for name in PRESSING if name in actions)
        done = self.bus.call(self.reference, "Action", "DoAction", "i", (actions.index(wanted),))
        assert done, f"{self} did not do {wanted}"

    def click(self) -> None:
        """Click its middle with the real mouse, which also gives it the keyboard."""
        wait_until(lambda: self.usable, what=f"use of {self}")
        left, top, width, height = self.extents
        self.bus.mouse(left + width // 2, top + height // 2)

    def choose(self, label: str) -> None:
        """Open a combo box and choose the entry that reads `label`."""
        self.click()
        entry = self.find(role="list item", name=label)
        sleep(_DOUBLE_CLICK)  # a list that has just opened takes no click: it may be a second one
        entry.click()
        wait_until(lambda: self.name == label, what=f"choice of {label}")

    def type(self, text: str) -> None:
        """Replace what a field holds by `text`."""
        wait_until(lambda: self.usable, what=f"use of {self}")
        done = self.bus.call(self.reference, "EditableText", "SetTextContents", "s", (text,))
        assert done, f"{self} took no text"

    @property
    def text(self) -> str:
        """What a field holds; passwords read as bullets."""
        return str(self.bus.call(self.reference, "Text", "GetText", "ii", (0, -1)))

    @property
    def value(self) -> float:
        """Of a progress bar, slider or spin box."""
        return float(self.bus.read(self.reference, "Value", "CurrentValue"))

    @property
    def extents(self) -> tuple[int, int, int, int]:
        """Left, top, width and height on the screen."""
        left, top, width, height = self.bus.call(
            self.reference, "Component", "GetExtents", "u", (0,)
        )
        return left, top, width, height

    # lists and tables

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of a table."""
        rows = self.bus.read(self.reference, "Table", "NRows")
        columns = self.bus.read(self.reference, "Table", "NColumns")
        return int(rows), int(columns)

    def cell(self, row: int, column: int) -> "Node":
        """One cell of a table, counted from zero."""
        who, path = self.bus.call(self.reference, "Table", "GetAccessibleAt", "ii", (row, column))
        return Node(self.bus, (who, path))

    def row(self, number: int) -> list[str]:
        """The texts of one row of a table."""
        return [self.cell(number, column).name for column in range(self.size[1])]

    def select_row(self, number: int) -> None:
        """Select one row of a table."""
        self.bus.call(self.reference, "Table", "AddRowSelection", "i", (number,))

    def select_child(self, number: int) -> None:
        """Select one entry of a list or combo box."""
        self.bus.call(self.reference, "Selection", "SelectChild", "i", (number,))
