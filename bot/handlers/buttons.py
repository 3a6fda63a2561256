"""Every pressed button: read, checked for its owner, handed to its journey, and always answered once."""

import logging
from collections.abc import Awaitable, Callable, Mapping

from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError

from bot.context import Context, Pressed
from bot.handlers import chat_settings, own_styles, paintings, privacy, sheets, stopping, styles
from bot.keyboards import Action, Press, parse_press
from bot.logs import event
from bot.sheets import is_sheet
from storage.jobs import Job

log = logging.getLogger(__name__)

MenuJourney = Callable[[Pressed, Press, Context], Awaitable[str]]
"""Returns the toast to answer with; empty for none."""
JobJourney = Callable[[Pressed, Press, Context, Job], Awaitable[str]]

MENUS: Mapping[Action, MenuJourney] = {
    Action.USE: styles.on_use,
    Action.PAGE: styles.on_page,
    Action.NUMBER: sheets.on_number,
    Action.LEAF: sheets.on_leaf,
    Action.SHEET: sheets.on_sheet,
    Action.MINE: own_styles.on_mine,
    Action.OWN: own_styles.on_own,
    Action.RENAME: own_styles.on_rename,
    Action.DELETE: own_styles.on_delete,
    Action.DELETE_YES: own_styles.on_delete_yes,
    Action.LANGUAGE: chat_settings.on_language,
    Action.SIZE: chat_settings.on_size,
    Action.FORGET: privacy.on_forget_button,
}
OF_THE_CHAT = {Action.LANGUAGE, Action.SIZE}
"""Menus that belong to nobody: in a group any admin may press them, and these journeys ask for that themselves."""
PAINTINGS: Mapping[Action, JobJourney] = {
    Action.SAME: styles.on_same,
    Action.CANCEL: stopping.on_cancel_button,
    Action.KEEP: own_styles.on_keep,
    Action.SWAP: paintings.on_swap,
    Action.AGAIN: paintings.on_again,
    Action.RETRY: paintings.on_retry,
    Action.PAINT_WITH: paintings.on_paint_with,
    Action.PROPER: paintings.on_proper,
    Action.ADJUST: paintings.on_adjust,
    Action.DIAL: paintings.on_dial,
    Action.ABOUT: paintings.on_about,
    Action.UNDO: paintings.on_undo,
    Action.MORE: paintings.on_more,
    Action.BACK: paintings.on_back,
    Action.TILES: sheets.on_tiles,
    Action.TILE: sheets.on_tile,
}
FOR_ANYBODY = {Action.NUMBER, Action.TILE}
"""They make a new painting, for whoever presses, and leave the message as it is."""
UNDER_SHEETS = {Action.TILES, Action.TILE, Action.CANCEL, Action.RETRY, Action.UNDO}
"""A contact sheet is no painting that could be turned, swapped or refined."""


async def on_button(update: Update, context: Context) -> None:
    query = update.callback_query
    if query is None:
        return
    texts = await context.texts(update)
    press = parse_press(query.data or "")
    if press is None or not isinstance(query.message, Message) or not query.message.is_accessible:
        await answer(query, texts.toasts.outdated)
        return
    pressed = Pressed(
        query=query, message=query.message, person=query.from_user, texts=texts, update_id=update.update_id
    )
    await answer(query, await carry_out(pressed, press, context))


async def carry_out(pressed: Pressed, press: Press, context: Context) -> str:
    if press.action in MENUS:
        if press.action not in FOR_ANYBODY | OF_THE_CHAT and not pressed.owns_menu:
            return pressed.texts.toasts.not_yours
        return await MENUS[press.action](pressed, press, context)
    job = await context.store.job(press.job_id)
    if job is None or job.request.chat_id != pressed.message.chat.id:
        return pressed.texts.toasts.photo_unknown
    if press.action not in FOR_ANYBODY and job.request.user_id != pressed.person.id:
        return pressed.texts.toasts.not_yours
    if is_sheet(job) and press.action not in UNDER_SHEETS:
        return pressed.texts.toasts.outdated
    return await PAINTINGS[press.action](pressed, press, context, job)


async def answer(query: CallbackQuery, toast: str) -> None:
    try:
        await query.answer(toast or None)
    except TelegramError as refusal:
        # Mostly "query is too old", after a restart or a long wait. What the press asked for is done already.
        event(log, "button_not_answered", why=refusal.message)
