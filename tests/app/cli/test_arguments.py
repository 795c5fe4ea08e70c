import pytest

from orderdock.cli.arguments import Arguments, read_arguments, wants_window
from orderdock.domain.errors import WrongUsage


def test_sandbox_never_eats_the_command() -> None:
    assert read_arguments(["--sandbox", "sync", "--full"]) == Arguments(
        sandbox="default", command=("sync", "--full")
    )


def test_a_scenario_stands_behind_the_equals_sign() -> None:
    assert read_arguments(["--sandbox=cipher-b", "sync"]).sandbox == "cipher-b"


@pytest.mark.parametrize("typed", [["--profile", "shop"], ["--profile=shop"]])
def test_values_come_either_way(typed: list[str]) -> None:
    assert read_arguments([*typed, "orders"]) == Arguments(profile="shop", command=("orders",))


def test_options_behind_the_command_are_left_to_it() -> None:
    assert read_arguments(["export", "--sandbox"]).command == ("export", "--sandbox")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--sanbox"], "Did you mean --sandbox?"),
        (["--profile"], "--profile needs a value"),
        (["--data-dir="], "--data-dir needs a value"),
        (["--sandbox=", "sync"], "needs a scenario"),
        (["--sandbox", "--sandbox"], "given twice"),
        (["--profile", "a", "--data-dir", "b"], "exclude each other"),
    ],
)
def test_mistakes_are_said_in_one_sentence(typed: list[str], said: str) -> None:
    with pytest.raises(WrongUsage, match=said.replace("?", r"\?")):
        read_arguments(typed)
    assert not wants_window(typed)


def test_the_window_opens_without_a_command_only() -> None:
    assert wants_window([])
    assert wants_window(["--sandbox=silent", "--profile", "x"])
    assert not wants_window(["--sandbox", "sync"])
    assert not wants_window(["--help"])
    assert not wants_window(["--version"])


def test_the_next_step_repeats_what_was_typed() -> None:
    typed = ["--data-dir", "some where", "--sandbox=silent"]
    assert read_arguments([*typed, "sync"]).as_typed() == typed
    assert read_arguments(["--sandbox", "sync"]).as_typed() == ["--sandbox"]
