"""One page for each kind of step and field."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from orderdock.auth.steps import BrowserPage, Choice, Field, FieldKind, Form, Option
from orderdock.domain.secret import Secret
from orderdock_ui.forms.browser_page import WaitForBrowserPage
from orderdock_ui.forms.choice_page import ChoicePage
from orderdock_ui.forms.fields import ComboInput, LineInput, OptionsInput, PasswordInput
from orderdock_ui.forms.form_page import FormPage
from orderdock_ui.forms.frame import StepFrame
from orderdock_ui.forms.options import FewOptions, ManyOptions
from orderdock_ui.forms.page import StepPage
from orderdock_ui.forms.progress_page import ProgressPage
from orderdock_ui.forms.trouble_page import TroublePage

pytestmark = pytest.mark.usefixtures("dressed")

SHOPS = tuple(Option(str(i), name) for i, name in enumerate(("Amazon", "Bol", "Etsy", "Target",
    "Walmart", "Zalando", "Kroger")))  # fmt: skip
SIGN_IN = Form(
    "Connect Target",
    (
        Field("username", "E-mail"),
        Field("password", "Password", FieldKind.PASSWORD),
        Field("cipher", "Cipher", required=False, advanced=True),
    ),
    submit="Connect Target",
    reassurance="Encrypted on this computer before it is sent.",
)
CODE = Form("Enter the code", (Field("mfa_code", "Code", FieldKind.CODE),), can_go_back=True)


def shown(qtbot: QtBot, page: StepPage) -> StepPage:
    qtbot.addWidget(page)
    page.show()
    return page


def part(page: QWidget, identifier: str) -> QWidget:
    found = page.findChild(QWidget, identifier)
    assert found is not None, identifier
    assert found.accessibleIdentifier() == identifier
    return found


def answer_of(qtbot: QtBot, page: StepPage) -> dict[str, object]:
    with qtbot.waitSignal(page.answered) as answered:
        page.go_on.click()
    values: dict[str, object] = answered.args[0]
    return values


def test_a_form_answers_with_its_fields_and_hides_what_is_advanced(qtbot: QtBot) -> None:
    page = shown(qtbot, FormPage(SIGN_IN))
    part(page, "field-username").setText(" maria@example.com ")  # type: ignore[attr-defined]
    part(page, "field-password").setText(" pass word ")  # type: ignore[attr-defined]
    assert not part(page, "field-cipher").isVisible()
    assert page.go_on.text() == "Connect Target"
    assert answer_of(qtbot, page) == {
        "username": "maria@example.com",
        "password": Secret(" pass word "),
        "cipher": "",
    }


def test_a_required_field_says_that_it_is_needed_and_takes_the_focus(qtbot: QtBot) -> None:
    page = shown(qtbot, FormPage(SIGN_IN))
    assert isinstance(page, FormPage)
    with qtbot.assertNotEmitted(page.answered):
        page.go_on.click()
    assert page.inputs["username"].error() == "E-mail is needed to go on."
    edit = part(page, "field-username")
    assert edit.property("error") == "true"
    assert edit.accessibleDescription() == "E-mail is needed to go on."


def test_the_password_is_hidden_until_asked_to_show(qtbot: QtBot) -> None:
    page = shown(qtbot, FormPage(SIGN_IN))
    edit, show = part(page, "field-password"), part(page, "show-password")
    assert isinstance(edit, QLineEdit)
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    QTest.mouseClick(show, Qt.MouseButton.LeftButton)
    assert edit.echoMode() is QLineEdit.EchoMode.Normal


def test_locked_capitals_are_hinted_at(qtbot: QtBot) -> None:
    page = shown(qtbot, FormPage(SIGN_IN))
    assert isinstance(page, FormPage)
    entry = page.inputs["password"]
    assert isinstance(entry, PasswordInput)
    QTest.keyClicks(entry.edit, "a")
    assert entry._capitals.isHidden()
    QTest.keyClick(entry.edit, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    shifted = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "A")
    QApplication.sendEvent(entry.edit, shifted)
    assert not entry._capitals.isHidden()


def test_leaving_a_page_forgets_its_secrets(qtbot: QtBot) -> None:
    page = shown(qtbot, FormPage(SIGN_IN))
    edit = part(page, "field-password")
    assert isinstance(edit, QLineEdit)
    edit.setText("canary")
    page.forget()
    assert edit.text() == ""
    edit.undo()
    assert edit.text() == ""


def test_an_error_in_an_advanced_field_opens_what_is_advanced(qtbot: QtBot) -> None:
    page = shown(qtbot, FormPage(SIGN_IN.with_error("cipher", "There is no such cipher.")))
    assert part(page, "field-cipher").isVisible()


def test_a_code_may_have_any_spacing_and_be_pasted_anywhere(qtbot: QtBot) -> None:
    page = shown(qtbot, FormPage(CODE))
    assert isinstance(page, FormPage)
    QGuiApplication.clipboard().setText(" 418\t 271 \n")
    page._paste()
    QGuiApplication.clipboard().clear()
    assert answer_of(qtbot, page) == {"mfa_code": Secret("418271")}


def test_enter_sends_a_code(qtbot: QtBot) -> None:
    page = shown(qtbot, FormPage(CODE))
    edit = part(page, "field-mfa_code")
    with qtbot.waitSignal(page.answered):
        QTest.keyClicks(edit, "424242")
        QTest.keyClick(edit, Qt.Key.Key_Return)


def test_another_way_goes_back_to_the_choice_of_ways(qtbot: QtBot) -> None:
    page = shown(qtbot, FormPage(CODE))
    with qtbot.waitSignal(page.went_back):
        part(page, "step-other-way").click()  # type: ignore[attr-defined]


def test_a_code_counts_down_and_says_when_its_time_is_over(qtbot: QtBot) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=228)
    page = shown(qtbot, FormPage(Form("Code", CODE.fields, expires_at=soon)))
    bar = part(page, "time-left")
    assert bar.value() > 900  # type: ignore[attr-defined]
    past = datetime.now(UTC) - timedelta(seconds=1)
    page = shown(qtbot, FormPage(Form("Code", CODE.fields, expires_at=past)))
    assert part(page, "time-left").value() == 0  # type: ignore[attr-defined]


def test_a_uuid_is_looked_at_before_it_is_sent(qtbot: QtBot) -> None:
    page = shown(qtbot, FormPage(Form("Ids", (Field("org_id", "Org id", FieldKind.UUID),))))
    assert isinstance(page, FormPage)
    edit = part(page, "field-org_id")
    edit.setText("nonsense")  # type: ignore[attr-defined]
    with qtbot.assertNotEmitted(page.answered):
        page.go_on.click()
    assert "no id of that kind" in page.inputs["org_id"].error()
    edit.setText("6f9619ff-8b86-d011-b42d-00c04fc964ff")  # type: ignore[attr-defined]
    assert answer_of(qtbot, page)


@pytest.mark.parametrize(("typed", "ticked"), [("true", True), (None, False)])
def test_a_tick_answers_yes_or_no(qtbot: QtBot, typed: str | None, ticked: bool) -> None:
    field = Field("confirm", "I know", FieldKind.BOOL, required=False, default=typed)
    page = shown(qtbot, FormPage(Form("Sure?", (field,))))
    assert answer_of(qtbot, page) == {"confirm": ticked}


def test_few_options_in_a_form_are_all_in_sight_and_many_fold(qtbot: QtBot) -> None:
    few = Field("mfa_method", "Way", FieldKind.CHOICE, options=SHOPS[:3])
    many = Field("category", "Category", FieldKind.CHOICE, options=SHOPS, default="5")
    page = shown(qtbot, FormPage(Form("Pick", (few, many))))
    assert isinstance(page, FormPage)
    assert isinstance(page.inputs["mfa_method"], OptionsInput)
    assert isinstance(page.inputs["category"], ComboInput)
    assert isinstance(part(page, "field-category"), QComboBox)
    assert answer_of(qtbot, page) == {"mfa_method": "0", "category": "5"}


def test_several_may_be_ticked(qtbot: QtBot) -> None:
    field = Field("shops", "Shops", FieldKind.CHOICES, options=SHOPS[:3], default="0,2")
    page = shown(qtbot, ChoicePage(Choice("Which?", field)))
    assert answer_of(qtbot, page) == {"shops": ("0", "2")}


def test_a_short_choice_shows_each_option_with_its_detail(qtbot: QtBot) -> None:
    options = (
        Option("browser", "With the browser", "The provider's own page."),
        Option("token", "With a token", enabled=False, why_not="Not offered here."),
    )
    page = shown(qtbot, ChoicePage(Choice("How?", Field("sign_in", "Way", FieldKind.CHOICE,
        options=options))))  # fmt: skip
    assert isinstance(page, ChoicePage)
    assert isinstance(page.entry.input, FewOptions)
    token = part(page, "option-token")
    assert isinstance(token, QRadioButton)
    assert not token.isEnabled()
    assert token.accessibleDescription() == "Not offered here."
    assert answer_of(qtbot, page) == {"sign_in": "browser"}


def picker(qtbot: QtBot) -> tuple[ChoicePage, ManyOptions]:
    field = Field("retailer", "Retailer", FieldKind.CHOICE, options=SHOPS)
    page = ChoicePage(Choice("Which shop?", field))
    shown(qtbot, page)
    assert isinstance(page.entry.input, ManyOptions)
    return page, page.entry.input


def test_a_long_choice_is_found_by_typing_and_taken_by_enter(qtbot: QtBot) -> None:
    page, many = picker(qtbot)
    QTest.keyClicks(many.search, "tar")
    assert many.model.rowCount() == 1
    with qtbot.waitSignal(page.answered) as answered:
        QTest.keyClick(many.search, Qt.Key.Key_Return)
    assert answered.args == [{"retailer": "3"}]


def test_arrows_in_the_search_move_in_the_list(qtbot: QtBot) -> None:
    _page, many = picker(qtbot)
    for _ in range(3):
        QTest.keyClick(many.search, Qt.Key.Key_Down)
    assert many.value() == "2"


def test_nothing_chosen_or_found_is_said(qtbot: QtBot) -> None:
    page, many = picker(qtbot)
    with qtbot.assertNotEmitted(page.answered):
        page.go_on.click()
    assert page.entry.error() == "Choose one to go on."
    QTest.keyClicks(many.search, "xyz")
    assert "xyz" in many._none.text()


def test_an_outside_program_chooses_by_selecting_a_row(qtbot: QtBot) -> None:
    page, many = picker(qtbot)
    part(page, "field-retailer")
    index = many.model.index(4)
    many.list.selectionModel().select(index, many.list.selectionModel().SelectionFlag.Select)
    assert many.value() == "4"


def browser(qtbot: QtBot, opened: list[str], *, works: bool = True) -> WaitForBrowserPage:
    def open_page(url: str) -> bool:
        opened.append(url)
        return works

    step = BrowserPage("Sign in", "https://shop.example/authorize?state=1")
    page = WaitForBrowserPage(step, open_page)
    shown(qtbot, page)
    return page


def test_the_browser_page_opens_again_and_copies_its_link(qtbot: QtBot) -> None:
    opened: list[str] = []
    page = browser(qtbot, opened)
    part(page, "step-open-browser").click()  # type: ignore[attr-defined]
    assert opened == ["https://shop.example/authorize?state=1"]
    part(page, "step-copy-link").click()  # type: ignore[attr-defined]
    assert QGuiApplication.clipboard().text() == opened[0]
    QGuiApplication.clipboard().clear()


def test_the_address_the_browser_ended_on_can_be_pasted(qtbot: QtBot) -> None:
    page = browser(qtbot, [])
    edit = part(page, "field-redirect_url")
    edit.setText(" http://127.0.0.1:5/callback?code=c ")  # type: ignore[attr-defined]
    with qtbot.waitSignal(page.answered) as answered:
        part(page, "step-continue").click()  # type: ignore[attr-defined]
    assert answered.args == [{"redirect_url": "http://127.0.0.1:5/callback?code=c"}]


def test_without_a_browser_the_page_says_what_to_do(qtbot: QtBot) -> None:
    page = browser(qtbot, [], works=False)
    page.open()
    assert "Copy the link" in page._note.sentence.text()


def frame_of(qtbot: QtBot) -> StepFrame:
    frame = StepFrame("Connect Target", "Target", lambda _url: True)
    qtbot.addWidget(frame)
    frame.show()
    return frame


def test_a_refused_form_keeps_what_was_typed_secrets_too(qtbot: QtBot) -> None:
    frame = frame_of(qtbot)
    first = frame.ask(SIGN_IN)
    part(first, "field-username").setText("maria")  # type: ignore[attr-defined]
    part(first, "field-password").setText("wrong one")  # type: ignore[attr-defined]
    first.go_on.click()
    again = frame.ask(SIGN_IN.with_error("password", "Target did not accept this password."))
    assert isinstance(again, FormPage)
    assert again.inputs["username"].kept() == "maria"
    assert again.inputs["password"].kept() == "wrong one"
    assert again.inputs["password"].error() == "Target did not accept this password."


def test_a_refusal_stands_at_its_field_beside_what_was_typed(qtbot: QtBot) -> None:
    frame = frame_of(qtbot)
    page = frame.ask(SIGN_IN)
    part(page, "field-password").setText("wrong")  # type: ignore[attr-defined]
    part(page, "field-username").setText("maria")  # type: ignore[attr-defined]
    page.go_on.click()
    again = frame.ask(SIGN_IN.with_error("password", "Target did not accept this password."))
    password = part(again, "field-password")
    assert password.text() == "wrong"  # type: ignore[attr-defined]
    assert password.accessibleDescription() == "Target did not accept this password."
    QTest.keyClicks(password, "x")
    assert password.accessibleDescription() == ""


def test_the_next_form_gets_nothing_of_the_last_one(qtbot: QtBot) -> None:
    frame = frame_of(qtbot)
    first = frame.ask(SIGN_IN)
    part(first, "field-password").setText("canary")  # type: ignore[attr-defined]
    part(first, "field-username").setText("me")  # type: ignore[attr-defined]
    first.go_on.click()
    frame.ask(CODE)
    other = Form("Connect Bol", SIGN_IN.fields)
    page = frame.ask(other)
    assert isinstance(page, FormPage)
    assert page.inputs["password"].kept() == ""


def test_sent_answers_cannot_be_sent_twice_while_cancel_stays(qtbot: QtBot) -> None:
    frame = frame_of(qtbot)
    page = frame.ask(CODE)
    part(page, "field-mfa_code").setText("424242")  # type: ignore[attr-defined]
    with qtbot.waitSignal(frame.answered):
        page.go_on.click()
    with qtbot.assertNotEmitted(frame.answered):
        page.send()
    assert page.cancel.isEnabled()


def test_stages_between_questions_are_ticked_off(qtbot: QtBot) -> None:
    frame = frame_of(qtbot)
    frame.tell("encrypting", "Encrypting")
    frame.tell("sending", "Sending")
    frame.tell("processing", "Looking", 3, 10)
    page = frame.page
    assert isinstance(page, ProgressPage)
    assert page.stages() == ["Encrypting", "Sending", "Looking"]
    assert part(page, "step-progress").value() == 3  # type: ignore[attr-defined]


def test_trouble_can_be_tried_again_or_left(qtbot: QtBot) -> None:
    frame = frame_of(qtbot)
    frame.show_trouble("Connect Target", "Target did not answer.", "Try again later.")
    page = frame.page
    assert isinstance(page, TroublePage)
    assert "Target did not answer." in page.accessibleDescription()
    with qtbot.waitSignal(frame.retried):
        page.go_on.click()
    with qtbot.waitSignal(frame.cancelled):
        page.cancel.click()


def test_in_the_sandbox_a_page_offers_what_works_there(qtbot: QtBot) -> None:
    frame = frame_of(qtbot)
    frame.demo = {"username": "demo@example.com", "password": "correct horse"}
    page = frame.ask(SIGN_IN)
    part(page, "step-fill-in").click()  # type: ignore[attr-defined]
    assert isinstance(page, FormPage)
    assert page.inputs["password"].value() == Secret("correct horse")


def test_escape_and_alt_left_leave_and_go_back(qtbot: QtBot, dressed: QApplication) -> None:
    page = shown(qtbot, FormPage(CODE))
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    part(page, "field-mfa_code").setFocus()
    with qtbot.waitSignal(page.went_back):
        QTest.keyClick(
            part(page, "field-mfa_code"), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier
        )
    with qtbot.waitSignal(page.cancelled):
        QTest.keyClick(part(page, "field-mfa_code"), Qt.Key.Key_Escape)


def test_kinds_of_inputs() -> None:
    page = FormPage(SIGN_IN)
    assert isinstance(page.inputs["username"], LineInput)
    assert isinstance(page.inputs["password"], PasswordInput)
