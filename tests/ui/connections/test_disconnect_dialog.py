"""Only erasing asks back, and it names what goes."""

import pytest
from pytestqt.qtbot import QtBot

from orderdock.domain.connections import ConnectionId, ConnectionView, Evidence, ProviderId, judge
from orderdock_ui.connections.disconnect_dialog import DisconnectDialog
from tests.ui.lively_profile import now

pytestmark = pytest.mark.usefixtures("dressed")

VIEW = ConnectionView(
    ConnectionId("alpha-1"), ProviderId("alpha"), "Mine", judge(Evidence(), now()), "",
    None, None, 4110, 9000,
)  # fmt: skip


@pytest.fixture
def dialog(qtbot: QtBot) -> DisconnectDialog:
    made = DisconnectDialog(VIEW)
    made.show()
    return made


def test_keeping_the_orders_is_the_normal_way(dialog: DisconnectDialog, qtbot: QtBot) -> None:
    assert dialog.keep.isChecked()
    with qtbot.waitSignal(dialog.decided) as decided:
        dialog.go.click()
    assert decided.args == ["alpha-1", True]


def test_erasing_names_how_many_orders_go(dialog: DisconnectDialog, qtbot: QtBot) -> None:
    dialog.erase.setChecked(True)
    assert dialog.go.text() == "Disconnect and erase 4,110 orders"
    assert dialog.go.kind() == "danger"
    with qtbot.waitSignal(dialog.decided) as decided:
        dialog.go.click()
    assert decided.args == ["alpha-1", False]


def test_cancel_decides_nothing(dialog: DisconnectDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.decided):
        dialog.cancel.click()
