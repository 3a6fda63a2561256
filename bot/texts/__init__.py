"""Every text a person reads. One file a language beside this one; a missing text is an error of its constructor.

Words in braces are filled in. All languages use the same words (a test compares them). Texts are plain: no markup.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.style_names import NameRefusal
from storage.admission import Refusal
from storage.jobs import FailureReason
from storage.work import KINDS
from storage.work.dials import dials_of
from storage.work.dream import GUIDE
from storage.work.work import CONTENT, INIT, REGION, STYLE

FALLBACK = "en"
ROLES = (CONTENT, STYLE, INIT, REGION, GUIDE)
"""Inputs of which a failure can speak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Nouns with their number, from 1 on: "1 painting", "5 paintings"."""

    paintings: Callable[[int], str]
    photos: Callable[[int], str]
    styles: Callable[[int], str]
    days: Callable[[int], str]
    characters: Callable[[int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DialWords:
    """What a dial is called. {value} is how it stands."""

    button: str
    caption: str
    """Under a result, where the dial does not stand as usual."""
    about: str | None = None
    """What it does, as a toast; a switch has no button that asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """One line for each command in Telegram's menu, at most 256 characters."""

    style: str
    styles: str
    my_styles: str
    dream: str
    cancel: str
    settings: str
    help: str
    privacy: str
    forget: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Buttons:
    cancel: str
    properly: str
    adjust: str
    undo: str
    done: str
    """Puts the dials away."""
    less: str
    greater: str
    swap: str
    again: str
    as_before: str
    """Under a picture that was made here and came back as a file."""
    same: str
    keep: str
    own: str
    all_mine: str
    rename: str
    delete: str
    delete_yes: str
    more: str
    back: str
    earlier: str
    later: str
    on_photo: str
    """All styles, as a contact sheet of the person's photo."""
    forget_yes: str
    forget_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Toasts:
    """Short answers to a pressed button, at most 200 characters."""

    stopping: str
    finished_already: str
    not_yours: str
    outdated: str
    swapping: str
    properly: str
    dial_at_end: str
    one_back: str
    on_it: str
    saved: str
    saved_in_group: str
    saved_already: str
    shelf_full: str
    style_gone: str
    style_deleted: str
    settings_kept: str
    for_admins: str
    painted_already: str
    photo_unknown: str
    painting_unknown: str
    """The job that a button belongs to was erased, or is of another chat."""
    nothing_forgotten: str
    went_wrong: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    code: str
    """As Telegram's language_code: ISO 639-1."""
    own_name: str
    welcome: str
    help: str
    privacy: str
    ask_for_style: str
    ask_for_photo: str
    ask_for_style_in_group: str
    """A bot in a group hears only what answers it or calls it (core.telegram.org/bots/features#privacy-mode)."""
    ask_for_photo_in_group: str
    send_a_photo: str
    not_a_picture: str
    too_many_photos: str
    file_too_big: str
    download_failed: str
    choose_preset: str
    sheet_of_presets: str
    sheet_for_photo: str
    """The same, where a photo waits."""
    sheet_of_photo: str
    """Each tile is the person's photo."""
    unknown_preset: str
    ambiguous_style: str
    too_many_styles: str
    style_saved: str
    """Also asks for a better name."""
    own_style_name: str
    """What an own style is called until its person says otherwise."""
    ask_for_name: str
    name_placeholder: str
    """In the empty field for the answer, at most 64 characters."""
    style_renamed: str
    my_styles: str
    """A list follows, as after the two below."""
    my_styles_to_rename: str
    my_styles_to_delete: str
    my_styles_in_private: str
    no_own_styles: str
    delete_question: str
    settings: str
    settings_sizes: str
    """Follows where a size can be chosen."""
    size: Callable[[int], str]
    """From pixels of the longer side."""
    forget_question: str
    forgotten: str
    erased: str
    """In place of a painting that was under way."""
    nothing_to_cancel: str
    photo_put_away: str
    went_wrong: str
    next_in_line: str
    in_line: Callable[[int], str]
    """From the number of paintings ahead, at least 1."""
    ready_in: str
    starting: str
    dream: str
    """What a dream's caption begins with, as the next."""
    dream_guided: str
    dream_starting: str
    dream_of_what: str
    dream_unknown_layer: str
    first_in_others: Callable[[int], str]
    """What an album of so many style photos means; follows `starting`."""
    painting: str
    left: str
    done_in: str
    dreamed_in: str
    own_style: str
    photos_blend: Callable[[int], str]
    """In place of `own_style`, from the number of style photos, at least 2."""
    your_photo: str
    """As a part of a blend, as the next."""
    a_style_of_your_own: str
    """In a group, where its name is nobody else's business."""
    made_by_newer: str
    """In place of a caption, where only a newer version knows what was made."""
    counted: Counted
    dials: Mapping[str, DialWords]
    """By the dial's name, all kinds of work together."""
    on: str
    """How a switch stands."""
    off: str
    either: str
    """Between the last two of several choices."""
    decimal: Callable[[float], str]
    """A number of at most two decimals."""
    cancelled: str
    may_not_show: str
    """The chat's admins forbid pictures, so that it cannot be sent."""
    cannot_show: str
    """Telegram refuses the picture, for whatever other reason."""
    inputs: Mapping[str, str]
    """By role: the {image} of a failure, at the beginning of a sentence."""
    expired: Mapping[str, str]
    """By role: in place of the failure IMAGE_GONE."""
    duration: Callable[[float], str]
    """From seconds, already rounded to what is honest."""
    refusals: Mapping[Refusal, str]
    failures: Mapping[FailureReason, str]
    name_refusals: Mapping[NameRefusal, str]
    commands: Commands
    buttons: Buttons
    toasts: Toasts

    def __post_init__(self) -> None:
        every: tuple[tuple[Mapping[Any, object], Iterable[object]], ...] = (
            (self.refusals, Refusal),
            (self.failures, FailureReason),
            (self.name_refusals, NameRefusal),
            (self.inputs, ROLES),
            (self.expired, ROLES),
            (self.dials, [dial.name for kind in KINDS.values() for dial in dials_of(kind)]),
        )
        for said, all_of_them in every:
            missing = {str(member) for member in all_of_them} - {str(member) for member in said}
            if missing:
                raise TypeError(f"texts in {self.code!r} lack {', '.join(sorted(missing))}")


@cache
def languages() -> Mapping[str, Texts]:
    """Language code to texts: every module beside this one is a language and names its texts TEXTS."""
    modules = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    return {module.TEXTS.code: module.TEXTS for module in modules}


def texts_for(language: str | None) -> Texts:
    """Knows "it" and "it-CH"; anything else is English."""
    known = languages()
    return known.get((language or FALLBACK).split("-")[0].lower(), known[FALLBACK])
