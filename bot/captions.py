"""What is said of any kind of work while it waits, is made or fails, and how styles are called. Pure."""

import math
from collections.abc import Iterator, Sequence

from bot.dials import value_text
from bot.presets import Preset, Presets
from bot.texts import Texts
from storage.jobs import FailureReason, Job
from storage.queue import Position
from storage.work.dials import dials_of
from storage.work.dream import GUIDE
from storage.work.styles import Style
from storage.work.work import CONTENT, INIT, REGION, RESULT, STYLE, Lane, Work

ROLES = (CONTENT, STYLE, INIT, REGION, GUIDE, RESULT)
"""Inputs of which a failure can speak."""


def waiting_text(job: Job, position: Position, texts: Texts, *, starting: str) -> str:
    """Place in line, and when it is known the time until it is ready. `starting`: what it says as soon as it begins."""
    if job.lane is Lane.QUICK and not position.ahead:
        return starting
    in_line = texts.say("in-line", paintings=position.ahead) if position.ahead else texts.say("next-in-line")
    if position.eta_seconds is None:
        return f"{in_line}."
    return f"{in_line} · {texts.say('ready-in', duration=texts.duration(rounded_up(position.eta_seconds)))}"


def with_maintenance(text: str, words: str) -> str:
    """`words`: of those who run the bot, or empty."""
    return "\n\n".join(filter(None, (text, words)))


def progress_text(job: Job, position: Position, texts: Texts, *, starting: str) -> str:
    if job.progress <= 0 and job.preview is None:
        return starting
    painting = texts.say("painting", percent=math.floor(job.progress * 100))
    if position.eta_seconds is None:
        return painting
    return f"{painting} · {texts.say('left', duration=texts.duration(rounded_up(position.eta_seconds)))}"


def done_text(job: Job, how: str, done_in: str, texts: Texts) -> str:
    """`how`: with a · between parts, empty where it is made as usual. `done_in`: a message that wants a duration."""
    if job.paint_seconds is None:
        return how
    took = texts.say(done_in, duration=texts.duration(max(1.0, job.paint_seconds)))
    return " · ".join(filter(None, (how, took)))


def failure_text(job: Job, texts: Texts) -> str:
    if job.failure is None:
        return texts.say("went-wrong")
    role = job.failed_input if job.failed_input in ROLES else CONTENT
    if job.failure is FailureReason.IMAGE_GONE:
        return texts.say(f"expired-{role}")
    return texts.say(f"failure-{job.failure}", image=texts.say(f"input-{role}"))


def turned_dials(work: Work, texts: Texts) -> Iterator[str]:
    """What differs from how such a thing is usually made."""
    for dial in dials_of(work):
        value = getattr(work, dial.name)
        if value != dial.usual:
            yield texts.say(f"dial-{dial.name}-caption", value=value_text(dial, value, texts))


def styles_label(styles: Sequence[Style], presets: Presets, texts: Texts, *, is_private: bool) -> str:
    """Own styles keep their names to themselves where others read along."""
    if len(styles) > 1:
        return _blend_label(styles, presets, texts, is_private)
    preset = presets.get(styles[0].preset)
    if preset:
        return _with_artist(preset, texts)
    return _name(styles[0], presets, texts, is_private) or texts.say("own-style")


def styles_for_anybody(styles: Sequence[Style], presets: Presets, texts: Texts) -> str:
    """In a caption that is passed on: presets by name, and of what is a person's own no more than that it is one."""
    if all(style.preset for style in styles):
        return styles_label(styles, presets, texts, is_private=False)
    return texts.say("another-picture")


def percent(share: float) -> int:
    return round(share * 100)


def is_photo(style: Style) -> bool:
    """Of the person, and without a name."""
    return not style.preset and not style.own


def rounded_up(seconds: float) -> float:
    """To 5 s below a minute, then to whole minutes: a forecast is no more exact than that."""
    step = 5 if seconds <= 55 else 60
    return max(step, math.ceil(seconds / step) * step)


def _blend_label(styles: Sequence[Style], presets: Presets, texts: Texts, is_private: bool) -> str:
    """🌌 Starry Night + 🌊 Great Wave; with their shares where these differ."""
    if all(is_photo(style) for style in styles):
        return texts.say("photos-blend", photos=len(styles))
    whole, is_equal = sum(style.weight for style in styles), len({style.weight for style in styles}) == 1
    return " + ".join(
        name if is_equal else f"{name} {percent(style.weight / whole)} %"
        for style, name in (
            (style, _name(style, presets, texts, is_private) or texts.say("your-photo")) for style in styles
        )
    )


def _name(style: Style, presets: Presets, texts: Texts, is_private: bool) -> str:
    """Empty for a photo."""
    preset = presets.get(style.preset)
    if preset:
        return preset.label(texts.code)
    if style.own:
        return style.own if is_private else texts.say("a-style-of-your-own")
    return style.title  # of a preset that was taken off the shelf since


def _with_artist(preset: Preset, texts: Texts) -> str:
    """🌌 Starry Night · Vincent van Gogh, 1889."""
    artist = ", ".join(filter(None, (preset.artist, preset.year)))
    return " · ".join(filter(None, (preset.label(texts.code), artist)))
