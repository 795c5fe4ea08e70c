"""Questions that stay open beside other work."""

import asyncio

import pytest

from orderdock.connector.asking import Asking


async def never() -> None:
    await asyncio.Event().wait()


async def test_a_conversation_that_ends_wakes_the_one_who_waits() -> None:
    async with Asking() as asking:
        asking.start("Target", asyncio.sleep(0))
        await asking.meanwhile(never())
        assert asking.collect() == {"Target": None}
        assert not asking.is_open("Target")


async def test_a_pause_that_ends_first_leaves_the_question_open() -> None:
    async with Asking() as asking:
        asking.start("Target", never())
        await asking.meanwhile(asyncio.sleep(0))
        assert asking.collect() == {}
        assert asking.is_open("Target")


async def test_what_a_conversation_raised_is_handed_over() -> None:
    async def fails() -> None:
        raise ValueError("no")

    async with Asking() as asking:
        asking.start("Target", fails())
        await asking.meanwhile(never())
        assert isinstance(asking.collect()["Target"], ValueError)


async def test_leaving_takes_open_questions_away() -> None:
    gone = []

    async def question() -> None:
        try:
            await never()
        finally:
            gone.append(True)

    async with Asking() as asking:
        asking.start("Target", question())
        await asking.meanwhile(asyncio.sleep(0))
    assert gone == [True]


async def test_a_withdrawn_question_is_cancelled_and_never_collected() -> None:
    async def stubborn() -> None:
        try:
            await never()
        except asyncio.CancelledError:
            raise ValueError("too late to matter") from None

    async with Asking() as asking:
        asking.start("Target", stubborn())
        await asking.meanwhile(asyncio.sleep(0))
        asking.withdraw("Target")
        asking.withdraw("Walmart")
        asking.start("Target", asyncio.sleep(0))
        await asking.meanwhile(never())
        assert asking.collect() == {"Target": None}


async def test_a_cancel_while_waiting_cancels_the_pause_too() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def pause() -> None:
        begun.set()
        try:
            await never()
        finally:
            ended.set()

    async def wait() -> None:
        async with Asking() as asking:
            await asking.meanwhile(pause())

    task = asyncio.ensure_future(wait())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()
