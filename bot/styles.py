"""Named styles as parts of a piece of work: presets, whose swatches go into the image store, and people's own."""

from collections.abc import Sequence
from dataclasses import replace

from bot.presets import Preset
from bot.store import Store
from bot.wishes import Part
from storage.own_styles import OwnStyle
from storage.work.styles import Style


async def preset_style(preset: Preset, store: Store) -> Style:
    """Puts the swatch into the image store, where it may have expired since."""
    image = await store.put_image(preset.image.read_bytes())
    return Style(image=image, preset=preset.key, title=preset.title)


async def own_style(own: OwnStyle, user_id: int, store: Store) -> Style:
    """It has been used now."""
    await store.run(lambda storage: storage.own_styles.mark_used(user_id, own.image))
    return Style(image=own.image, own=own.name)


async def styles_of(parts: Sequence[Part], user_id: int, store: Store) -> tuple[Style, ...]:
    """What a person's words named."""
    return tuple([replace(await _style_of(part, user_id, store), weight=part.weight) for part in parts])


async def _style_of(part: Part, user_id: int, store: Store) -> Style:
    if isinstance(part.style, Preset):
        return await preset_style(part.style, store)
    return await own_style(part.style, user_id, store)
