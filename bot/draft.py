"""Which photo is painted in which style: the pairing of what one person sends in one chat. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

from storage.jobs import ImageRef

REMEMBERED = 16
"""Message ids and albums kept for recognising repeats, which come within minutes."""


class AlbumFate(StrEnum):
    """What became of an album whose later photos may still arrive."""

    PAINTED = "painted"
    TOLD = "told"
    """The person knows already that only two of its photos are used."""
    ALONE = "alone"
    """Its other half is no picture: the next photo of it counts as a single one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A photo or image document whose bytes are stored."""

    message_id: int
    image: ImageRef
    album: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A half-finished pair. One for each (chat, user, thread)."""

    content: Picture | None = None
    """It waits for a style."""
    preset: str = ""
    """It waits for a photo."""
    halves: tuple[Picture, ...] = ()
    """First photos of albums: Telegram sends the second by itself, so nobody has to be asked for it."""
    albums: Mapping[str, AlbumFate] = field(default_factory=dict)
    seen: tuple[int, ...] = ()
    """Ids of the messages that were used last, so that a repeated update changes nothing."""

    @property
    def waiting_content(self) -> Picture | None:
        return self.content or (self.halves[-1] if self.halves else None)

    @property
    def is_waiting(self) -> bool:
        return bool(self.waiting_content or self.preset)

    def to_json(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | None) -> "Draft":
        """None is an empty draft."""
        if text is None:
            return cls()
        fields = json.loads(text)
        return cls(
            content=Picture(**fields["content"]) if fields["content"] else None,
            preset=fields["preset"],
            halves=tuple(Picture(**half) for half in fields["halves"]),
            albums={album: AlbumFate(fate) for album, fate in fields["albums"].items()},
            seen=tuple(fields["seen"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """The pair is complete. Exactly one of `style` and `preset` is set."""

    content: Picture
    style: Picture | None = None
    preset: str = ""
    left_over: bool = False
    """The album held another photo, which is not used."""


class Step(StrEnum):
    """What else can follow a photo."""

    ASK_FOR_STYLE = "ask_for_style"
    ASK_FOR_PHOTO = "ask_for_photo"
    WAIT = "wait"
    TOO_MANY = "too_many"
    NOTHING = "nothing"


def add_photo(
    draft: Draft, photo: Picture, *, preset: str = "", replied_to: Picture | None = None
) -> tuple[Draft, Paint | Step]:
    """`preset` is what the caption names; `replied_to` the picture that the photo answers."""
    if photo.message_id in draft.seen:
        return draft, Step.NOTHING
    draft = _with_seen(draft, photo)
    if draft.albums.get(photo.album) in (AlbumFate.PAINTED, AlbumFate.TOLD):
        return _add_surplus_photo(draft, photo)
    if preset:
        return _paint_with_preset(draft, photo, preset)
    if replied_to:
        return _painted(draft, Paint(content=replied_to, style=photo))
    if photo.album and photo.album not in draft.albums:
        return _add_album_photo(draft, photo)
    return _add_single_photo(draft, photo)


def choose_preset(draft: Draft, preset: str, *, content: Picture | None = None) -> tuple[Draft, Paint | Step]:
    """A preset was named without a photo of its own: for the replied-to picture, the waiting one, or the next one."""
    content = content or draft.waiting_content
    if content:
        return _painted(draft, Paint(content=content, preset=preset))
    return replace(draft, preset=preset), Step.ASK_FOR_PHOTO


def take_content(draft: Draft, content: Picture) -> Draft:
    """It is being painted in a style that is known already."""
    return _used(draft, [content])


def lose_album_half(draft: Draft, album: str) -> tuple[Draft, Step]:
    """A message of this album is no usable picture: its other half goes on as a single photo."""
    if not album or album in draft.albums:
        return draft, Step.NOTHING
    draft = _with_fate(draft, album, AlbumFate.ALONE)
    half = _half_of(draft, album)
    if not half:
        return draft, Step.NOTHING
    return replace(draft, content=half, halves=_without(draft.halves, album)), Step.ASK_FOR_STYLE


def _add_surplus_photo(draft: Draft, photo: Picture) -> tuple[Draft, Step]:
    if draft.albums[photo.album] is AlbumFate.TOLD:
        return draft, Step.NOTHING
    return _with_fate(draft, photo.album, AlbumFate.TOLD), Step.TOO_MANY


def _add_single_photo(draft: Draft, photo: Picture) -> tuple[Draft, Paint | Step]:
    if draft.preset:
        return _painted(draft, Paint(content=photo, preset=draft.preset))
    if draft.content:
        content, style = sorted((draft.content, photo), key=_message_id)
        return _painted(draft, Paint(content=content, style=style))
    return replace(draft, content=photo), Step.ASK_FOR_STYLE


def _add_album_photo(draft: Draft, photo: Picture) -> tuple[Draft, Paint | Step]:
    if draft.preset:
        return _painted(draft, Paint(content=photo, preset=draft.preset))
    half = _half_of(draft, photo.album)
    if not half:
        return replace(draft, halves=(*draft.halves, photo)[-REMEMBERED:]), Step.WAIT
    content, style = sorted((half, photo), key=_message_id)
    return _painted(draft, Paint(content=content, style=style))


def _paint_with_preset(draft: Draft, photo: Picture, preset: str) -> tuple[Draft, Paint]:
    left_over = bool(photo.album and _half_of(draft, photo.album))
    draft, paint = _painted(draft, Paint(content=photo, preset=preset, left_over=left_over))
    return (_with_fate(draft, photo.album, AlbumFate.TOLD) if left_over else draft), paint


def _painted(draft: Draft, paint: Paint) -> tuple[Draft, Paint]:
    return _used(draft, [picture for picture in (paint.content, paint.style) if picture]), paint


def _used(draft: Draft, pictures: Sequence[Picture]) -> Draft:
    """What is left of the draft: albums that still wait, and the memory."""
    for picture in pictures:
        draft = _with_seen(draft, picture)
        if picture.album:
            draft = _with_fate(draft, picture.album, AlbumFate.PAINTED)
    halves = tuple(half for half in draft.halves if half.album not in draft.albums)
    return replace(draft, content=None, preset="", halves=halves)


def _half_of(draft: Draft, album: str) -> Picture | None:
    return next((half for half in draft.halves if half.album == album), None)


def _without(halves: tuple[Picture, ...], album: str) -> tuple[Picture, ...]:
    return tuple(half for half in halves if half.album != album)


def _with_seen(draft: Draft, picture: Picture) -> Draft:
    others = tuple(seen for seen in draft.seen if seen != picture.message_id)
    return replace(draft, seen=(*others, picture.message_id)[-REMEMBERED:])


def _with_fate(draft: Draft, album: str, fate: AlbumFate) -> Draft:
    albums = [*((known, old) for known, old in draft.albums.items() if known != album), (album, fate)]
    return replace(draft, albums=dict(albums[-REMEMBERED:]))


def _message_id(picture: Picture) -> int:
    return picture.message_id
