"""The harness for windows seen from outside, tried on a window that is not ours."""

import sys
from pathlib import Path

from PySide6.QtGui import QImage

from tests.support.desktop import HEIGHT, WIDTH, Desktop

WINDOW = """
import sys
from PySide6.QtWidgets import *
program = QApplication(sys.argv)
program.setApplicationName("probe")
window = QWidget()
window.setStyleSheet("background: #ff0000")
box = QVBoxLayout(window)
parts = [QLineEdit(), QLineEdit(), QComboBox(), QPushButton("&Go"), QLabel(), QTableWidget(2, 2)]
for name, part in zip(["name", "password", "colour", "go", "said", "table"], parts):
    part.setAccessibleIdentifier(name)
    box.addWidget(part)
name, password, colour, go, said, table = parts
password.setEchoMode(QLineEdit.EchoMode.Password)
colour.addItems(["red", "blue"])
for cell in range(4):
    table.setItem(cell // 2, cell % 2, QTableWidgetItem(f"cell {cell}"))
go.clicked.connect(
    lambda: said.setText(f"{name.text()}, {password.text()}, {colour.currentText()}")
)
window.resize(400, 300)
window.show()
program.exec()
"""


def test_a_window_is_read_and_worked_from_outside(screen: Desktop, tmp_path: Path) -> None:
    with screen.program([sys.executable, "-c", WINDOW]):
        window = screen.application("probe")
        window.find("name").type("Zażółć")
        window.find("password").type("pa ss")
        window.find("colour").choose("blue")
        window.find("go").press()
        window.find("said", name="Zażółć, pa ss, blue")
        assert "pa ss" not in window.find("password").text
        assert window.find("table").size == (2, 2)
        assert window.find("table").row(1) == ["cell 2", "cell 3"]

        window.find("name").click()
        screen.accessibility.key("End", "x", "Tab", "Tab", "Tab", "Space")
        window.find("said", name="Zażółćx, pa ss, blue")

        picture = QImage(str(screen.screenshot(tmp_path / "screen.png")))
        assert (picture.width(), picture.height()) == (WIDTH, HEIGHT)
        assert picture.pixelColor(2, 2).name() == "#ff0000"
        assert picture.pixelColor(WIDTH - 2, HEIGHT - 2).name() == "#000000"
    assert "Traceback" not in screen.log.read_text()
