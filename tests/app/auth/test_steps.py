from orderdock.auth.steps import (
    Answers,
    Choice,
    Field,
    FieldKind,
    Form,
    Option,
    asked_until_taken,
    chosen,
    picked,
)
from orderdock.domain.errors import Refused
from tests.support.scripted_dialogue import ScriptedDialogue


async def test_what_is_refused_is_asked_again_with_the_sentence_at_its_field() -> None:
    async def take(answers: Answers) -> str:
        if answers.text("code") != "right":
            raise Refused("code", "That was not it.", "Try again.")
        return "in"

    person = ScriptedDialogue({"code": ["wrong", "also wrong", "right"]})
    assert await asked_until_taken(person, Form("Code", (Field("code", "Code"),)), take) == "in"
    assert person.errors == ["That was not it. Try again."] * 2


def shelf(*options: Option) -> Choice:
    return Choice("Which?", Field("which", "Which", FieldKind.CHOICE, options=options))


async def test_a_choice_is_asked_until_it_is_one_of_the_options() -> None:
    person = ScriptedDialogue({"which": ["c", "off", "b"]})
    options = Option("a", "A"), Option("b", "B"), Option("off", "Off", enabled=False)
    assert await chosen(person, shelf(*options)) == "b"
    assert person.errors == ["This cannot be chosen. Choose one of the others."] * 2


async def test_a_single_option_is_taken_without_asking() -> None:
    person = ScriptedDialogue()
    assert await chosen(person, shelf(Option("a", "A"), Option("b", "B", enabled=False))) == "a"
    assert person.asked == []


async def test_a_choice_may_be_answered_by_label_and_says_why_one_cannot_be_had() -> None:
    person = ScriptedDialogue({"which": ["off", "nothing", "b TWO"]})
    off = Option("off", "Off", enabled=False, why_not="It is off.")
    assert await picked(person, shelf(Option("b", "B two"), off), "Choose from the list.") == "b"
    assert person.errors == ["It is off.", "Choose from the list."]
