"""Which photo is painted in which styles: what one person sends in one chat, put together. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot.phrases import AS_USUAL, How
from storage.names import ImageRef
from storage.work.fields import read, written
from storage.work.styles import Style

REMEMBERED = 16
"""Message ids and albums kept for recognising repeats and late photos, which come within minutes."""
SHAPE = 2
"""Of the JSON. A draft of another shape, from before an upgrade, counts as none: the photo is sent once more."""


class AlbumState(StrEnum):
    GATHERS = "gathers"
    """Two are content and style; of more, their person is asked what they mean."""
    ASKED = "asked"
    BLEND = "blend"
    """Its first photo is painted in the style of the others, as many as come."""
    EACH = "each"
    """All of its photos are painted in one style, as soon as it is known."""
    TAKEN = "taken"
    """One of its photos went another way; the rest is not used, and the person does not know yet."""
    TOLD = "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A photo or image document whose bytes are stored."""

    message_id: int
    image: ImageRef
    album: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """Photos sent together. They arrive as single messages, in any order, and nobody says which is the last."""

    state: AlbumState = AlbumState.GATHERS
    pictures: tuple[Picture, ...] = ()
    """In the order in which they were sent."""
    content: Picture | None = None
    """The picture that the album answers: then all of its own photos are styles."""
    painted: tuple[int, ...] = ()
    """Message ids of the pictures that are in the newest painting."""
    lost: bool = False
    """A message of it is no picture, so a photo of it may be the only one."""
    styles: tuple[Style, ...] = ()
    """Those of EACH."""
    how: How = AS_USUAL
    """As `styles`."""

    @property
    def is_half(self) -> bool:
        """It holds a photo, and not yet a style for it."""
        return self.state is AlbumState.GATHERS and len(self.pictures) == 1 and self.content is None

    @property
    def whole(self) -> "Paint | None":
        """Everything that has come."""
        return _blend(self.content, self.pictures)

    @property
    def former(self) -> "Paint | None":
        """The newest painting, which the next one replaces."""
        return _blend(self.content, [one for one in self.pictures if one.message_id in self.painted])

    def with_picture(self, picture: Picture) -> "Album":
        others = [one for one in self.pictures if one.message_id != picture.message_id]
        return replace(self, pictures=tuple(sorted((*others, picture), key=_message_id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The person was asked for a name."""

    style_id: int
    """Of the own style that gets it."""
    question: int
    """The message that asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A half-finished wish. One for each (chat, user, thread)."""

    content: Picture | None = None
    """It waits for a style."""
    others: tuple[Picture, ...] = ()
    """Of its album; they wait for the same style."""
    styles: tuple[Style, ...] = ()
    """They wait for a photo."""
    albums: Mapping[str, Album] = field(default_factory=dict)
    seen: tuple[int, ...] = ()
    """Ids of the messages that were used last, so that a repeated update changes nothing."""
    namings: tuple[Naming, ...] = ()
    """Questions that were asked last; each may be answered again."""
    refused: tuple[str, ...] = ()
    """Albums of which no more is taken, and their person knows why."""
    how: How = AS_USUAL
    """What waits shall be painted so."""
    menu: int | None = None
    """The message that asked for the style of what waits."""

    @property
    def waiting_content(self) -> Picture | None:
        halves = [album.pictures[0] for album in self.albums.values() if album.is_half]
        return self.content or (halves[-1] if halves else None)

    @property
    def is_waiting(self) -> bool:
        return bool(self.waiting_content or self.styles)

    def to_json(self) -> str:
        return json.dumps({"shape": SHAPE, **written(self)}, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | None) -> "Draft":
        """None is an empty draft, and so is what this version cannot read: it locks nobody out after a roll-back."""
        try:
            fields = json.loads(text) if text is not None else {}
            return cls._read(fields) if fields.get("shape") == SHAPE else cls()
        except (ValueError, LookupError, TypeError, AttributeError):
            return cls()

    @classmethod
    def _read(cls, fields: Mapping[str, Any]) -> "Draft":
        """What a newer version says beside is kept of styles, and dropped of all else."""
        return cls(
            content=_picture_from(fields["content"]),
            others=tuple(read(Picture, picture) for picture in fields.get("others", ())),
            styles=tuple(read(Style, style) for style in fields["styles"]),
            albums={name: _album_from(album) for name, album in fields["albums"].items()},
            seen=tuple(fields["seen"]),
            namings=tuple(read(Naming, naming) for naming in fields["namings"]),
            refused=tuple(fields.get("refused", ())),
            how=read(How, fields.get("how", {})),
            menu=fields.get("menu"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """Nothing is missing. Either `pictures` or `styles` has something."""

    content: Picture
    pictures: tuple[Picture, ...] = ()
    """Each an equal part of the style."""
    styles: tuple[Style, ...] = ()
    """Styles with a name."""
    also: tuple[Picture, ...] = ()
    """Painted too, each by itself, in the same style."""
    how: How = AS_USUAL
    former: "Paint | None" = None
    """The same album before another photo of it came; this one takes its place."""


class Step(StrEnum):
    """What else can follow a photo."""

    ASK_FOR_STYLE = "ask_for_style"
    ASK_FOR_PHOTO = "ask_for_photo"
    ASK_WHAT_ALBUM_MEANS = "ask_what_album_means"
    WAIT = "wait"
    ASK_WHETHER_SAME = "ask_whether_same"
    """The second photo is the first once more, as happens by a second tap."""
    TOO_MANY = "too_many"
    NOTHING = "nothing"


def add_photo(
    draft: Draft,
    photo: Picture,
    *,
    styles: tuple[Style, ...] = (),
    how: How = AS_USUAL,
    replied_to: Picture | None = None,
    more_to_come: bool = False,
) -> tuple[Draft, Paint | Step]:
    """`styles` and `how` are what the caption says; `replied_to` is the picture that the photo answers.

    `more_to_come`: other photos of its album have arrived and are added next.
    """
    if photo.message_id in draft.seen:
        return draft, Step.NOTHING
    draft = replace(_with_seen(draft, photo), how=draft.how.and_then(how))
    if _state(draft, photo.album) in (AlbumState.TAKEN, AlbumState.TOLD):
        return _add_surplus_photo(draft, photo)
    if photo.album and (styles or draft.styles) and not replied_to:
        return _paint_each(draft, photo, styles or draft.styles)
    if styles:
        return _painted(draft, Paint(content=photo, styles=styles))
    if photo.album:
        return _add_album_photo(draft, photo, replied_to, more_to_come)
    if replied_to:
        return _painted(draft, Paint(content=replied_to, pictures=(photo,)))
    return _add_single_photo(draft, photo)


def choose_styles(
    draft: Draft, styles: tuple[Style, ...], *, how: How = AS_USUAL, content: Picture | None = None
) -> tuple[Draft, Paint | Step]:
    """Styles were named without a photo of their own: for the replied-to picture, the waiting one, or the next one."""
    draft = replace(draft, how=draft.how.and_then(how))
    if content is None or _is_among_others(content, draft):
        content = draft.waiting_content
    if content:
        return _painted(draft, Paint(content=content, styles=styles, also=_others_of(content, draft)))
    return replace(draft, styles=styles), Step.ASK_FOR_PHOTO


def album_means(draft: Draft, name: str, state: AlbumState) -> tuple[Draft, Paint | Step]:
    """The answer to ASK_WHAT_ALBUM_MEANS: BLEND or EACH."""
    album = draft.albums.get(name)
    if album is None or not album.pictures:
        return draft, Step.NOTHING
    draft = _with_album(draft, name, replace(album, state=state))
    if state is AlbumState.BLEND:
        return _painted_album(draft, name)
    content, *others = album.pictures
    return replace(draft, content=content, others=tuple(others)), Step.ASK_FOR_STYLE


def keep_content(draft: Draft, content: Picture) -> Draft:
    """It waits for a style, in place of what waited before."""
    return replace(_used(draft, [content]), content=content, how=draft.how)


def pair(draft: Draft, style: Picture) -> tuple[Draft, Paint | Step]:
    """The waiting photo in the style of this one, whatever they are."""
    content = draft.waiting_content
    if content is None:
        return draft, Step.NOTHING
    return _painted(draft, Paint(content=content, pictures=(style,)))


def take_content(draft: Draft, content: Picture) -> Draft:
    """It is being painted in a style that is known already."""
    return _used(draft, [content])


def put_away(draft: Draft) -> Draft:
    """Nothing waits any more."""
    albums = {name: album for name, album in draft.albums.items() if not album.is_half}
    return replace(draft, content=None, others=(), styles=(), albums=albums, how=AS_USUAL, menu=None)


def lose_album_part(draft: Draft, name: str) -> tuple[Draft, Paint | Step]:
    """A message of this album is no usable picture: what else it holds goes on without it."""
    album = draft.albums.get(name, Album())
    if not name or album.lost or album.state is not AlbumState.GATHERS:
        return draft, Step.NOTHING
    draft = _with_album(draft, name, replace(album, lost=True))
    if album.is_half:
        return replace(draft, content=album.pictures[0]), Step.ASK_FOR_STYLE
    if album.whole and album.whole != album.former:
        return _painted_album(draft, name)
    return draft, Step.NOTHING


def refuse_album(draft: Draft, name: str) -> Draft:
    """Its person is told why no more of it is taken; one message without an album is told by itself."""
    return replace(draft, refused=(*draft.refused, name)[-REMEMBERED:]) if name else draft


def ask_for_name(draft: Draft, style_id: int, *, question: int) -> Draft:
    """The message `question` asks for a name; whatever answers it is one."""
    namings = (*draft.namings, Naming(style_id=style_id, question=question))
    return replace(draft, namings=namings[-REMEMBERED:])


def style_named_by(draft: Draft, question: int) -> int | None:
    """The style whose name an answer to this message is."""
    return next((naming.style_id for naming in draft.namings if naming.question == question), None)


def _add_surplus_photo(draft: Draft, photo: Picture) -> tuple[Draft, Step]:
    album = draft.albums[photo.album]
    if album.state is AlbumState.TOLD:
        return draft, Step.NOTHING
    return _with_album(draft, photo.album, replace(album, state=AlbumState.TOLD)), Step.TOO_MANY


def _add_single_photo(draft: Draft, photo: Picture) -> tuple[Draft, Paint | Step]:
    if draft.styles:
        return _painted(draft, Paint(content=photo, styles=draft.styles))
    if draft.content and draft.content.image == photo.image:
        return draft, Step.ASK_WHETHER_SAME
    if draft.content:
        content, style = sorted((draft.content, photo), key=_message_id)
        also = _others_of(content, draft)
        return _painted(draft, Paint(content=content, pictures=(style,), also=also))
    return replace(draft, content=photo), Step.ASK_FOR_STYLE


def _add_album_photo(
    draft: Draft, photo: Picture, replied_to: Picture | None, more_to_come: bool
) -> tuple[Draft, Paint | Step]:
    album = draft.albums.get(photo.album, Album(content=replied_to)).with_picture(photo)
    draft = _with_album(draft, photo.album, album)
    if album.state is AlbumState.EACH:
        return _add_to_each(draft, photo, album)
    if more_to_come or album.state is AlbumState.ASKED:
        return draft, Step.WAIT
    if len(album.pictures) > 2 and album.content is None and album.state is AlbumState.GATHERS:
        return _with_album(draft, photo.album, replace(album, state=AlbumState.ASKED)), Step.ASK_WHAT_ALBUM_MEANS
    if album.whole:
        return _painted_album(draft, photo.album)
    if album.lost:
        return replace(draft, content=photo), Step.ASK_FOR_STYLE
    return draft, Step.WAIT


def _painted_album(draft: Draft, name: str) -> tuple[Draft, Paint | Step]:
    """Once more whenever another photo of it has come."""
    album = draft.albums[name]
    whole = album.whole
    if whole is None:
        return draft, Step.WAIT
    for picture in album.pictures:
        draft = _with_seen(draft, picture)
    draft = _with_album(draft, name, replace(album, painted=tuple(map(_message_id, album.pictures))))
    waits = None if draft.content and draft.content.album == name else draft.content
    return replace(draft, content=waits, how=AS_USUAL), replace(whole, former=album.former, how=draft.how)


def _paint_each(draft: Draft, photo: Picture, styles: tuple[Style, ...]) -> tuple[Draft, Paint]:
    """An album and one style is a wish for that many paintings: of what has come, and of what comes later."""
    album = draft.albums.get(photo.album, Album())
    content, *others = album.with_picture(photo).pictures
    return _painted(draft, Paint(content=content, styles=styles, also=tuple(others), former=album.former))


def _add_to_each(draft: Draft, photo: Picture, album: Album) -> tuple[Draft, Paint | Step]:
    """A late photo: painted as the others were, or waiting with them."""
    if album.styles:
        return draft, Paint(content=photo, styles=album.styles, how=album.how)
    if draft.content and draft.content.album == photo.album:
        return replace(draft, others=(*draft.others, photo)), Step.WAIT
    return draft, Step.WAIT


def _is_among_others(content: Picture, draft: Draft) -> bool:
    """A menu that hangs under one photo of an album is about all of them, where all wait."""
    return content.message_id in [one.message_id for one in draft.others]


def _others_of(content: Picture, draft: Draft) -> tuple[Picture, ...]:
    return draft.others if content == draft.content else ()


def _painted(draft: Draft, paint: Paint) -> tuple[Draft, Paint]:
    """An album of which a photo was painted in a style has its other photos painted so too."""
    paint, album = replace(paint, how=draft.how), paint.content.album
    used = _used(draft, [paint.content, *paint.pictures, *paint.also])
    if paint.styles and album:
        used = _with_album(used, album, Album(state=AlbumState.EACH, styles=paint.styles, how=paint.how))
    return used, paint


def _used(draft: Draft, pictures: Sequence[Picture]) -> Draft:
    """What is left of the draft: albums that still gather, and the memory."""
    for picture in pictures:
        draft = _with_seen(draft, picture)
        if picture.album and not _is_painted(draft, picture.album):
            draft = _with_album(draft, picture.album, Album(state=AlbumState.TAKEN))
    return replace(draft, content=None, others=(), styles=(), how=AS_USUAL, menu=None)


def _is_painted(draft: Draft, album: str) -> bool:
    """Then its late photos still belong to its own painting."""
    return album in draft.albums and bool(draft.albums[album].painted)


def _blend(content: Picture | None, pictures: Sequence[Picture]) -> Paint | None:
    if content:
        return Paint(content=content, pictures=tuple(pictures)) if pictures else None
    return Paint(content=pictures[0], pictures=tuple(pictures[1:])) if len(pictures) > 1 else None


def _state(draft: Draft, album: str) -> AlbumState:
    return draft.albums[album].state if album in draft.albums else AlbumState.GATHERS


def _with_seen(draft: Draft, picture: Picture) -> Draft:
    others = tuple(seen for seen in draft.seen if seen != picture.message_id)
    return replace(draft, seen=(*others, picture.message_id)[-REMEMBERED:])


def _with_album(draft: Draft, name: str, album: Album) -> Draft:
    albums = [*((known, old) for known, old in draft.albums.items() if known != name), (name, album)]
    return replace(draft, albums=dict(albums[-REMEMBERED:]))


def _message_id(picture: Picture) -> int:
    return picture.message_id


def _picture_from(fields: dict[str, Any] | None) -> Picture | None:
    return read(Picture, fields) if fields else None


def _album_from(fields: dict[str, Any]) -> Album:
    return Album(
        state=AlbumState(fields.get("state") or fields["fate"]),
        pictures=tuple(read(Picture, picture) for picture in fields["pictures"]),
        content=_picture_from(fields["content"]),
        painted=tuple(fields["painted"]),
        lost=fields["lost"],
        styles=tuple(read(Style, style) for style in fields.get("styles", ())),
        how=read(How, fields.get("how", {})),
    )
