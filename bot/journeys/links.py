"""Links that people pass on, t.me/<bot>?start=…: s_ for a shared style, p_ for how a painting was made."""

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.context import Context, MessageContext
from bot.journeys.replying import reply
from bot.journeys.styles.menu import Offers, own_offered, styles_keyboard
from bot.journeys.styles.words import choose
from bot.phrases import AS_USUAL, How, Turn
from bot.styles import preset_style
from storage.names import ImageRef, is_image_ref
from storage.store import Storage
from storage.work.dials import dial_values, dials_of
from storage.work.painting import Painting
from storage.work.styles import Style

LINK = re.compile(r"(?P<kind>[sp])_(?P<token>[A-Za-z0-9_-]{16})")
STYLE, RECIPE = "s", "p"


def address_of(kind: str, token: str, *, bot_name: str) -> str:
    return f"https://t.me/{bot_name}?start={kind}_{token}"


async def follow_link(here: MessageContext, link: re.Match[str], context: Context) -> None:
    """The styles are for the photo that waits, or for the next. What is shared no more is said kindly."""
    if link["kind"] == STYLE:
        found = await shared_style(link["token"], context)
    else:
        found = await shared_recipe(link["token"], context)
    if found is None:
        menu = styles_keyboard(context.presets, here.texts, Offers(own=own_offered(here)))
        await reply(here, here.texts.say("link-leads-nowhere"), menu)
        return
    styles, how = found
    await choose(here, styles, context, caused_by="link", how=how)


Shared = tuple[tuple[Style, ...], How]


async def shared_style(token: str, context: Context) -> Shared | None:
    style = await context.store.run(lambda storage: storage.shares.style(token))
    return None if style is None else ((Style(image=style.image, title=style.name),), AS_USUAL)


async def shared_recipe(token: str, context: Context) -> Shared | None:
    """None also where a style of it is shared no more."""
    found = await context.store.run(lambda storage: storage.shares.recipe(token))
    if found is None:
        return None
    owner, recipe = found
    said = json.loads(recipe)
    styles = [await _style_in(one, context) for one in said["styles"]]
    if any(style is None for style in styles):
        return None
    private = [style.image for style in styles if style and not style.preset]
    if not await context.store.run(lambda storage: storage.shares.shares_all(owner, private)):
        return None
    turns = tuple(Turn(dial=name, to=float(value)) for name, value in said["dials"].items())
    return tuple(style for style in styles if style), How(turns=turns)


async def _style_in(said: Mapping[str, Any], context: Context) -> Style | None:
    """None for a preset that is gone."""
    weight = float(said["weight"])
    if said["preset"]:
        preset = context.presets.get(said["preset"])
        if preset is None:
            return None
        style = await preset_style(preset, context.store)
        return Style(image=style.image, preset=style.preset, title=style.title, weight=weight)
    image = str(said["image"])
    return Style(image=ImageRef(image), title=str(said["title"]), weight=weight) if is_image_ref(image) else None


# ---------------------------------------------------------------------------------------------------- making them


class NotShared(Exception):
    """One of the styles is a photo or a style that its owner does not share: tell how to share it first."""


def share_recipe(storage: Storage, user_id: int, painting: Painting) -> str:
    """The token. Never the content photo, and no style that is not shared. Raises NotShared."""
    private = [style.image for style in painting.styles if not style.preset]
    if not storage.shares.shares_all(user_id, private):
        raise NotShared
    return storage.shares.share_recipe(user_id, recipe_of(painting))


def recipe_of(painting: Painting) -> str:
    styles = [
        {
            "preset": one.preset,
            "image": "" if one.preset else one.image,
            "title": one.own or one.title,
            "weight": one.weight,
        }
        for one in painting.styles
    ]
    usual = {dial.name: dial.usual for dial in dials_of(painting)}
    turned = {name: value for name, value in dial_values(painting).items() if value != usual[name]}
    return json.dumps({"styles": styles, "dials": turned})
