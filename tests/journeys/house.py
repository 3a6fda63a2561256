"""A whole Impasto for one story: sandbox, bot and engine as real processes, and people who chat with it over HTTP."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import httpx
from PIL import Image, ImageDraw

from storage.database import open_database
from storage.images import ImageStore
from storage.jobs import JobState
from storage.outbox import OutboxState
from storage.overview import overview
from storage.queue import Jobs
from storage.store import DATABASE_NAME, IMAGES_NAME

Message = dict[str, Any]
T = TypeVar("T")
TOKEN = "7000000001:AAHouseTokenForStories-0123456789abcd"


def photo(seed: int, *, size: tuple[int, int] = (120, 90), kind: str = "JPEG") -> bytes:
    """A small colourful picture, another for each seed."""
    random = Random(seed)
    image = Image.new("RGB", size, tuple(random.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(40):
        x, y, radius = random.randrange(size[0]), random.randrange(size[1]), random.randrange(4, 24)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), tuple(random.randrange(256) for _ in range(3)))
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def buttons(message: Message) -> dict[str, str]:
    """The texts of a message's buttons with what each sends."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["text"]: button.get("callback_data", "") for row in rows for button in row}


def presses(message: Message) -> list[str]:
    """What each button sends, row by row; two dials have a button "+" each."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button.get("callback_data", "") for row in rows for button in row]


def is_painting(message: Message) -> bool:
    """Finished: under a preview are other buttons."""
    marks = ("v1:more:", "v1:dial:")
    is_picture = "photo" in message or "document" in message
    return is_picture and any(data.startswith(marks) for data in presses(message))


@dataclass
class Person:
    house: "House"
    id: int
    chat_id: int

    def send(
        self,
        *pictures: bytes,
        text: str = "",
        caption: str = "",
        reply_to: int | None = None,
        as_document: bool = False,
    ) -> list[Message]:
        fields = {"from": str(self.id), "text": text, "caption": caption, "as_document": str(int(as_document))}
        if reply_to:
            fields["reply_to"] = str(reply_to)
        files = [("files", (f"{number}.jpg", picture, "image/jpeg")) for number, picture in enumerate(pictures)]
        parts: list[Any] = [(name, (None, value)) for name, value in fields.items() if value]
        answer = self.house.http.post(f"/sandbox/chats/{self.chat_id}/messages", files=parts + files)
        answer.raise_for_status()
        sent: list[Message] = answer.json()["messages"]
        return sent

    def forward(self, message: Message) -> list[Message]:
        """To the same chat."""
        fields = {"from": self.id, "from_chat_id": self.chat_id, "message_id": message["message_id"]}
        answer = self.house.http.post(f"/sandbox/chats/{self.chat_id}/forward", json=fields)
        answer.raise_for_status()
        sent: list[Message] = answer.json()["messages"]
        return sent

    def press(self, message: Message, action: str) -> dict[str, Any]:
        """Press the button whose data begins with `v1:<action>`."""
        data = next(data for data in presses(message) if data.startswith(f"v1:{action}"))
        press = {"from": self.id, "message_id": message["message_id"], "callback_data": data}
        answer = self.house.http.post(f"/sandbox/chats/{self.chat_id}/press", json=press)
        answer.raise_for_status()
        toast: dict[str, Any] = answer.json()
        return toast

    def messages(self) -> list[Message]:
        answer = self.house.http.get(f"/sandbox/chats/{self.chat_id}/messages", params={"as": self.id})
        answer.raise_for_status()
        found: list[Message] = answer.json()
        return found

    def answers(self) -> list[Message]:
        return [message for message in self.messages() if message["from"]["is_bot"]]

    def paintings(self) -> list[Message]:
        return [message for message in self.answers() if is_painting(message)]

    def wait_for(self, wanted: Callable[[Message], bool], *, seconds: float = 60) -> Message:
        """The first of the bot's messages that fits, as soon as there is one."""
        return self.house.until(lambda: next((m for m in self.answers() if wanted(m)), None), seconds=seconds)

    def wait_for_paintings(self, count: int = 1, *, seconds: float = 90) -> list[Message]:
        return self.house.until(lambda: p if len(p := self.paintings()) >= count else None, seconds=seconds)

    def picture(self, message: Message) -> Image.Image:
        return Image.open(BytesIO(self.file(message)))

    def file(self, message: Message) -> bytes:
        """Of a photo or a document, as it arrived."""
        answer = self.house.http.get(message.get("photo_url") or message["document_url"])
        answer.raise_for_status()
        return answer.content


@dataclass
class House:
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    http: httpx.Client = field(init=False)

    def start_sandbox(self) -> None:
        command = ["-m", "bot.sandbox", "--port", "0", "--state", str(self.folder / "sandbox"), "--token", TOKEN]
        process = self._start("sandbox", command, stdout=subprocess.PIPE)
        assert process.stdout is not None
        address = process.stdout.readline().decode().split()[1]
        self.http = httpx.Client(base_url=address, timeout=30)

    def start_bot(self) -> None:
        address = str(self.http.base_url).rstrip("/")
        self._start(
            "bot",
            ["-m", "bot"],
            IMPASTO_TELEGRAM_TOKEN=TOKEN,
            IMPASTO_BASE_URL=f"{address}/bot",
            IMPASTO_BASE_FILE_URL=f"{address}/file/bot",
            IMPASTO_ENGINE="external",
        )

    def start_engine(self) -> None:
        self._start("engine", ["-m", "engine", "run"])

    def kill(self, name: str) -> None:
        """SIGKILL: no chance to tidy up."""
        self._end(name, signal.SIGKILL)

    def stop(self, name: str) -> int:
        """SIGTERM, as a supervisor stops a service; the exit code."""
        return self._end(name, signal.SIGTERM)

    def close(self) -> None:
        for name in list(self.running):
            self.kill(name)
        self.http.close()

    def person(self, index: int = 0, *, group: bool = False) -> Person:
        state = self.state()
        person = state["people"][index]
        chat = next(chat["id"] for chat in state["chats"] if chat["type"] != "private") if group else person["id"]
        return Person(self, person["id"], chat)

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.http.get("/sandbox/state").json()
        return found

    def fault(self, name: str, **details: Any) -> None:
        self.http.post("/sandbox/faults", json={"fault": name, **details}).raise_for_status()

    def log(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = self.http.get("/sandbox/log").json()
        return found

    def original(self, painting: Message) -> bytes:
        """The JPEG that the engine made, which Telegram takes the recipe out of where it goes as a photo."""
        data = self.folder / "data"
        db = open_database(data / DATABASE_NAME)
        try:
            job = Jobs(db).by_message(painting["chat"]["id"], painting["message_id"])
        finally:
            db.close()
        assert job
        assert job.result
        return ImageStore(data / IMAGES_NAME).get(job.result)

    def files_with_the_token(self) -> list[str]:
        """Of the logs, the database and its neighbours, those in which the secret part of the token can be read."""
        secret = TOKEN.split(":")[1].encode()
        files = [*self.folder.glob("*.log"), *(self.folder / "data").glob("impasto.db*")]
        return [file.name for file in files if secret in file.read_bytes()]

    def until_settled(self, *, seconds: float = 90) -> None:
        """Until nothing is waiting, being made or still to be told: what has not come by then will not come."""

        def is_settled() -> bool | None:
            db = open_database(self.folder / "data" / DATABASE_NAME)
            try:
                counts = overview(db, now=time.time())
            finally:
                db.close()
            open_jobs = counts.jobs[JobState.QUEUED] + counts.jobs[JobState.LEASED]
            to_tell = counts.outbox[OutboxState.DUE] + counts.outbox[OutboxState.SENDING]
            return (not open_jobs and not to_tell) or None

        self.until(is_settled, seconds=seconds)

    def sent(self, *methods: str) -> int:
        """How often Telegram did that for the bot, whatever the bot learned of it."""
        return sum(request["ok"] for request in self.log()["requests"] if request["method"] in methods)

    def until(self, look: Callable[[], T | None], *, seconds: float) -> T:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := look():
                return found
            time.sleep(0.05)
        raise AssertionError(f"nothing came within {seconds} s; the logs are in {self.folder}\n{self._last_lines()}")

    def _last_lines(self) -> str:
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"--- {log.name}\n" + "\n".join(log.read_text().splitlines()[-25:]) for log in logs)

    def _start(
        self, name: str, command: list[str], *, stdout: int | None = None, **extra: str
    ) -> subprocess.Popen[bytes]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith("IMPASTO_")}
        environment = {**clean, "IMPASTO_DATA": str(self.folder / "data"), **self.settings, **extra}
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *command], env=environment, stdout=stdout or log, stderr=log, stdin=subprocess.DEVNULL
            )
        self.running[name] = process
        return process

    def _end(self, name: str, how: signal.Signals) -> int:
        process = self.running.pop(name)
        process.send_signal(how)
        try:
            return process.wait(20)
        finally:
            if process.poll() is None:
                process.kill()
            if process.stdout:
                process.stdout.close()


@contextmanager
def open_house(folder: Path, **settings: str) -> Iterator[House]:
    """Paintings grow visibly here, and are small; `settings` can ask for others."""
    usual = {"IMPASTO_DEFAULT_METHOD": "optimise", "IMPASTO_LONGEST_SIDE": "96", "IMPASTO_PROPER_SIDE": "96"}
    house = House(folder, {**usual, "IMPASTO_LOG_LEVEL": "INFO", **settings})
    house.start_sandbox()
    try:
        house.start_bot()
        house.start_engine()
        yield house
    finally:
        house.close()
