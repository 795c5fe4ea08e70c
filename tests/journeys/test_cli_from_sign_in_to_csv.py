"""The main job on the command line: sign in, connect a retailer, sync, look, export."""

import base64
import csv
import io
import json
from pathlib import Path

from orderdock.sandbox.demo import demo_answers
from orderdock.sandbox.running import RunningSandbox
from tests.journeys.program import Object, Program, keys

HEADER = (
    "Retailer,Retailer Order ID,Order Date,Item Name,Brand,Dept,Category,SubCategory,SKU,Quantity,"
    "Price,Currency,Shipment Status,Order Total"
)
PASSWORD = "canary-password-5521"
CODE = "915372"
TOKEN = "sandbox-portal-0199-canary7731"
PASSPHRASE = "canary-passphrase-8841"
AMAZON = {"retailer": "1", "mfa_method": "email", "mfa_code": CODE, "password": PASSWORD}


def with_canaries(sandbox: RunningSandbox) -> None:
    sandbox.stackline.manners(password=PASSWORD, mfa_code=CODE)


def test_from_sign_in_to_csv_by_answers(program: Program, sandbox: RunningSandbox) -> None:
    with_canaries(sandbox)
    connected = program.connect(access_token=TOKEN, **AMAZON)
    assert (connected.code, connected.err) == (0, "")
    assert connected.result["id"] == "stackline-1"
    assert connected.result["outcome"] == "ok"

    first = program("sync", "--json")
    assert (first.code, first.err) == (0, "")
    assert first.result["added"] > 0
    assert first.result["complete"] is True

    again = program("sync", "--json")
    assert (again.result["added"], again.result["changed"]) == (0, 0)
    assert again.result["unchanged"] > 0

    (shown,) = program("connections", "--json").objects
    connection = shown["connections"][0]
    assert (connection["state"], connection["lines"]) == ("ok", first.result["added"])
    assert connection["links"][0]["name"] == "Amazon"

    assert len(program("orders", "--json").objects) == first.result["added"]
    exported_twice_is_the_same(program, first.result["added"])
    nothing_secret_is_left(program)


def exported_twice_is_the_same(program: Program, lines: int) -> None:
    one, two = program.folder.parent / "one.csv", program.folder.parent / "two.csv"
    for target in (one, two):
        ended = program("export", str(target))
        assert (ended.code, ended.err) == (0, "")
        assert str(target) in ended.out
    raw = one.read_bytes()
    assert raw == two.read_bytes()
    assert raw.startswith(HEADER.encode() + b"\r\n")
    rows = list(csv.reader(io.StringIO(raw.decode(), newline="")))
    assert len(rows) == lines + 1
    dates = [row[2] for row in rows[1:]]
    assert dates == sorted(dates)


def nothing_secret_is_left(program: Program) -> None:
    secrets = [PASSWORD, CODE, TOKEN, PASSPHRASE]
    encoded = [base64.b64encode(s.encode()).decode().rstrip("=") for s in secrets]
    said = "\n".join(program.said)
    files = [p for p in program.folder.parent.rglob("*") if p.is_file()]
    assert files
    for canary in [*secrets, *encoded, *(s.encode().hex() for s in secrets)]:
        assert canary not in said
        for file in files:
            assert canary.encode() not in file.read_bytes(), file


def test_from_sign_in_to_csv_by_stdio(program: Program, sandbox: RunningSandbox) -> None:
    with_canaries(sandbox)
    values = {"sign_in": "token", "access_token": TOKEN, "username": "demo@example.com", **AMAZON}
    asked: list[str] = []

    def answer(question: Object) -> Object:
        asked.extend(keys(question))
        return {f["key"]: values[f["key"]] for f in question["fields"] if f["key"] in values}

    with program.conversation("connect", "stackline", "--base-url", program.base_url) as talk:
        result = talk.goes_on(answer)
        assert talk.ends() == 0
        assert not talk.errors
    wanted = ["sign_in", "access_token", "retailer", "username", "password"]
    assert asked == [*wanted, "mfa_method", "mfa_code"]
    assert result["connections"][0]["id"] == "stackline-1"
    stages = [o["stage"] for o in talk.heard if o["type"] == "progress"]
    assert "encrypting" in stages
    assert "verified" in stages

    with program.conversation("sync") as talk:
        result = talk.goes_on(answer)
        assert talk.ends() == 0
    assert result["connections"][0]["added"] > 0
    assert any(o["type"] == "progress" and o["link"] == "Amazon" for o in talk.heard)
    nothing_secret_is_left(program)


def test_a_refused_form_comes_back_without_the_secret(
    program: Program, sandbox: RunningSandbox
) -> None:
    with_canaries(sandbox)
    values = {"sign_in": "token", "access_token": TOKEN, "username": "demo@example.com", **AMAZON}
    passwords = iter(["canary-wrong-1", PASSWORD])
    refused: list[Object] = []

    def answer(question: Object) -> Object:
        refused.extend(f for f in question["fields"] if f["error"])
        filled = {k: values[k] for k in keys(question)}
        return filled | ({"password": next(passwords)} if "password" in filled else {})

    with program.conversation("connect", "stackline", "--base-url", program.base_url) as talk:
        talk.goes_on(answer)
        assert talk.ends() == 0
    assert [f["key"] for f in refused] == ["password"]
    assert refused[0]["default"] is None
    assert "canary-wrong-1" not in "".join(program.said)


def test_an_account_may_be_connected_without_a_retailer(program: Program) -> None:
    connected = program.connect(retailer="skip")
    assert connected.code == 0
    added = program("link", "stackline-1", "--json", answers={"retailer": "2", **SIGN_IN})
    assert (added.code, added.err) == (0, "")
    (shown,) = program("connections", "--json").objects
    assert [link["name"] for link in shown["connections"][0]["links"]] == ["Walmart"]


SIGN_IN = {"username": "demo@example.com", "password": "correct horse"}


def test_shapes_formats_and_filters(program: Program) -> None:
    program.connect(retailer="2")
    lines = program("sync", "--json").result["added"]
    everything = program("orders", "--json").objects
    first = everything[0]
    wanted = {"retailer", "order_number", "ordered_at", "quantity", "connection", "order_id"}
    assert wanted | {"line_id", "unit_price", "order_total"} <= first.keys()

    year = first["ordered_at"][:4]
    of_year = program("orders", "--json", "--from", f"{year}-01-01", "--to", f"{year}-12-31")
    expected = [o for o in everything if (o["ordered_at"] or "").startswith(year)]
    assert of_year.objects == expected
    assert program("orders", "--json", "--retailer", "Nowhere").objects == []
    assert program("orders", "--json", "--limit", "3", "--offset", "1").objects == everything[1:4]

    groups = program("summary", "--by", "month", "--json").objects
    assert sum(group["lines"] for group in groups) == lines
    assert {"month", "currency", "orders", "lines", "total"} == groups[0].keys()

    target = program.folder.parent / "all.jsonl"
    assert program("export", str(target)).code == 0
    assert len(target.read_text(encoding="utf-8").splitlines()) == lines
    for preset in ("orders", "lines-full", "bookkeeper-monthly", "quickbooks-bank", "xero-bank"):
        for ending in ("csv", "xlsx"):
            made = program("export", f"{target.with_name(preset)}.{ending}", "--preset", preset)
            assert made.code == 0
    slim = target.with_name("slim.csv")
    program("export", str(slim), "--columns", "sku,quantity")
    assert slim.read_text(encoding="utf-8").startswith("SKU,Quantity\n")


def test_what_an_export_cannot_do_is_said_and_leaves_the_old_file(
    program: Program, tmp_path: Path
) -> None:
    old = tmp_path / "old.csv"
    old.write_text("old")
    for code, *arguments in (
        (2, "x.csv", "--format", "odd"),
        (2, "x.ods"),
        (2, "x.csv", "--preset", "nobody-knows-it"),
        (2, "old.csv", "--columns", "sku,colour"),
        (1, "nowhere/x.csv"),
        (1, str(tmp_path)),
    ):
        ended = program("export", *map(str, arguments))
        assert ended.code == code, arguments
        assert len(ended.err.splitlines()) == 1, arguments
    assert old.read_text() == "old"
    assert not (tmp_path / "nowhere").exists()
    empty = program("export", str(tmp_path / "empty.csv"))
    assert empty.code == 0
    assert (tmp_path / "empty.csv").read_bytes() == HEADER.encode() + b"\r\n"


def test_datasets_and_doctor(program: Program) -> None:
    program.connect(retailer="2")
    (listed,) = program("datasets", "stackline-1", "--json").objects
    assert listed["datasets"]
    dataset = listed["datasets"][0]["id"]
    fetched = program("fetch", "stackline-1", dataset, "--limit", "2", "--json")
    assert fetched.code == 0
    assert len(fetched.objects) <= 2
    saved = program("fetch", "stackline-1", dataset, "--out", "some.csv")
    assert saved.code == 0
    assert (program.folder.parent / "some.csv").exists()
    assert program("fetch", "stackline-1", "nothing").code == 2
    assert program("fetch", "stackline-1", dataset, "--where", "x ~ y").code == 2
    (report,) = program("doctor", "--json").objects
    assert "sqlite" in json.dumps(report).lower()


def test_disconnecting_keeps_or_erases(program: Program) -> None:
    name = ""
    for option, left in (("--erase-orders", 0), ("--keep-orders", 1)):
        assert program.connect(retailer="2").code == 0
        program("sync")
        name = program("connections", "--json").objects[0]["connections"][0]["id"]
        assert program("disconnect", name, option).code == 0
        assert program("connections", "--json").objects[0]["connections"] == []
        assert bool(program("orders", "--json", "--limit", "1").objects) is bool(left)
    assert program("disconnect", name, "--erase-orders").code == 0
    assert program("orders", "--json").objects == []


def test_the_built_in_sandbox_needs_nothing_else(program: Program) -> None:
    sandboxed = Sandboxed(program.folder, "")
    ended = sandboxed("connect", "stackline", "--json", answers=demo_answers("stackline"))
    assert (ended.code, ended.err) == (0, "")
    synced = sandboxed("sync")
    assert (synced.code, synced.err) == (0, "")
    assert "Amazon is up to date" in synced.out
    assert " lines added, 0 changed" in synced.out.splitlines()[-1]
    (shown,) = sandboxed("connections", "--json").objects
    assert shown["connections"][0]["lines"] > 0
    assert program("connections", "--json").objects == [{"connections": []}]


class Sandboxed(Program):
    """The program on its own sandbox."""

    def command(self, *arguments: str) -> list[str]:
        return super().command("--sandbox", *arguments)
