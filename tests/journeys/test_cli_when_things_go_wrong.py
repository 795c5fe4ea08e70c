"""Wrong passwords and codes, cancels and signals: exit codes, sentences, and nothing half made."""

import signal
import time

import pytest

from orderdock.sandbox.running import RunningSandbox
from tests.journeys.program import Conversation, Object, Program

AMAZON = {"retailer": "1", "mfa_method": "sms"}
SIGN_IN = {"sign_in": "token", "access_token": "sandbox-portal-0199"}
USER = {"username": "demo@example.com", "password": "correct horse"}


def nothing_is_connected(program: Program) -> None:
    assert program("connections", "--json").objects == [{"connections": []}]


def test_a_wrong_password_says_so_and_leaves_nothing(program: Program) -> None:
    ended = program.connect(retailer="2", password="canary-wrong-99")
    assert ended.code == 3
    assert "password" in ended.err
    assert "Walmart" in ended.err
    assert len(ended.err.splitlines()) == 1
    assert "canary-wrong-99" not in "".join(program.said)
    nothing_is_connected(program)


def test_wrong_then_right_works(program: Program) -> None:
    assert program.connect(retailer="2", password=["wrong", "correct horse"]).code == 0


def test_a_wrong_code_three_times_ends_in_words(program: Program) -> None:
    ended = program.connect(**AMAZON, mfa_code=["111111", "222222", "333333"])
    assert ended.code == 1
    assert "too many attempts" in ended.err
    assert len(ended.err.splitlines()) == 1
    nothing_is_connected(program)


def test_a_wrong_code_and_then_the_right_one_works(program: Program) -> None:
    assert program.connect(**AMAZON, mfa_code=["111111", "424242"]).code == 0


def test_a_missing_answer_is_named(program: Program) -> None:
    ended = program("connect", "stackline", "--base-url", program.base_url, answers=SIGN_IN)
    assert ended.code == 3
    assert "retailer" in ended.err
    nothing_is_connected(program)


def test_nobody_there_is_exit_3_and_names_the_question(program: Program) -> None:
    ended = program("connect", "stackline", "--base-url", program.base_url)
    assert ended.code == 3
    assert "sign_in" in ended.err


def until(key: str, talk: Conversation, *more: str) -> Object:
    """Answer everything up to the question for `key`."""
    values = {**SIGN_IN, **USER, **AMAZON}
    while True:
        question = talk.next("question")
        keys = [f["key"] for f in question["fields"]]
        if key in keys:
            return question
        talk.answers(question, **{k: values[k] for k in keys if k in values})


@pytest.mark.parametrize("key", ["sign_in", "retailer", "password", "mfa_method", "mfa_code"])
def test_a_cancel_at_any_question_leaves_nothing(program: Program, key: str) -> None:
    with program.conversation("connect", "stackline", "--base-url", program.base_url) as talk:
        question = until(key, talk)
        talk.says({"type": "cancel", "id": question["id"]})
        result = talk.next("result")
        assert talk.ends() == 130
        assert len(talk.errors.splitlines()) == 1
    assert result["connections"][0]["outcome"] == "cancelled"
    nothing_is_connected(program)


def test_the_end_of_the_input_is_a_cancel(program: Program) -> None:
    with program.conversation("connect", "stackline", "--base-url", program.base_url) as talk:
        until("mfa_code", talk)
        talk.hangs_up()
        assert talk.ends() == 130
    nothing_is_connected(program)


def test_lines_without_sense_do_not_end_a_conversation(program: Program) -> None:
    with program.conversation("connect", "stackline", "--base-url", program.base_url) as talk:
        question = until("sign_in", talk)
        talk.says("{nonsense")
        assert talk.next("error")["code"] == "malformed_line"
        talk.says({"type": "answer", "id": "q99", "values": {"sign_in": "token"}})
        talk.answers(question, sign_in="carrier pigeon")
        again = talk.next("question")
        assert again["fields"][0]["error"]
        talk.answers(again, sign_in="token")
        assert "access_token" in [f["key"] for f in talk.next("question")["fields"]]


@pytest.mark.parametrize("word", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("key", ["sign_in", "mfa_code"])
def test_a_signal_at_a_question_ends_within_two_seconds(
    program: Program, key: str, word: signal.Signals
) -> None:
    with program.conversation("connect", "stackline", "--base-url", program.base_url) as talk:
        until(key, talk)
        began = time.monotonic()
        talk.interrupt(word)
        assert talk.ends() == 130
        assert time.monotonic() - began < 8  # two, and what a busy machine needs
        assert len(talk.errors.splitlines()) == 1
    nothing_is_connected(program)


def test_an_interrupted_sync_keeps_what_it_read_and_goes_on(
    program: Program, sandbox: RunningSandbox
) -> None:
    program.connect(retailer="2")
    sandbox.control.fault("slow", "/sync/orders", times=None, skip=2, delay=30)
    with program.conversation("sync") as talk:
        while talk.next("progress")["stage"] != "reading":
            pass
        began = time.monotonic()
        talk.interrupt()
        result = talk.next("result")
        assert talk.ends() == 130
        assert time.monotonic() - began < 8  # two, and what a busy machine needs
        assert len(talk.errors.splitlines()) == 1
    assert result["connections"][0]["outcome"] == "cancelled"
    sandbox.control.clear_faults()
    ended = program("sync", "--json")
    assert ended.code == 0
    assert ended.result["complete"] is True
    kept = len(program("orders", "--json").objects)
    assert program("sync", "--json").result["added"] == 0
    assert len(program("orders", "--json").objects) == kept


def test_a_provider_in_trouble_is_one_sentence(program: Program, sandbox: RunningSandbox) -> None:
    program.connect(retailer="2")
    sandbox.control.fault("html", "/sync/orders", times=None)
    ended = program("sync", "--json")
    assert ended.code == 1
    assert len(ended.err.splitlines()) == 1
    error, result = ended.objects
    assert (error["type"], error["connection"]) == ("error", "stackline-1")
    assert result["connections"][0]["outcome"] == "failed"


def test_one_connection_in_need_does_not_stop_the_other(
    program: Program, sandbox: RunningSandbox
) -> None:
    program.connect(retailer="2")
    program.connect(access_token="sandbox-portal-0100", retailer="13", name="Other")
    sandbox.stackline.set_connection(2, "invalid")
    ended = program("sync", "--json")
    outcomes = {c["id"]: c["outcome"] for c in ended.objects[-1]["connections"]}
    assert outcomes == {"stackline-1": "needs_you", "stackline-2": "ok"}
    assert ended.code == 4
    assert len(ended.err.splitlines()) == 1


def test_repair_keeps_id_and_history(program: Program, sandbox: RunningSandbox) -> None:
    program.connect(retailer="2")
    lines = program("sync", "--json").result["added"]
    sandbox.stackline.set_connection(2, "invalid")
    assert program("sync", "--json").code == 3
    (shown,) = program("connections", "--json").objects
    assert shown["connections"][0]["links"][0]["state"] == "sign_in_needed"
    repaired = program("repair", "stackline-1", "Walmart", "--json", answers=USER)
    assert (repaired.code, repaired.err) == (0, "")
    assert repaired.result["id"] == "stackline-1"
    again = program("sync", "--json")
    assert (again.code, again.result["added"]) == (0, 0)
    assert again.result["unchanged"] <= lines


def test_a_second_sync_of_the_same_connection_is_told(
    program: Program, sandbox: RunningSandbox
) -> None:
    program.connect(retailer="2")
    sandbox.control.fault("slow", "/sync/*", times=None, delay=20)
    with program.conversation("sync") as talk:
        talk.next("progress")
        ended = program("sync", "--json")
        assert ended.code == 1
        assert "already syncing" in ended.err.lower()
        assert ended.objects[0]["code"] == "already_syncing"
