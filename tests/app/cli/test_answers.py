from pathlib import Path
from typing import Any

import pytest

from orderdock.auth.steps import BrowserPage, Choice, Field, FieldKind, Form, Option
from orderdock.cli.dialogues.answers import AnswersFromSheet, AnswerSheet, read_sheet
from orderdock.domain.errors import MissingAnswer, WrongUsage
from orderdock.domain.secret import Secret

USERNAME = Field("username", "User name")
PASSWORD = Field("password", "Password", FieldKind.PASSWORD)
CODE = Field("mfa_code", "Code", FieldKind.CODE)
SIGN_IN = Form("Sign in", (USERNAME, PASSWORD))


def dialogue(**values: Any) -> AnswersFromSheet:
    async def browse(page: BrowserPage) -> None:
        raise MissingAnswer("no browser", key="redirect_url")

    return AnswersFromSheet(AnswerSheet(values), lambda *a, **k: None, browse)


async def test_each_field_gets_its_answer() -> None:
    answers = await dialogue(username=" me ", password=" s ").ask(SIGN_IN)
    assert answers.text("username") == "me"
    assert answers["password"] == Secret(" s ")


async def test_a_list_is_used_in_turn_and_single_values_go_with_it() -> None:
    talk = dialogue(username="me", password=["wrong", "right"])
    assert (await talk.ask(SIGN_IN)).secret("password") == Secret("wrong")
    again = await talk.ask(SIGN_IN.with_error("password", "Amazon did not accept this password."))
    assert again.secret("password") == Secret("right")
    assert again.text("username") == "me"


async def test_a_refused_answer_without_another_one_says_the_providers_sentence() -> None:
    talk = dialogue(username="me", password="wrong")
    await talk.ask(SIGN_IN)
    with pytest.raises(MissingAnswer, match="did not accept this password") as caught:
        await talk.ask(SIGN_IN.with_error("password", "Amazon did not accept this password."))
    assert caught.value.key == "password"
    assert "wrong" not in str(caught.value)


async def test_a_question_that_only_comes_again_ends_too() -> None:
    talk = dialogue(mfa_code="111111")
    form = Form("Enter the code", (CODE,), "That code was wrong. Enter the new one.")
    await talk.ask(form)
    with pytest.raises(MissingAnswer, match="That code was wrong"):
        await talk.ask(form)


async def test_two_retailers_may_share_one_code() -> None:
    talk = dialogue(mfa_code="12 34 56")
    for retailer in ("Amazon", "Target"):
        answers = await talk.ask(Form("Enter the code", (CODE,), about=retailer))
        assert answers.secret("mfa_code") == Secret("123456")


async def test_a_missing_answer_is_named() -> None:
    with pytest.raises(MissingAnswer, match="no answer for password") as caught:
        await dialogue(username="me").ask(SIGN_IN)
    assert caught.value.key == "password"


async def test_defaults_and_optional_fields_need_no_answer() -> None:
    form = Form(
        "Advanced",
        (Field("name", "Name", default="My shops"), Field("cipher", "Cipher", required=False)),
    )
    answers = await dialogue().ask(form)
    assert dict(answers) == {"name": "My shops"}


async def test_an_option_goes_by_its_value_or_its_label() -> None:
    options = (Option("1", "Amazon"), Option("2", "Walmart", enabled=False, why_not="Closed."))
    choice = Choice("Pick", Field("retailer", "Retailer", FieldKind.CHOICE, options=options))
    for typed in ("1", "amazon", 1):
        assert (await dialogue(retailer=typed).ask(choice)).text("retailer") == "1"
    with pytest.raises(MissingAnswer, match="Closed"):
        await dialogue(retailer="2").ask(choice)
    with pytest.raises(MissingAnswer, match="not one of the choices"):
        await dialogue(retailer="Nowhere").ask(choice)


async def test_a_list_for_several_choices_is_one_answer() -> None:
    options = (Option("a", "A"), Option("b", "B"))
    choice = Choice("Pick", Field("scopes", "Scopes", FieldKind.CHOICES, options=options))
    assert (await dialogue(scopes=["a", "b"]).ask(choice))["scopes"] == ("a", "b")


async def test_a_browser_page_may_be_answered_by_an_address() -> None:
    page = BrowserPage("Sign in", "http://127.0.0.1:1/authorize")
    talk = dialogue(redirect_url="http://127.0.0.1:2/callback?code=x")
    assert (await talk.ask(page)).text("redirect_url").endswith("code=x")
    with pytest.raises(MissingAnswer, match="no browser"):
        await dialogue().ask(page)


@pytest.mark.parametrize("text", ["[]", "{", "\xff", '"x"', '{"a": {"b": 1}}', '{"a": 1.5}'])
def test_a_file_that_is_no_sheet_of_answers_is_wrong_usage(tmp_path: Path, text: str) -> None:
    file = tmp_path / "answers.json"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(WrongUsage):
        read_sheet(str(file))


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="cannot be read"):
        read_sheet(str(tmp_path / "nowhere.json"))
