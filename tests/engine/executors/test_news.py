"""The box for news: the newest progress of each, every end, and a wait that ends early."""

import threading

from engine.executors.news import Ended, Handle, NewsBox, Progress
from engine.failures import Stopped

FIRST, SECOND = Handle(1), Handle(2)


def test_of_each_piece_of_work_the_newest_progress_is_told() -> None:
    box = NewsBox()
    box.post(Progress(FIRST, 0.1), Progress(SECOND, 0.2), Progress(FIRST, 0.3))
    assert box.take(0) == [Progress(FIRST, 0.3), Progress(SECOND, 0.2)]
    assert box.take(0) == []


def test_a_preview_that_nobody_saw_stays_until_there_is_a_newer_one() -> None:
    box = NewsBox()
    box.post(Progress(FIRST, 0.1, b"old"), Progress(FIRST, 0.2))
    assert box.take(0) == [Progress(FIRST, 0.2, b"old")]
    box.post(Progress(FIRST, 0.3, b"old"), Progress(FIRST, 0.4, b"new"), Progress(FIRST, 0.5))
    assert box.take(0) == [Progress(FIRST, 0.5, b"new")]


def test_no_end_is_lost_and_it_comes_after_the_progress() -> None:
    box = NewsBox()
    ends = [Ended(handle, Stopped()) for handle in (FIRST, SECOND)]
    box.post(ends[0], Progress(SECOND, 0.1), ends[1])
    assert box.take(0) == [Progress(SECOND, 0.1), *ends]


def test_a_wait_ends_with_the_first_news_or_when_it_is_woken() -> None:
    box = NewsBox()
    threading.Timer(0.01, box.post, [Progress(FIRST, 0.5)]).start()
    assert box.take(60) == [Progress(FIRST, 0.5)]
    threading.Timer(0.01, box.wake).start()
    assert box.take(60) == []
    box.wake()
    assert box.take(60) == [], "a wake-up between two waits counts for the next"
