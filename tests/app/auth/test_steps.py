from orderdock.auth.steps import Answers, Field, Form, asked_until_taken
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
