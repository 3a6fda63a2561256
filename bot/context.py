"""What every handler can reach, typed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from telegram import CallbackQuery, Chat, InlineKeyboardMarkup, InputMediaPhoto, Message, Update, User
from telegram.error import BadRequest
from telegram.ext import Application, CallbackContext, ExtBot

from bot.metrics import Metrics
from bot.presets import Presets
from bot.rate_limiter import Importance
from bot.settings import Settings
from bot.sheets import SheetPictures
from bot.store import Store
from bot.telegram_files import Downloads
from bot.texts import Texts, texts_for

PICTURE_NAME = "impasto.jpg"
Bot: TypeAlias = ExtBot[Importance]
Bag: TypeAlias = dict[Any, Any]
"""PTB's own user_data and chat_data: never used here, because they are lost in a restart."""


@dataclass(slots=True)
class Languages:
    """Which language a chat speaks: what it chose, else what its person's Telegram speaks."""

    store: Store
    _known: dict[int, str] = field(default_factory=dict)

    async def of(self, chat_id: int) -> Texts:
        """For messages that nobody asked for just now."""
        if chat_id not in self._known:
            self._known[chat_id] = await self.store.language(chat_id) or ""
        return texts_for(self._known[chat_id])

    async def for_person(self, chat_id: int, language_code: str | None, *, decides: bool) -> Texts:
        """For an answer to a person. The first who writes decides the chat's language, until /settings changes it."""
        texts = await self.of(chat_id)
        if self._known[chat_id]:
            return texts
        spoken = texts_for(language_code)
        return await self.set(chat_id, spoken.code) if decides else spoken

    async def set(self, chat_id: int, language: str) -> Texts:
        await self.store.run(lambda storage: storage.chats.set_language(chat_id, language))
        self._known[chat_id] = language
        return texts_for(language)

    def forget(self, chat_id: int) -> None:
        self._known.pop(chat_id, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    settings: Settings
    store: Store
    presets: Presets
    sheets: SheetPictures
    languages: Languages
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
    def store(self) -> Store:
        return self.bot_data.store

    @property
    def presets(self) -> Presets:
        return self.bot_data.presets

    async def texts(self, update: Update) -> Texts:
        """The chat's language; somebody who only presses a button does not decide it."""
        chat, person = update.effective_chat, update.effective_user
        code = person.language_code if person else None
        if chat is None:
            return texts_for(code)
        return await self.services.languages.for_person(chat.id, code, decides=update.message is not None)


ImpastoApplication: TypeAlias = Application[Bot, Context, Bag, Bag, Services, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Somebody did something to a message that can still be read: what every handler works on."""

    message: Message
    person: User
    texts: Texts
    update_id: int

    @property
    def chat(self) -> Chat:
        return self.message.chat

    @property
    def thread_id(self) -> int | None:
        return thread_of(self.message)

    @property
    def is_in_group(self) -> bool:
        return self.message.chat.type != Chat.PRIVATE


class Said(Happening):
    """The person sent the message."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Happening):
    """The person pressed a button under the message."""

    query: CallbackQuery

    @property
    def owns_menu(self) -> bool:
        """A menu belongs to whom it answers; in a private chat there is nobody else."""
        asked = self.message.reply_to_message
        if not self.is_in_group or asked is None or asked.from_user is None:
            return True
        return asked.from_user.id == self.person.id

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

    async def edit_keyboard(self, keyboard: InlineKeyboardMarkup) -> None:
        async with _unchanged_is_fine():
            await self.message.edit_reply_markup(keyboard)


@asynccontextmanager
async def _unchanged_is_fine() -> AsyncIterator[None]:
    """A second tap asks for what is there already."""
    try:
        yield
    except BadRequest as refusal:
        if "message is not modified" not in refusal.message.lower():
            raise


def thread_of(message: Message) -> int | None:
    """The forum topic. In other groups message_thread_id only numbers a chain of replies."""
    return message.message_thread_id if message.is_topic_message else None


async def said(update: Update, context: Context) -> Said:
    """For handlers whose filters let only messages of people through."""
    message, person = update.effective_message, update.effective_user
    if message is None or person is None:
        raise LookupError("the update holds no message of a person")
    texts = await context.texts(update)
    return Said(message=message, person=person, texts=texts, update_id=update.update_id)
