"""Painting in a child process: whatever kills it costs the work it had begun, never the engine.

Run as `python -m engine.executors.subprocess`, it is the child, which paints with a LocalExecutor of its own, takes
orders from its standard input, and ends when that closes.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any

from engine import before_torch
from engine.executors.local import LocalExecutor
from engine.executors.messages import (
    Head,
    Message,
    error_heard,
    error_told,
    news_heard,
    news_told,
    orders_heard,
    orders_told,
    read_message,
    work_heard,
    work_told,
    write_message,
)
from engine.executors.news import Ended, Handle, News, NewsBox, Progress
from engine.executors.slots import free_slots
from engine.failures import CannotPaint, ProcessDied
from engine.kinds import Inputs
from engine.logs import configure_logging, event
from engine.settings import Settings
from engine.weights import WeightsMissing, all_weights
from storage.work import Work
from storage.work.work import Lane

PROJECT = Path(__file__).resolve().parents[2]
SECRET_WORDS = ("TOKEN", "SECRET", "PASSWORD", "CREDENTIAL", "KEY")
"""Variables with such a word in their name are nobody's business who opens pictures from strangers."""
HUGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
"""Read by glibc when a process starts (2.35 and later). Whoever started us may have chosen otherwise."""
ANSWER_SECONDS = 5.0
"""What is no answer by then counts as "one by one": a child may be busy importing torch."""

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Submission:
    orders: dict[Handle, tuple[Work, Inputs]]
    """Those that have not ended."""
    lane: Lane
    is_begun: bool = False


class SubprocessExecutor:
    """The child is started when it is first needed, and again after its death."""

    def __init__(
        self, *, device: str = "auto", threads: int = 0, vgg19: Path | None = None, environment: Mapping[str, str]
    ) -> None:
        """`device`, `threads` and `vgg19` as in the settings; `environment` is what the child may see some of."""
        self._settings: Head = {"device": device, "threads": threads, "vgg19": vgg19 and str(vgg19)}
        self._environment = HUGE_PAGES | without_secrets(environment)
        self._about: tuple[str, int] = (device, threads)
        self._box = NewsBox()
        self._handles = count(1)
        self._lock = threading.RLock()
        self._submissions: list[_Submission] = []
        self._child: _Child | None = None

    @property
    def device(self) -> str:
        return self._about[0]

    @property
    def threads(self) -> int:
        return self._about[1]

    @property
    def child_pid(self) -> int | None:
        return self._child.pid if self._child else None

    def warm_up(self) -> None:
        answer = self._running().ask({"do": "warm_up"})
        if answer is None:
            raise CannotPaint("the process that paints ended while it was loading")
        if answer["error"]:
            raise error_heard(answer["error"])

    def free(self, lane: Lane) -> int:
        with self._lock:
            return free_slots([submission.lane for submission in self._submissions], lane)

    def together(self, work: Work) -> int:
        child = self._child
        answer = child.ask({"do": "together", "work": work_told(work)}, seconds=ANSWER_SECONDS) if child else None
        return int(answer["together"]) if answer else 1

    def submit(self, *orders: tuple[Work, Inputs]) -> list[Handle]:
        named = {Handle(next(self._handles)): order for order in orders}
        submission = _Submission(orders=dict(named), lane=orders[0][0].lane)
        with self._lock:
            self._submissions.append(submission)
            self._send(submission)
        return list(named)

    def stop(self, handle: Handle) -> None:
        child = self._child
        if child:
            child.send({"do": "stop", "handle": handle})

    def news(self, timeout: float) -> list[News]:
        return self._box.take(timeout)

    def wake(self) -> None:
        self._box.wake()

    def close(self) -> None:
        with self._lock:
            child, self._child = self._child, None
            self._submissions.clear()
        if child:
            child.end()

    # ---- the child

    def _running(self) -> "_Child":
        with self._lock:
            if self._child is None:
                self._child = _Child(self._settings, self._environment, self)
            return self._child

    def _send(self, submission: _Submission) -> None:
        head, pictures = orders_told(submission.orders)
        self._running().send({"do": "submit", **head}, pictures)

    def hear(self, child: "_Child", message: Message) -> None:
        """For the child's reading thread."""
        with self._lock:
            if child is not self._child:
                return
            self._about = (message[0]["device"], message[0]["threads"])
            if "handle" in message[0]:
                self._note(news_heard(message))

    def _note(self, news: News) -> None:
        """Before it is told, so that whoever hears of an end finds the slot free."""
        for submission in self._submissions:
            if news.handle in submission.orders:
                submission.is_begun = True
                if isinstance(news, Ended):
                    del submission.orders[news.handle]
        self._submissions = [submission for submission in self._submissions if submission.orders]
        self._box.post(news)

    def bury(self, child: "_Child", code: int) -> None:
        """For the child's reading thread, when there is nothing left to read."""
        with self._lock:
            if child is not self._child:
                return
            log.error(event("painting_process_died", code=code, submissions=len(self._submissions)))
            self._child = None
            guilty = self._suspects(child)
            self._submissions = [submission for submission in self._submissions if submission not in guilty]
            error = _death(child, code)
            self._box.post(*(Ended(handle, error) for submission in guilty for handle in submission.orders))
            for submission in self._submissions:
                self._send(submission)

    def _suspects(self, child: "_Child") -> list[_Submission]:
        """Whatever it had begun, or at least the first in line, so that no work is sent to its death for ever."""
        if not child.is_ready:
            return self._submissions
        return [submission for submission in self._submissions if submission.is_begun] or self._submissions[:1]


def executor_for(settings: Settings) -> SubprocessExecutor:
    return SubprocessExecutor(
        device=settings.device, threads=settings.threads, vgg19=settings.vgg19_weights, environment=os.environ
    )


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """What the process needs of ours it is told; the rest is the system's."""
    return {
        name: value
        for name, value in environment.items()
        if not name.startswith("IMPASTO_") and not any(word in name.upper() for word in SECRET_WORDS)
    }


def _death(child: "_Child", code: int) -> Exception:
    if child.complaint:
        return CannotPaint(child.complaint)
    if not child.is_ready:
        return CannotPaint(f"the process that paints does not start: exit status {code}")
    return ProcessDied(f"the process that paints ended with exit status {code}")


class _Child:
    """One process, with a thread that reads from it and one that writes to it, so that nobody waits for a pipe."""

    def __init__(self, settings: Head, environment: Mapping[str, str], owner: SubprocessExecutor) -> None:
        self._owner = owner
        self._process = subprocess.Popen(
            [sys.executable, "-m", "engine.executors.subprocess"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=PROJECT,
            env=dict(environment),
        )
        self.is_ready = False
        self.complaint = ""
        """Why it cannot paint at all, in its own words."""
        self._outgoing: SimpleQueue[Message | None] = SimpleQueue()
        self._answers: SimpleQueue[Head | None] = SimpleQueue()
        self._questions = count(1)
        level = logging.getLevelName(logging.getLogger().getEffectiveLevel())
        self.send({**settings, "log_level": level})
        for task in (self._read, self._write):
            threading.Thread(target=task, name=f"painting-process-{task.__name__}", daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, head: Head, pictures: Any = ()) -> None:
        self._outgoing.put((head, pictures))

    def ask(self, head: Head, *, seconds: float | None = None) -> Head | None:
        """Its answer; None where it died, or has not answered so long."""
        question = next(self._questions)
        self.send({**head, "question": question})
        try:
            while answer := self._answers.get(timeout=seconds):
                if answer["question"] == question:
                    return answer
        except Empty:
            return None
        self._answers.put(None)  # for whoever asks a dead one again
        return None

    def end(self) -> None:
        """It keeps nothing that would be worth waiting for."""
        self._process.kill()
        self._process.wait()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            while message := read_message(stream):
                self._hear(message)
        code = self._process.wait()
        self._answers.put(None)
        self._outgoing.put(None)
        self._owner.bury(self, code)

    def _hear(self, message: Message) -> None:
        head, _ = message
        if "complaint" in head:
            self.complaint = head["complaint"]
            return
        self.is_ready = True
        self._owner.hear(self, message)
        if "question" in head:
            self._answers.put(head)

    def _write(self) -> None:
        assert self._process.stdin is not None
        try:
            with self._process.stdin as stream:
                while message := self._outgoing.get():
                    write_message(stream, *message)
        except BrokenPipeError:  # whoever reads from it hears of its death too
            log.debug(event("painting_process_pipe_broken", pid=self.pid))


class _Service:
    """The child's side: a LocalExecutor whose news go up the pipe."""

    def __init__(self, executor: LocalExecutor, answers: IO[bytes]) -> None:
        self._executor = executor
        self._answers = answers
        self._lock = threading.Lock()
        self._theirs: dict[Handle, Handle] = {}
        """The parent's handles by ours."""

    def run(self, requests: IO[bytes]) -> None:
        threading.Thread(target=self._forward, name="news", daemon=True).start()
        self._tell({})
        while message := read_message(requests):
            self._obey(message)

    def _obey(self, message: Message) -> None:
        head, _ = message
        if head["do"] == "submit":
            self._submit(message)
        elif head["do"] == "stop":
            self._stop(Handle(head["handle"]))
        elif head["do"] == "warm_up":
            self._tell({"question": head["question"], "error": self._warmed_up()})
        else:
            self._tell({"question": head["question"], "together": self._executor.together(work_heard(head["work"]))})

    def _submit(self, message: Message) -> None:
        orders = orders_heard(message)
        with self._lock:  # or news of it would come before its name is known
            self._theirs |= zip(self._executor.submit(*orders.values()), orders, strict=True)

    def _stop(self, theirs: Handle) -> None:
        with self._lock:
            ours = [mine for mine, other in self._theirs.items() if other == theirs]
        for handle in ours:
            self._executor.stop(handle)

    def _warmed_up(self) -> Head | None:
        try:
            self._executor.warm_up()
        except Exception as error:  # the parent decides what to do about it
            return error_told(error)
        return None

    def _forward(self) -> None:
        while True:
            for news in self._executor.news(None):
                with self._lock:
                    theirs = self._theirs[news.handle] if isinstance(news, Progress) else self._theirs.pop(news.handle)
                if isinstance(news, Ended) and isinstance(news.end, Exception):
                    log.info(event("not_made", error=news.end), exc_info=news.end)
                head, pictures = news_told(news)
                self._tell({**head, "handle": theirs}, pictures)

    def _tell(self, head: Head, pictures: Any = ()) -> None:
        about = {"device": self._executor.device, "threads": self._executor.threads}
        with self._lock:
            write_message(self._answers, {**head, **about}, pictures)


def main() -> None:
    """Signals are the parent's: it stops the work, and closing the pipe ends this process, in a step or not."""
    for ignored in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ignored, signal.SIG_IGN)
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no message
    begin = read_message(requests)
    if begin is None:
        return
    settings, _ = begin
    configure_logging(settings["log_level"])
    before_torch.prepare()
    try:
        weights = all_weights(settings["vgg19"] and Path(settings["vgg19"]))
    except WeightsMissing as error:
        write_message(answers, {"complaint": str(error)})
        return
    executor = LocalExecutor(weights, device=settings["device"], threads=settings["threads"])
    _Service(executor, answers).run(requests)
    os._exit(0)  # the parent is gone: nobody waits for what is being made


if __name__ == "__main__":
    main()
