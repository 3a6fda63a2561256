"""What storage knows of who writes, and where: read in one trip for each update, before anything is decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.draft import Draft
from storage.admission import Bar, Limits, Refusal, Tier, bar_for
from storage.chats import GroupRules
from storage.disk import has_room
from storage.drafts import DraftKey
from storage.jobs import Job
from storage.names import ImageRef, JobId
from storage.own_styles import OwnStyle
from storage.store import Storage
from storage.telegram_files import FileKind

OWN_IN_MENU = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an update is about."""

    key: DraftKey
    update_id: int
    language: str | None
    """What the person's Telegram says."""
    is_for_us: bool
    """Certainly: in a group most of what is said is not, and who says it is not remembered."""
    by_list: bool = False
    """Only whom an admin let in is heard."""
    is_admin: bool = False
    """Who is never barred."""
    album: str = ""
    unique_ids: tuple[str, ...] = ()
    """Telegram's, of the pictures that it may need."""
    message_id: int | None = None
    """Of a pressed message."""
    job_id: JobId | None = None
    """That the pressed button names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    bar: Bar | None = None
    """Why this person is not heard, or nobody in this chat."""
    draft: Draft = field(default_factory=Draft)
    own: tuple[OwnStyle, ...] = ()
    """The person's styles, in the order in which they were saved."""
    own_latest: tuple[OwnStyle, ...] = ()
    """Those used last; one more than a menu shows."""
    longest_side: int | None = None
    """Pixels that the chat chose."""
    rules: GroupRules = field(default_factory=GroupRules)
    chat_language: str | None = None
    person_language: str | None = None
    is_trusted: bool = False
    latest_shown: Job | None = None
    """The person's newest painting here."""
    holds_more_of_album: bool = False
    """Other photos of this album have arrived, and are handled next."""
    stored: Mapping[str, ImageRef] = field(default_factory=dict)
    """By unique id: pictures that need not be fetched."""
    photo_refusal: Refusal | None = None
    """Why no further picture is taken in."""
    job: Job | None = None
    newest: Job | None = None
    """Whose message the pressed one is now."""
    earlier: Job | None = None
    """What the named job's message showed before it."""
    later: Job | None = None
    """What was taken off for the named job."""


def read(storage: Storage, question: Question, limits: Limits) -> Known:
    key = question.key
    spoken = storage.people.language(key.user_id)
    bar = None if question.is_admin else bar_of(storage, key, by_list=question.by_list)
    if question.is_for_us and bar is None:
        note_language(storage, key.user_id, question.language)
    job = None if question.job_id is None else storage.jobs.job(question.job_id)
    return Known(
        bar=bar,
        draft=Draft.from_json(storage.drafts.load(key)),
        own=tuple(storage.own_styles.of(key.user_id)),
        own_latest=tuple(storage.own_styles.latest(key.user_id, limit=OWN_IN_MENU + 1)),
        longest_side=storage.chats.longest_side(key.chat_id),
        rules=storage.chats.rules(key.chat_id),
        chat_language=storage.chats.language(key.chat_id),
        person_language=question.language or spoken,
        is_trusted=storage.people.tier(key.user_id) is Tier.TRUSTED,
        latest_shown=storage.jobs.latest_shown(key.chat_id, key.user_id),
        holds_more_of_album=bool(question.album)
        and storage.inbox.holds_more_of(question.album, after=question.update_id),
        stored=_stored(storage, question.unique_ids),
        photo_refusal=_photo_refusal(storage, key.user_id, limits),
        job=job,
        newest=None if question.message_id is None else storage.jobs.by_message(key.chat_id, question.message_id),
        earlier=None if job is None else storage.undo.earlier(job.id),
        later=None if job is None else storage.undo.later(job.id),
    )


def bar_of(storage: Storage, key: DraftKey, *, by_list: bool) -> Bar | None:
    return bar_for(storage.people.standings(key.user_id, key.chat_id), by_list=by_list)


def note_language(storage: Storage, user_id: int, language: str | None) -> None:
    """For what this person is told later."""
    if language and language != storage.people.language(user_id):
        storage.people.seen(user_id, language)


def _photo_refusal(storage: Storage, user_id: int, limits: Limits) -> Refusal | None:
    if not has_room(storage.folder):
        return Refusal.DISK_FULL
    return storage.people.refusal_for_photo(user_id, limits)


def _stored(storage: Storage, unique_ids: Sequence[str]) -> Mapping[str, ImageRef]:
    found = {unique_id: storage.telegram_files.ref_of(unique_id) for unique_id in unique_ids}
    return {unique_id: ref for unique_id, ref in found.items() if ref is not None and storage.images.touch(ref)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A picture that was fetched, and is in the image store now."""

    ref: ImageRef
    kind: FileKind
    file_id: str
    unique_id: str


def note_arrivals(storage: Storage, user_id: int, arrived: Sequence[Arrival], *, limits: Limits | None) -> None:
    """In the transaction that needs them. Raises Refused."""
    for one in arrived:
        size = storage.images.path(one.ref).stat().st_size
        storage.people.note_arrival(user_id, one.ref, size, limits=limits)
        storage.telegram_files.note(one.ref, one.kind, one.file_id, one.unique_id)
