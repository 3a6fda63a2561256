"""Order within one person's chat, and none between people."""

import asyncio

from telegram import Chat, Message, Update, User

from bot.update_processor import PerPersonProcessor, person_key


def update(update_id: int, *, chat: int, user: int) -> Update:
    message = Message(
        message_id=update_id,
        date=None,  # type: ignore[arg-type]
        chat=Chat(id=chat, type="private"),
        from_user=User(id=user, first_name="Ada", is_bot=False),
    )
    return Update(update_id, message=message)


async def test_the_next_update_of_a_person_waits_for_the_one_before() -> None:
    processor, done, gate = PerPersonProcessor(), list[int](), asyncio.Event()

    async def slow() -> None:
        await gate.wait()
        done.append(1)

    async def quick() -> None:
        done.append(2)

    first = asyncio.create_task(processor.process_update(update(1, chat=1, user=1), slow()))
    second = asyncio.create_task(processor.process_update(update(2, chat=1, user=1), quick()))
    await asyncio.sleep(0)
    assert done == []
    gate.set()
    await asyncio.gather(first, second)
    assert done == [1, 2]


async def test_nobody_waits_for_another_person_or_another_chat() -> None:
    processor, gate = PerPersonProcessor(), asyncio.Event()
    slow = asyncio.create_task(processor.process_update(update(1, chat=1, user=1), gate.wait()))
    for chat, user in ((2, 1), (1, 2)):
        async with asyncio.timeout(1):
            await processor.process_update(update(2, chat=chat, user=user), asyncio.sleep(0))
    gate.set()
    await slow


async def test_a_failed_update_does_not_block_the_next() -> None:
    processor = PerPersonProcessor()

    async def fail() -> None:
        raise ValueError

    results = await asyncio.gather(
        processor.process_update(update(1, chat=1, user=1), fail()),
        processor.process_update(update(2, chat=1, user=1), asyncio.sleep(0)),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [ValueError, type(None)]


def test_an_update_without_a_person_has_a_key_too() -> None:
    assert person_key(Update(1)) == (0, 0)
    assert person_key("not an update") == (0, 0)
