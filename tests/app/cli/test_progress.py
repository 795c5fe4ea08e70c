import io

from orderdock.cli.bars import Bars
from orderdock.cli.output import Output
from orderdock.cli.progress import Following, PlainLines, Step, choose_progress
from orderdock.domain.connections import ConnectionId
from orderdock.domain.events import Noticed, SyncProgressed


def output(*, machine: bool = False) -> Output:
    return Output(machine=machine, stdout=io.StringIO(), stderr=io.StringIO())


def said(out: Output) -> list[str]:
    assert isinstance(out.stdout, io.StringIO)
    return out.stdout.getvalue().splitlines()


def test_a_pipe_hears_each_stage_once_and_the_end() -> None:
    out = output()
    lines = PlainLines(out)
    for done in range(0, 1000, 10):
        lines.show(Step("stackline-1", "Amazon", "reading", "Reading orders", done, 1000))
    lines.show(Step("stackline-1", "Amazon", "reading", "Reading orders", 1000, 1000))
    lines.show(Step("stackline-1", "Amazon", "done", "12 new orders"))
    assert said(out) == [
        "Amazon: Reading orders (0 of 1,000)",
        "Amazon: Reading orders (1,000 of 1,000)",
        "Amazon: 12 new orders",
    ]


def test_places_are_told_apart() -> None:
    out = output()
    following = Following(PlainLines(out), {"stackline-1": "My shops"}.get)  # type: ignore[arg-type]
    connection = ConnectionId("stackline-1")
    following.follow(SyncProgressed(connection, "queued"))
    following.follow(SyncProgressed(connection, "scanning", 3, link="Target"))
    following.follow(Noticed("Nothing new.", connection))
    following.tell_about(None)("encrypting", "Encrypting the sign-in.", about="Target")
    assert said(out) == [
        "My shops: Queued",
        "Target: Scanning (3)",
        "Nothing new.",
        "Target: Encrypting the sign-in.",
    ]


def test_of_several_connections_parts_are_told_with_whose_they_are() -> None:
    out = output()
    names = {"stackline-1": "My shops", "stackline-2": "Hers"}
    following = Following(PlainLines(out), names.__getitem__, several=True)
    for connection in map(ConnectionId, names):
        following.follow(SyncProgressed(connection, "connecting"))
        following.follow(SyncProgressed(connection, "reading", link="Amazon"))
        following.follow(SyncProgressed(connection, "done", link="Amazon", message="Amazon is new"))
    assert said(out) == [
        "My shops: Connecting",
        "My shops, Amazon: Reading",
        "My shops: Amazon is new",
        "Hers: Connecting",
        "Hers, Amazon: Reading",
        "Hers: Amazon is new",
    ]


def test_json_hears_nothing_before_the_result() -> None:
    out = output(machine=True)
    quiet = choose_progress(out, conversation=False)
    quiet.show(Step(None, "Amazon", "reading"))
    quiet.notice("Nothing new.", None)
    with quiet.set_aside():
        pass
    quiet.close()
    assert said(out) == []


def test_a_conversation_is_paced_but_hears_every_stage() -> None:
    out = output(machine=True)
    lines = choose_progress(out, conversation=True)
    for done in range(50):
        lines.show(Step("stackline-1", "Amazon", "reading", "", done, None))
    lines.show(Step("stackline-1", "Amazon", "done"))
    assert len(said(out)) < 10
    assert '"stage": "done"' in said(out)[-1]


def test_bars_show_words_and_only_true_shares() -> None:
    stream = io.StringIO()
    bars = Bars(stream)
    bars.show(Step("stackline-1", "Amazon", "scanning", "Looking through the account"))
    bars.show(Step("stackline-1", "Target [red]", "reading", "Reading orders", 200, 1430))
    with bars.set_aside():
        stream.write("Enter the code: 1\n")
    bars.notice("Nothing new at Target.", None)
    bars.show(Step("stackline-1", "Amazon", "done", "12 new orders"))
    bars.close()
    shown = stream.getvalue()
    assert "Target [red]" in shown
    assert "200 of 1,430" in shown
    assert "12 new orders" in shown
    assert "%" not in shown
