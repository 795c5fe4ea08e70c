"""What to ask next, when a job says little, says it twice, or says it late."""

from orderdock.connector.codes import PATIENCE, Questions
from orderdock.connector.jobs import CodeRequest, Part, Wants, Way

WAYS = (Way("sms", "sms"), Way("email", "email"))


def sync(*events: CodeRequest, status: str = "waiting") -> Part:
    return Part("1", "Amazon", status, requests=events)


def questions(*events: CodeRequest) -> Questions:
    return Questions("Amazon", sync(*events))


def test_the_last_unanswered_event_is_asked() -> None:
    asked = questions(CodeRequest("a", "choose", WAYS), CodeRequest("b", "enter"))
    event = asked.next_question()
    assert event is not None
    assert event.id == "b"
    asked.sent(event)
    assert asked.next_question() is None


def test_after_a_choice_with_nothing_new_the_code_is_next_under_the_same_request() -> None:
    choose = CodeRequest("a", "choose", WAYS)
    asked = questions(choose)
    asked.sent(choose)
    asked.way = WAYS[0]
    asked.see(sync(choose))
    event = asked.next_question()
    assert event is not None
    assert (event.id, event.wants) == ("a", Wants.A_CODE)


def test_a_new_request_after_a_wrong_code_is_asked_whatever_the_order_of_the_list() -> None:
    first, second = CodeRequest("a", "enter"), CodeRequest("b", "enter")
    for events in ((first, second), (second, first)):
        asked = questions(first)
        asked.sent(first)
        asked.entered = 1
        asked.see(sync(*events))
        assert asked.next_question() == second
        asked.sent(second)
        assert asked.next_question() is None


def test_the_same_request_again_after_going_on_means_not_accepted() -> None:
    event = CodeRequest("a", "enter")
    asked = questions(event)
    asked.sent(event)
    asked.entered = 1
    asked.see(sync(event))
    assert asked.next_question() is None
    asked.see(sync(event, status="connecting"))
    assert asked.next_question() is None
    asked.see(sync(event))
    again = asked.next_question()
    assert again is not None
    assert again.id == "a"


def test_the_same_request_that_stays_open_is_asked_again_after_some_looks() -> None:
    event = CodeRequest("a", "enter")
    asked = questions(event)
    asked.sent(event)
    asked.entered = 1
    for _ in range(PATIENCE):
        asked.see(sync(event))
        assert asked.next_question() is None
    asked.see(sync(event))
    assert asked.next_question() is not None


def test_a_request_refused_at_once_is_asked_again_at_once() -> None:
    event = CodeRequest("a", "enter")
    asked = questions(event)
    asked.sent(event)
    asked.entered, asked.refused = 1, True
    asked.see(sync(event))
    assert asked.next_question() is not None


def test_a_retailer_that_waits_without_saying_for_what_is_not_asked_about() -> None:
    assert questions().next_question() is None
    assert Questions("Amazon", sync(status="scanning")).next_question() is None
