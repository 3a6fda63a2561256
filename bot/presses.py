"""What a button asks for, as a type: its annotations are the codec of callback_data, and one function answers it.

A press is declared beside the function that answers it:

    @press("with", owner=Owner.REQUESTER)
    @dataclass(frozen=True, slots=True)
    class PaintWith(Press):
        job: JobId
        preset: str

    @answers(PaintWith)
    async def paint_with(here: JobContext, press: PaintWith, context: Context) -> str: ...

Its button carries `v1:with:<job>:<preset>`. Where a function `follows` the press, a link t.me/<bot>?start=with-…
asks for it too.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import Enum, StrEnum
from types import ModuleType
from typing import Any, Generic, Protocol, Self, TypeVar, get_type_hints, runtime_checkable

from storage.work.work import Work

VERSION = "v1"
LONGEST_DATA = 64
"""Bytes of callback_data (core.telegram.org/bots/api#inlinekeyboardbutton)."""
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a deep link may carry (core.telegram.org/bots/features#deep-linking)."""
LARGEST_NUMBER = 2**63 - 1
"""That storage can hold."""
_DECLARED = "__press__"


class Owner(StrEnum):
    """Whom a button obeys."""

    ANYBODY = "anybody"
    REQUESTER = "requester"
    """Who asked for the job that it names."""
    MENU = "menu"
    """Whom the message answers that it hangs under."""
    CHAT_ADMIN = "chat_admin"
    """In a group its admins, elsewhere everybody."""
    ADMIN = "admin"
    """Those whom the operator named (IMPASTO_ADMINS) or trusts (storage.people, Tier)."""


class Press:
    """What all presses are. `job: JobId` names the job that the pressed message belongs to."""

    __slots__ = ()


P = TypeVar("P", bound=Press)


@runtime_checkable
class Word(Protocol):
    """A type of field with a codec of its own. str() writes what `read` reads, without colons."""

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises ValueError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the decorator says of a type of press."""

    name: str
    """In buttons that hang in people's chats, so it is for ever."""
    owner: Owner
    of: type[Work]
    """The kind of work whose message it hangs under."""


def press(name: str, *, owner: Owner, of: type[Work] = Work) -> Callable[[type[P]], type[P]]:
    def declare(kind: type[P]) -> type[P]:
        setattr(kind, _DECLARED, Declared(name=name, owner=owner, of=of))
        return kind

    return declare


def declared(kind: type[Press]) -> Declared:
    found: Declared = getattr(kind, _DECLARED)
    return found


def names_a_job(kind: type[Press]) -> bool:
    return "job" in _hints(kind)


def data_of(press: Press) -> str:
    """As its button carries it."""
    return ":".join((VERSION, declared(type(press)).name, *_words_of(press)))


def payload_of(press: Press) -> str:
    """As a deep link carries it. Its values must not hold what a link cannot."""
    return "-".join((declared(type(press)).name, *_words_of(press)))


def press_in(kind: type[P], data: object) -> P | None:
    """None for whatever is no press of this kind, old, forged or not even text."""
    version, name, *words = data.split(":") if isinstance(data, str) and data.count(":") else ("", "")
    return _read(kind, words) if (version, name) == (VERSION, declared(kind).name) else None


# ---------------------------------------------------------------------------------------------------- who answers

Answering = Callable[[Any, P, Any], Awaitable[str]]
"""(where it was pressed, press, context) -> the toast, empty for none."""
Following = Callable[[Any, P, Any], Awaitable[None]]
"""(the message that holds the link, press, context)."""


@dataclass(frozen=True, slots=True)
class Answer(Generic[P]):
    kind: type[P]
    call: Answering[P]


@dataclass(frozen=True, slots=True)
class Follow(Generic[P]):
    kind: type[P]
    call: Following[P]


def answers(kind: type[P]) -> Callable[[Answering[P]], Answer[P]]:
    return lambda call: Answer(kind, call)


def follows(kind: type[P]) -> Callable[[Following[P]], Follow[P]]:
    return lambda call: Follow(kind, call)


class Presses:
    """All that can be asked for, by name."""

    def __init__(self, found: Iterable[Answer[Any] | Follow[Any]]) -> None:
        found = list(found)
        self._answers = _by_name(one for one in found if isinstance(one, Answer))
        self._follows = _by_name(one for one in found if isinstance(one, Follow))

    @classmethod
    def in_modules(cls, modules: Iterable[ModuleType]) -> Self:
        return cls(
            one
            for module in modules
            for one in vars(module).values()
            if isinstance(one, (Answer, Follow)) and one.call.__module__ == module.__name__
        )

    @property
    def kinds(self) -> Sequence[type[Press]]:
        return [answer.kind for answer in self._answers.values()]

    def pressed(self, data: str) -> tuple[Press, Answer[Any]] | None:
        """None for a button of another version, or one that was never made."""
        name = data.split(":")[1] if data.count(":") else ""
        answer = self._answers.get(name)
        found = press_in(answer.kind, data) if answer else None
        return (found, answer) if found and answer else None

    def linked(self, payload: str) -> tuple[Press, Follow[Any]] | None:
        name, *words = payload.split("-")
        follow = self._follows.get(name) if PAYLOAD.fullmatch(payload) else None
        found = _read(follow.kind, words) if follow else None
        return (found, follow) if found and follow else None


Registered = TypeVar("Registered", Answer[Any], Follow[Any])


def _by_name(found: Iterable[Registered]) -> Mapping[str, Registered]:
    """Raises TypeError where two presses have one name."""
    by_name: dict[str, Registered] = {}
    for one in found:
        name = declared(one.kind).name
        if name in by_name:
            raise TypeError(f"{one.kind.__name__} and {by_name[name].kind.__name__} are both called {name!r}")
        by_name[name] = one
    return by_name


# ---------------------------------------------------------------------------------------------------- codec


def _words_of(press: Press) -> list[str]:
    return [str(getattr(press, name)) for name in _hints(type(press))]


def _read(kind: type[P], words: Sequence[str]) -> P | None:
    hints = _hints(kind)
    if len(words) != len(hints):
        return None
    try:
        return kind(*(_value(hint, word) for hint, word in zip(hints.values(), words, strict=True)))
    except ValueError:
        return None


def _hints(kind: type[Press]) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {one.name: hints[one.name] for one in fields(kind)}  # type: ignore[arg-type]


def _value(hint: Any, word: str) -> Any:
    """Raises ValueError."""
    plain = getattr(hint, "__supertype__", hint)  # of a NewType
    if plain is str:
        return _text(word)
    if plain is int:
        return _number(word)
    if isinstance(plain, type) and issubclass(plain, Enum):
        return plain(word)
    if isinstance(plain, type) and issubclass(plain, Word):
        return plain.read(word)
    raise TypeError(f"a press cannot carry {hint!r}")


def _text(word: str) -> str:
    if not word:
        raise ValueError("empty")
    return word


def _number(word: str) -> int:
    """As str() writes it: one number has one way to be written, and one that storage cannot hold is none."""
    if not (word.isascii() and word.isdigit() and len(word) <= len(str(LARGEST_NUMBER))):
        raise ValueError("no number")
    number = int(word)
    if number > LARGEST_NUMBER or str(number) != word:
        raise ValueError("no number of ours")
    return number
