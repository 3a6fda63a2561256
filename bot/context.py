"""What every handler can reach, typed: the services, and the message or the press that it works on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeAlias

from telegram import CallbackQuery, Chat, InlineKeyboardMarkup, InputMediaPhoto, Message, Update, User
from telegram.error import BadRequest
from telegram.ext import Application, CallbackContext, ExtBot

from bot.draft import Draft
from bot.identity import sender_id
from bot.metrics import Metrics
from bot.presets import Presets
from bot.rate_limiter import Importance
from bot.reading import Known, Question, bar_of, read
from bot.settings import Settings
from bot.sheets import SheetPictures
from bot.store import Store
from bot.telegram_files import Downloads, picture_in
from bot.texts import Texts, texts_for
from bot.view import Here, View
from storage.admission import Bar
from storage.drafts import DraftKey
from storage.jobs import Job
from storage.names import JobId
from storage.places import Place
from storage.work.work import Work

PICTURE_NAME = "impasto.jpg"
Bot: TypeAlias = ExtBot[Importance]
Bag: TypeAlias = dict[Any, Any]
"""PTB's own user_data and chat_data: never used here, because they are lost in a restart."""


class Barred(Exception):
    """Whoever sent the update is not heard."""

    def __init__(self, bar: Bar, user_id: int) -> None:
        super().__init__(str(bar))
        self.bar = bar
        self.user_id = user_id


@dataclass(slots=True)
class Languages:
    """Which language is spoken: what the chat chose in /settings, else what the person's Telegram speaks."""

    store: Store
    _chosen: dict[int, str | None] = field(default_factory=dict)
    """By chat."""
    _spoken: dict[int, str | None] = field(default_factory=dict)
    """By person."""

    async def of(self, chat_id: int, user_id: int, *, speaks: str | None = None) -> Texts:
        """For messages that nobody asked for just now. `user_id`: whom they are for; `speaks`: what they do now."""
        chosen, spoken = await self._chosen_in(chat_id), await self._spoken_by(user_id)
        return texts_for(chosen or speaks or spoken)

    async def _chosen_in(self, chat_id: int) -> str | None:
        if chat_id not in self._chosen:
            self._chosen[chat_id] = chosen = await self.store.run(lambda storage: storage.chats.language(chat_id))
            return chosen
        return self._chosen[chat_id]

    async def _spoken_by(self, user_id: int) -> str | None:
        """Read apart from the chat's: what storage has been told to forget since may still be known here."""
        if user_id not in self._spoken:
            self._spoken[user_id] = spoken = await self.store.run(lambda storage: storage.people.language(user_id))
            return spoken
        return self._spoken[user_id]

    def note(self, chat_id: int, chosen: str | None, user_id: int, spoken: str | None) -> None:
        self._chosen[chat_id] = chosen
        self._spoken[user_id] = spoken

    async def choose(self, chat_id: int, language: str) -> Texts:
        """Until somebody chooses another one."""
        await self.store.run(lambda storage: storage.chats.set_language(chat_id, language))
        self._chosen[chat_id] = language
        return texts_for(language)

    def forget(self, chat_id: int) -> None:
        """What the chat chose."""
        self._chosen.pop(chat_id, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    settings: Settings
    store: Store
    presets: Presets
    sheets: SheetPictures
    languages: Languages
    view_of: Callable[[Work], View]
    """How a kind of work looks: `bot.kinds.view_of`, handed in because kinds offer buttons of the journeys."""
    outbox_changed: asyncio.Event
    """Set it after a change that the delivery loop should act on at once."""
    metrics: Metrics = field(default_factory=Metrics)
    downloads: Downloads = field(default_factory=Downloads)


class Context(CallbackContext[Bot, Bag, Bag, Services]):
    """One update's context."""

    @property
    def services(self) -> Services:
        return self.bot_data

    @property
    def settings(self) -> Settings:
        return self.bot_data.settings

    @property
    def store(self) -> Store:
        return self.bot_data.store

    @property
    def presets(self) -> Presets:
        return self.bot_data.presets

    def view_of(self, work: Work) -> View:
        return self.bot_data.view_of(work)


ImpastoApplication: TypeAlias = Application[Bot, Context, Bag, Bag, Services, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageContext:
    """A message that somebody sent, and what is known of them and of their chat."""

    message: Message
    person: User
    update_id: int
    texts: Texts
    known: Known

    @property
    def chat(self) -> Chat:
        return self.message.chat

    @property
    def thread_id(self) -> int | None:
        return thread_of(self.message)

    @property
    def person_id(self) -> int:
        """Whose drafts, styles and paintings are meant."""
        return sender_id(self.message) or self.person.id

    @property
    def is_in_group(self) -> bool:
        return self.message.chat.type != Chat.PRIVATE

    @property
    def draft(self) -> Draft:
        return self.known.draft

    @property
    def draft_key(self) -> DraftKey:
        return DraftKey(self.chat.id, self.person_id, self.thread_id or 0)

    def place_below(self, message_id: int | None) -> Place:
        """A new message in reply to that one."""
        return Place(chat_id=self.chat.id, thread_id=self.thread_id, reply_to=message_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class PressContext(MessageContext):
    """A button that somebody pressed under a message of the bot."""

    query: CallbackQuery
    acting_for: int | None = None
    """The chat in whose name the press counts."""

    @property
    def person_id(self) -> int:
        return self.acting_for or self.person.id

    @property
    def toasts(self) -> Texts:
        """What only the presser reads; in a group the message itself is in the group's language."""
        return texts_for(self.known.person_language) if self.is_in_group else self.texts

    @property
    def menu_owner(self) -> int:
        """A menu belongs to whom it answers; in a private chat there is nobody else."""
        asked = self.message.reply_to_message if self.is_in_group else None
        return (asked and sender_id(asked)) or self.person.id

    @property
    def owns_menu(self) -> bool:
        return self.menu_owner == self.person_id

    @property
    def place(self) -> Place:
        """The pressed message."""
        above = self.message.reply_to_message
        return Place(
            chat_id=self.chat.id,
            thread_id=self.thread_id,
            reply_to=above.message_id if above else None,
            message_id=self.message.message_id,
        )

    @property
    def is_taken(self) -> bool:
        """A job has taken the message over."""
        return self.known.newest is not None

    async def edit_text(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        async with _unchanged_is_fine():
            await self.message.edit_text(text, reply_markup=keyboard)

    async def edit_caption(self, caption: str, keyboard: InlineKeyboardMarkup) -> None:
        async with _unchanged_is_fine():
            await self.message.edit_caption(caption, reply_markup=keyboard)

    async def edit_picture(self, picture: str | bytes, caption: str, keyboard: InlineKeyboardMarkup) -> Message | None:
        """The message as it is now; None where it was so already. `picture`: a file_id or a JPEG."""
        async with _unchanged_is_fine():
            media = InputMediaPhoto(picture, caption=caption, filename=PICTURE_NAME)
            edited = await self.message.edit_media(media, reply_markup=keyboard)
            return edited if isinstance(edited, Message) else None
        return None

    async def edit_keyboard(self, keyboard: InlineKeyboardMarkup | None) -> None:
        async with _unchanged_is_fine():
            await self.message.edit_reply_markup(keyboard)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobContext(PressContext):
    """A button under a job's message."""

    job: Job

    @property
    def is_taken(self) -> bool:
        """A newer job has taken the message over."""
        return self.known.newest is not None and self.known.newest.id != self.job.id

    @property
    def has_earlier(self) -> bool:
        return self.known.earlier is not None

    @property
    def has_later(self) -> bool:
        return self.known.later is not None

    @property
    def place(self) -> Place:
        return replace(self.place_beside, message_id=self.message.message_id)

    @property
    def place_beside(self) -> Place:
        """A new message in reply to the same photo."""
        return self.place_below(self.job.place.reply_to)

    def here(self, context: Context) -> Here:
        return Here(context.presets, self.texts)


async def message_context(update: Update, context: Context) -> MessageContext:
    """For handlers whose filters let only messages of people through. Raises Barred."""
    message, person = update.effective_message, update.effective_user
    if message is None or person is None:
        raise LookupError("the update holds no message of a person")
    known = await _known(update, message, person, context, person_id=sender_id(message) or person.id)
    return MessageContext(
        message=message, person=person, update_id=update.update_id, texts=texts_in(known), known=known
    )


async def press_context(
    update: Update, query: CallbackQuery, message: Message, job_id: JobId | None, context: Context
) -> PressContext:
    """A JobContext where the job that is named is there. Raises Barred."""
    person = query.from_user
    known = await _known(update, message, person, context, person_id=person.id, job_id=job_id, is_pressed=True)
    here = PressContext(
        message=message,
        person=query.from_user,
        update_id=update.update_id,
        texts=texts_in(known),
        known=known,
        query=query,
    )
    if known.job is None:
        return here
    return JobContext(**{one.name: getattr(here, one.name) for one in fields(here)}, job=known.job)


async def is_barred(user_id: int, context: Context) -> bool:
    """Where there is no message, such as in an inline query."""
    settings, key = context.settings, DraftKey(user_id, user_id)
    if user_id in settings.admins:
        return False
    bar = await context.store.run(lambda storage: bar_of(storage, key, by_list=settings.allow_list))
    return bar is not None


def texts_in(known: Known) -> Texts:
    return texts_for(known.chat_language or known.person_language)


def thread_of(message: Message) -> int | None:
    """The forum topic. In other groups message_thread_id only numbers a chain of replies."""
    return message.message_thread_id if message.is_topic_message else None


async def _known(
    update: Update,
    message: Message,
    person: User,
    context: Context,
    *,
    person_id: int,
    job_id: JobId | None = None,
    is_pressed: bool = False,
) -> Known:
    above = message.reply_to_message or message.external_reply
    pictures = [picture_in(one) for one in (message, above) if one is not None]
    question = Question(
        key=DraftKey(message.chat.id, person_id, thread_of(message) or 0),
        update_id=update.update_id,
        language=person.language_code,
        is_for_us=is_pressed or message.chat.type == Chat.PRIVATE,
        by_list=context.settings.allow_list,
        is_admin=person.id in context.settings.admins,
        album=message.media_group_id or "",
        unique_ids=tuple(picture.file_unique_id for picture in pictures if picture),
        message_id=message.message_id if is_pressed else None,
        job_id=job_id,
    )
    known = await context.store.run(lambda storage: read(storage, question, context.settings.limits))
    if known.bar is not None:
        raise Barred(known.bar, person_id)
    context.services.languages.note(message.chat.id, known.chat_language, person_id, known.person_language)
    return known


@asynccontextmanager
async def _unchanged_is_fine() -> AsyncIterator[None]:
    """A second tap asks for what is there already."""
    try:
        yield
    except BadRequest as refusal:
        if "message is not modified" not in refusal.message.lower():
            raise
