"""Those who run the bot: whom they shut out and let in, and that for others their commands are words."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.living_message import LivingMessages
from bot.progress import Pace, Progress
from bot.settings import Settings
from bot.texts import texts_for
from storage.jobs import JobState
from storage.retention import forget
from storage.work.day_chart import DayChart
from tests.bot.scene import ADA, BRUNO, GROUP, Scene, open_scene

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")
ADMINS = frozenset({11})
COMMANDS = ("/ban 22", "/unban 22", "/allow 22", "/disallow 22")
BARRED = ITALIAN.say("toast-barred-banned")


@pytest_asyncio.fixture
async def run_by_ada(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path, Settings(default_method="optimise", admins=ADMINS)) as scene:
        yield scene


@pytest_asyncio.fixture
async def by_list(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path, Settings(admins=ADMINS, allow_list=True)) as scene:
        yield scene


@pytest.mark.parametrize("command", ["/stats", "/maintenance off", *COMMANDS])
async def test_for_everybody_else_the_commands_are_words_like_any_others(run_by_ada: Scene, command: str) -> None:
    await run_by_ada.send(BRUNO, text="/nothing-of-the-kind 22")
    await run_by_ada.send(BRUNO, text=command)
    unknown, answered = run_by_ada.telegram.said
    assert answered == unknown


@pytest.mark.parametrize("command", COMMANDS)
async def test_without_a_name_they_say_how_they_are_meant(run_by_ada: Scene, command: str) -> None:
    name = command.split()[0]
    for text in (name, f"{name} bruno", f"{name} 0", f"{name} {10**30}"):
        await run_by_ada.send(text=text)
        assert run_by_ada.telegram.said[-1] == ENGLISH.say("admin-whom", command=name)


async def test_the_last_day_is_told_in_numbers(run_by_ada: Scene) -> None:
    await run_by_ada.send(text="/stats")
    empty = ENGLISH.say("stats", people=0, paintings=0, waiting=0, failed=0)
    assert run_by_ada.telegram.said == [empty]
    for person in (ADA, BRUNO):
        await run_by_ada.send(person, **run_by_ada.photo("dog"), caption="wave")
    await run_by_ada.paint()
    await run_by_ada.send(text="/stats")
    told = ENGLISH.say("stats", people=2, paintings=1, waiting=1, failed=0)
    assert run_by_ada.telegram.said[-1].startswith(told)
    assert ENGLISH.say("stats-waits", half="1 s", most="1 s") in run_by_ada.telegram.said[-1]


async def test_below_the_numbers_comes_their_chart_where_an_engine_is_there(run_by_ada: Scene) -> None:
    await run_by_ada.send(BRUNO, **run_by_ada.photo("dog"), caption="wave")
    await run_by_ada.paint()
    await run_by_ada.send(text="/stats")
    assert len(await run_by_ada.jobs()) == 1, "nobody would draw it"
    await run_by_ada.store.run(lambda storage: storage.workers.beat("engine", device="cpu", threads=2))
    for _ in range(2):
        await run_by_ada.send(text="/stats")
        assert "1 person" in run_by_ada.telegram.said[-1], "whoever looks is not counted"
    chart = (await run_by_ada.jobs())[1].work
    assert isinstance(chart, DayChart)
    assert (sum(chart.paintings), chart.paintings[-1]) == (1, 1)
    await run_by_ada.deliver()
    await run_by_ada.paint()
    await run_by_ada.deliver()
    assert run_by_ada.telegram.of("editMessageMedia")[-1].words == ENGLISH.say("day-chart")


async def test_a_banned_person_is_told_once_and_then_nothing_more(run_by_ada: Scene) -> None:
    await run_by_ada.send(text="/ban 22")
    assert run_by_ada.telegram.said == [ENGLISH.say("admin-banned", who="22")]
    await run_by_ada.send(BRUNO, text="hello")
    await run_by_ada.send(BRUNO, **run_by_ada.photo("dog"), caption="wave")
    await run_by_ada.send(BRUNO, text="/start")
    assert run_by_ada.telegram.said[1:] == [BARRED]
    assert await run_by_ada.jobs() == []


async def test_a_banned_persons_press_is_answered_and_does_nothing(run_by_ada: Scene) -> None:
    await run_by_ada.send(text="/ban 22")
    message = run_by_ada.bots_message(5, to=22)
    assert await run_by_ada.press(message, "v1:lang:de", BRUNO) == BARRED
    assert await run_by_ada.press(message, "v1:lang:de", BRUNO) == ""
    assert await run_by_ada.store.run(lambda storage: storage.chats.language(22)) is None


async def test_in_a_group_nobody_reads_that_somebody_is_banned(run_by_ada: Scene) -> None:
    spoken = run_by_ada.message(BRUNO, to=GROUP, text="hello")
    await run_by_ada.send(to=GROUP, text="/ban", reply_to_message=spoken)
    await run_by_ada.send(BRUNO, to=GROUP, text="/help")
    assert run_by_ada.telegram.said == [ENGLISH.say("admin-banned", who="22")]
    await run_by_ada.send(BRUNO, text="/help")
    assert run_by_ada.telegram.said[1:] == [BARRED]


async def test_in_reply_to_a_painting_whoever_asked_for_it_is_meant(run_by_ada: Scene) -> None:
    await run_by_ada.send(BRUNO, to=GROUP, **run_by_ada.photo("dog"), caption="/style wave")
    await run_by_ada.deliver()
    (job,) = await run_by_ada.jobs()
    shown = run_by_ada.bots_message(job.place.message_id or 0, to=GROUP)
    await run_by_ada.send(to=GROUP, text="/ban", reply_to_message=shown)
    assert run_by_ada.telegram.said[-1] == ENGLISH.say("admin-banned", who="22")


async def test_what_a_banned_person_had_in_line_is_cancelled(run_by_ada: Scene) -> None:
    await run_by_ada.send(BRUNO, **run_by_ada.photo("dog"), caption="wave")
    await run_by_ada.send(**run_by_ada.photo("dog"), caption="wave")
    await run_by_ada.send(text="/ban 22")
    theirs, mine = await run_by_ada.jobs()
    assert (theirs.state, mine.state) == (JobState.CANCELLED, JobState.QUEUED)


async def test_a_ban_survives_forgetting_and_keeps_nothing_else(run_by_ada: Scene) -> None:
    await run_by_ada.send(text="/ban 22")
    await run_by_ada.store.run(lambda storage: forget(storage, 22))
    await run_by_ada.send(BRUNO, text="hello")
    await run_by_ada.send(BRUNO, text="hello")
    assert run_by_ada.telegram.said[1:] == [BARRED]
    assert await run_by_ada.store.run(lambda storage: storage.people.language(22)) is None


async def test_a_ban_is_taken_back(run_by_ada: Scene) -> None:
    await run_by_ada.send(text="/ban 22")
    await run_by_ada.send(text="/unban 22")
    await run_by_ada.send(text="/unban 22")
    await run_by_ada.send(BRUNO, text="hello")
    said = [ENGLISH.say("admin-unbanned", who="22"), ENGLISH.say("admin-was-not-banned", who="22")]
    assert run_by_ada.telegram.said[1:] == [*said, ITALIAN.say("send-a-photo")]


async def test_who_runs_the_bot_is_not_banned(run_by_ada: Scene) -> None:
    await run_by_ada.send(text="/ban 11")
    await run_by_ada.send(text="/unban 11")
    assert run_by_ada.telegram.said[0] == ENGLISH.say("admin-not-banned")
    assert run_by_ada.telegram.said[1] == ENGLISH.say("admin-was-not-banned", who="11")


async def test_a_banned_person_finds_nothing_inline(run_by_ada: Scene) -> None:
    await run_by_ada.send(text="/ban 22")
    await run_by_ada.update(inline_query={"id": "1", "from": BRUNO, "query": "wave", "offset": ""})
    await run_by_ada.update(inline_query={"id": "2", "from": ADA, "query": "wave", "offset": ""})
    banned, heard = run_by_ada.telegram.of("answerInlineQuery")
    assert banned.params["results"] == []
    assert heard.params["results"]


async def test_by_list_only_whom_an_admin_let_in_is_heard(by_list: Scene) -> None:
    turned_away = ITALIAN.say("toast-barred-not_allowed", person="22")
    await by_list.send(BRUNO, text="hello")
    await by_list.send(BRUNO, text="hello")
    assert by_list.telegram.said == [turned_away, turned_away]
    assert "22" in turned_away
    await by_list.send(text="/allow 22")
    await by_list.send(BRUNO, text="hello")
    await by_list.send(text="/disallow 22")
    await by_list.send(BRUNO, text="hello")
    assert by_list.telegram.said[2:] == [
        ENGLISH.say("admin-allowed", who="22"),
        ITALIAN.say("send-a-photo"),
        ENGLISH.say("admin-disallowed", who="22"),
        turned_away,
    ]


async def test_by_list_a_group_is_let_in_whole_and_else_hears_nothing(by_list: Scene) -> None:
    await by_list.send(BRUNO, to=GROUP, text="/help")
    assert by_list.telegram.said == []
    await by_list.send(to=GROUP, text=f"/allow {GROUP}")
    await by_list.send(BRUNO, to=GROUP, text="/help")
    assert len(by_list.telegram.said) == 2


async def test_to_let_somebody_in_shuts_nobody_out(run_by_ada: Scene) -> None:
    await run_by_ada.send(text="/allow 33")
    assert run_by_ada.telegram.said[-1].endswith(ENGLISH.say("admin-list-is-off"))
    await run_by_ada.send(BRUNO, text="hello")
    assert run_by_ada.telegram.said[-1] == ITALIAN.say("send-a-photo")


async def test_what_maintenance_says_is_read_by_whoever_asks_and_waits_and_work_is_accepted(run_by_ada: Scene) -> None:
    words = "Back at nine. <b>Sorry!</b>"
    await run_by_ada.send(text=f"/maintenance {words}")
    assert run_by_ada.telegram.said[-1] == ENGLISH.say("admin-maintenance-said", words=words)
    await run_by_ada.send(BRUNO, **run_by_ada.photo("dog"), caption="wave")
    await run_by_ada.deliver()
    assert run_by_ada.telegram.said[-1].endswith(f"\n\n{words}")
    living = LivingMessages(run_by_ada.application.bot)
    progress = Progress(run_by_ada.services, living, Pace(), clock=lambda: time.time() + 60)
    await progress.look()
    await progress.finish()
    assert run_by_ada.telegram.of("editMessageText")[-1].words.endswith(f"\n\n{words}")
    await run_by_ada.paint()
    await run_by_ada.deliver()
    assert words not in run_by_ada.telegram.of("editMessageMedia")[-1].words


async def test_maintenance_is_shown_and_ended(run_by_ada: Scene) -> None:
    await run_by_ada.send(text="/maintenance")
    await run_by_ada.send(text=f"/maintenance {'x' * 301}")
    await run_by_ada.send(text="/maintenance\nBack at nine.")
    await run_by_ada.send(text="/maintenance")
    await run_by_ada.send(text="/maintenance OFF")
    said = ENGLISH.say("admin-maintenance-said", words="Back at nine.")
    how, over = ENGLISH.say("admin-maintenance-how"), ENGLISH.say("admin-maintenance-over")
    too_long = ENGLISH.say("admin-maintenance-too-long", characters=300)
    assert run_by_ada.telegram.said == [how, too_long, said, said, over]
    await run_by_ada.send(BRUNO, **run_by_ada.photo("dog"), caption="wave")
    await run_by_ada.deliver()
    assert "nine" not in run_by_ada.telegram.said[-1]
