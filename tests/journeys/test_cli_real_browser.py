"""The whole browser sign-in as a person has it: the program, a real browser, the way back."""

from pathlib import Path

from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import (
    presence_of_element_located as there,
)
from selenium.webdriver.support.ui import WebDriverWait

from tests.journeys.program import Object, Program, keys
from tests.support.browser import chromium

ANSWERS = {"sign_in": "browser", "client_id": "bc_example_rewards_app_demo", "retailer": "skip"}


def test_a_person_signs_in_with_chromium_and_reads_that_it_worked(
    program: Program, tmp_path: Path
) -> None:
    last_page = []

    def answer(question: Object) -> Object | None:
        if question["kind"] != "browser":
            return {key: ANSWERS[key] for key in keys(question) if key in ANSWERS}
        with chromium(tmp_path / "browser") as browser:
            wait = WebDriverWait(browser, 20)
            browser.get(question["url"])
            wait.until(there((By.NAME, "phone"))).send_keys("+1-555-0199\n")
            wait.until(there((By.NAME, "code"))).send_keys("424242\n")
            wait.until(there((By.ID, "allow"))).click()
            wait.until(lambda _: "/callback" in browser.current_url)
            last_page.append(wait.until(there((By.TAG_NAME, "body"))).text)
        return None

    command = ("connect", "stackline", "--base-url", program.base_url)
    with program.conversation(*command) as talk:
        result = talk.goes_on(answer)
        assert talk.ends() == 0
    assert result["connections"][0]["outcome"] == "ok"
    assert "close this" in last_page[0]
