"""One bot in one process with real storage, and people who write to it: for tests of what it answers."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

from telegram import Update

from bot.application import Server, build_application
from bot.context import ImpastoApplication, Languages, Services
from bot.delivery import Delivery
from bot.draft import Draft
from bot.kinds import view_of
from bot.living_message import LivingMessages
from bot.presets import Presets, load_presets
from bot.progress import Pace
from bot.rate_limiter import FairRateLimiter
from bot.settings import Settings
from bot.sheets import load_pictures, page_at
from bot.store import Store
from storage.database import change
from storage.drafts import DraftKey
from storage.jobs import Claim, Job
from storage.names import ImageRef, JobId
from storage.work.contact_sheet import ContactSheet
from storage.work.painting import Painting
from storage.work.work import CONTENT
from tests.bot.telegram_double import BOT, TOKEN, Json, Telegram, chat
from tests.sandbox.referee import update_complaints

ADA = {"id": 11, "is_bot": False, "first_name": "Ada", "language_code": "en"}
BRUNO = {"id": 22, "is_bot": False, "first_name": "Bruno", "language_code": "it"}
GROUP = -100500
SLOW = Settings(default_method="optimise")
"""Each painting is seen growing: what most tests are about."""
INSTANT = Settings(default_method="instant")


class LimiterClock:
    """Moves only when the rate limiter makes somebody wait, so that nobody really waits."""

    now = 0.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


class Scene:
    def __init__(
        self,
        telegram: Telegram,
        application: ImpastoApplication,
        services: Services,
        pace: Pace,
        limiter_clock: LimiterClock,
    ) -> None:
        self.telegram = telegram
        self.limiter_clock = limiter_clock
        self.application = application
        self.services = services
        self.store = services.store
        self.delivery = Delivery(services, LivingMessages(application.bot), pace)
        self._update_ids = count(1)
        self._message_ids = count(1)

    # ---------------------------------------- what people do

    async def send(self, person: Json = ADA, *, to: int | None = None, **fields: Any) -> Json:
        """A message with these fields of Telegram's; it is handled before this returns."""
        message = self.message(person, to=to, **fields)
        await self.update(message=message)
        return message

    def message(self, person: Json = ADA, *, to: int | None = None, **fields: Any) -> Json:
        text = fields.get("text") or fields.get("caption") or ""
        entities = "entities" if "text" in fields else "caption_entities"
        commands = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if text[:1] == "/" else []
        return {
            "message_id": next(self._message_ids),
            "date": 1_700_000_000,
            "from": person,
            "chat": chat(to or person["id"]),
            **({entities: commands} if commands else {}),
            **fields,
        }

    def photo(self, name: str = "photo", **fields: Any) -> Json:
        """Fields of a message with a photo; another picture for each name."""
        self.telegram.files[name] = f"bytes of {name}".encode()
        return {"photo": [{"file_id": name, "file_unique_id": name, "width": 90, "height": 60}], **fields}

    async def press(self, message: Json, data: str, person: Json = ADA, *, query_id: str = "") -> str:
        """The toast that answers it."""
        update_id = next(self._update_ids)
        query = {
            "id": query_id or f"query{update_id}",
            "from": person,
            "chat_instance": "1",
            "message": message,
            "data": data,
        }
        before = len(self.telegram.toasts)
        await self._handle({"update_id": update_id, "callback_query": query})
        assert len(self.telegram.toasts) == before + 1, "every press is answered exactly once"
        return self.telegram.toasts[-1]

    async def update(self, **fields: Any) -> None:
        await self._handle({"update_id": next(self._update_ids), **fields})

    async def _handle(self, fields: Json) -> None:
        self.telegram.complaints += update_complaints(fields)
        await self.application.process_update(Update.de_json(fields, self.application.bot))

    def bots_message(self, message_id: int, *, to: int = 11, **fields: Any) -> Json:
        """What a pressed button hangs under."""
        return {"message_id": message_id, "date": 1, "from": BOT, "chat": chat(to), "text": "…", **fields}

    # ---------------------------------------- what engine and time do

    async def deliver(self) -> None:
        """Everything that is due now."""
        await self.delivery.start_due()
        await self.delivery.finish(seconds=10)

    async def time_passes(self, seconds: float) -> None:
        """For Telegram's limits, and for what waits to be told."""
        self.limiter_clock.now += seconds
        sooner = "update outbox set due = due - :seconds where state = 'due'"
        await self.store.run(lambda storage: change(storage.db, sooner, {"seconds": seconds}))

    async def claim(self) -> Claim:
        (claim,) = await self.store.run(lambda storage: storage.queue.claim("engine"))
        return claim

    async def paint(self, result: bytes = b"a painting") -> Claim:
        claim = await self.claim()
        ref = await self.store.put_image(result)
        await self.store.run(lambda storage: storage.queue.complete(claim, result=ref, paint_seconds=3.0))
        return claim

    async def jobs(self) -> list[Job]:
        numbers = [JobId(number) for number in range(1, 30)]
        found = await self.store.run(lambda storage: [storage.jobs.job(number) for number in numbers])
        return [job for job in found if job]

    async def newest_at(self, message: Json) -> Job:
        """Whose message it is now."""
        where = message["chat"]["id"], message["message_id"]
        job = await self.store.run(lambda storage: storage.jobs.by_message(*where))
        assert job
        return job

    async def draft(self, key: DraftKey = DraftKey(11, 11)) -> Draft:  # noqa: B008
        return Draft.from_json(await self.store.run(lambda storage: storage.drafts.load(key)))

    async def save_draft(self, draft: Draft) -> None:
        await self.store.run(lambda storage: storage.drafts.save(DraftKey(11, 11), draft.to_json()))

    async def image(self, ref: ImageRef) -> bytes:
        return await self.store.get_image(ref)


def painting_of(job: Job) -> Painting:
    assert isinstance(job.work, Painting)
    return job.work


def sheet_of(job: Job) -> ContactSheet:
    assert isinstance(job.work, ContactSheet)
    return job.work


def content_of(job: Job) -> ImageRef:
    (content,) = job.work.inputs()[CONTENT]
    return content


@asynccontextmanager
async def open_scene(
    folder: Path, settings: Settings | None = None, *, how_many: int = 10, with_sheets: bool = True
) -> AsyncIterator[Scene]:
    """`how_many` presets; `with_sheets`: their contact sheets fit."""
    store = await Store.open(folder)
    presets = load_presets(make_presets(folder / "presets", how_many=how_many))
    services = Services(
        settings=settings or SLOW,
        store=store,
        presets=presets,
        sheets=load_pictures(presets, make_sheets(folder / "sheets", presets)) if with_sheets else (),
        languages=Languages(store),
        view_of=view_of,
        outbox_changed=asyncio.Event(),
    )
    telegram, clock = Telegram(), LimiterClock()
    server = Server(token=TOKEN, base_url="http://telegram.test/bot", base_file_url="http://telegram.test/file/bot")
    limiter = FairRateLimiter(clock=lambda: clock.now, sleep=clock.sleep)
    application = build_application(services, server, rate_limiter=limiter, new_request=lambda: telegram)
    async with application:
        telegram.calls.clear()
        yield Scene(telegram, application, services, Pace(), clock)
        assert not telegram.complaints, "\n".join(telegram.complaints)
    await store.close()


def make_sheets(folder: Path, presets: Presets) -> Path:
    """A picture for every twenty presets, and the manifest."""
    folder.mkdir()
    pages = [page_at(index, presets) for index in range(page_at(0, presets).count)]
    for page in pages:
        (folder / f"{page.index}.jpg").write_bytes(f"sheet {page.index}".encode())
    entries = [
        {"sheet": f"{page.index}.jpg", "presets": [{"key": tile.preset.key} for tile in page.tiles]} for page in pages
    ]
    (folder / "manifest.json").write_text(json.dumps({"pages": entries}), encoding="utf-8")
    return folder


def make_presets(folder: Path, *, how_many: int = 10) -> Path:
    """wave, mosaic and as many more as it takes to need a second page."""
    folder.mkdir()
    keys = ["wave", "mosaic", *(f"style{number}" for number in range(how_many - 2))]
    italian = {"wave": "Onda", "mosaic": "Mosaico"}
    entries = []
    for number, key in enumerate(keys):
        (folder / f"{key}.jpg").write_bytes(f"swatch of {key}".encode())
        name = f'[preset.name]\nen = "{key.title()}"\nit = "{italian.get(key, f"Stile {number}")}"\n'
        entries.append(f'[[preset]]\nkey = "{key}"\nemoji = "{chr(0x1F30A + number)}"\nimage = "{key}.jpg"\n{name}')
    (folder / "presets.toml").write_text("\n".join(entries), encoding="utf-8")
    return folder
