"""Rules of the house that no linter knows."""

import re

from tests.support.checkout import ROOT, project_files, python_files

LONGEST = 400
ROOMS_WITHOUT_A_NAME = {"utils", "util", "helpers", "common", "manager", "base", "misc"}
# Letters in brackets, so that this file does not find itself.
INDEX_ADDRESS = re.compile(
    r"p[y]pi\.org|p[y]thonhosted|/s[i]mple/|registry\.n[p]mjs"
    r"|(?:index-u[r]l|find-l[i]nks)[ =](?:https?:|file:|/)"
)
MACHINE_PATH = re.compile(r"(?<![\w.}])/(?:r[o]ot|h[o]me/\w+|w[o]rk|U[s]ers)/")
NESTED_LOOP = re.compile(r"\.exec_?\(")
PICTURES = {".png", ".webp", ".jpg", ".ico", ".gz"}


def findings(pattern: re.Pattern[str], files: object = None) -> list[str]:
    found = []
    for path in files if isinstance(files, list) else project_files():
        if path.suffix in PICTURES:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    return found


def test_no_file_has_grown_past_its_idea() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in python_files("app", "ui", "tests", "packaging")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert not long, f"look for the second idea in {long}"


def test_no_room_is_without_a_name() -> None:
    nameless = [
        str(path.relative_to(ROOT))
        for path in python_files("app", "ui", "tests", "packaging")
        if ROOMS_WITHOUT_A_NAME & {path.stem, *path.relative_to(ROOT).parent.parts}
    ]
    assert not nameless


def test_packages_open_with_nothing_but_a_provider_with_itself() -> None:
    talkative = [
        str(path.relative_to(ROOT))
        for path in python_files("app", "ui")
        if path.name == "__init__.py"
        and path.parent.parent.name != "providers"
        and path.read_text(encoding="utf-8").strip()
    ]
    assert not talkative


def test_packaging_is_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists(), (
        "it would shadow a library pytest needs"
    )


def test_no_loop_is_nested_in_the_window() -> None:
    assert not findings(NESTED_LOOP, python_files("ui")), "use open() and await finished"


def test_no_file_names_a_package_index() -> None:
    assert not findings(INDEX_ADDRESS)


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert not findings(MACHINE_PATH)


def test_the_patterns_find_what_they_are_for() -> None:
    for pattern, line in (
        (INDEX_ADDRESS, "--extra-index-url" + " https://packages.example/x"),
        (MACHINE_PATH, "open('/" + "home/anna/orders.csv')"),
        (MACHINE_PATH, "see /" + "root/notes"),
        (NESTED_LOOP, "dialog.exec()"),
    ):
        assert pattern.search(line), line
