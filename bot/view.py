"""How a kind of work looks in a chat, as delivery and the journeys ask for it; each kind answers in `bot/kinds/`."""

from dataclasses import dataclass
from typing import Protocol

from telegram import InlineKeyboardMarkup

from bot.presets import Presets
from bot.texts import Texts
from storage.jobs import Job
from storage.queue import Position
from storage.work.work import Work


@dataclass(frozen=True, slots=True)
class Here:
    """What a view speaks with."""

    presets: Presets
    texts: Texts


class View(Protocol):
    # ---- while it is made

    def starting_text(self, job: Job, texts: Texts) -> str:
        """Its turn has come, and there is nothing to see yet."""

    def waiting_text(self, job: Job, position: Position, texts: Texts) -> str: ...

    def progress_text(self, job: Job, position: Position, texts: Texts) -> str: ...

    def making_keyboard(self, job: Job, texts: Texts) -> InlineKeyboardMarkup | None:
        """While it waits and is made."""

    # ---- when it has ended

    def result_caption(self, job: Job, here: Here) -> str: ...

    def result_keyboard(
        self, job: Job, here: Here, *, has_earlier: bool = False, has_later: bool = False
    ) -> InlineKeyboardMarkup | None:
        """`has_earlier`: the message held another result before this one."""

    def dials_keyboard(
        self, job: Job, texts: Texts, *, has_earlier: bool = False, has_later: bool = False
    ) -> InlineKeyboardMarkup | None:
        """In place of the result's buttons; None where nothing can be turned."""

    def cancelled_text(self, job: Job, texts: Texts) -> str:
        """Above `stopped_keyboard`."""

    def stopped_keyboard(
        self, job: Job, texts: Texts, *, can_retry: bool = True, has_earlier: bool = False
    ) -> InlineKeyboardMarkup | None:
        """After a failure or a cancel."""

    # ---- what it is

    def goes_as_file(self, work: Work) -> bool:
        """In pixels more than Telegram leaves as they are in a photo."""

    def once_more(self, work: Work) -> Work | None:
        """What 🔁 under a result makes: a little different; None where that makes no sense."""

    def ordered_again(self, work: Work, largest_side: int, presets: Presets) -> Work | None:
        """The same from a picture that came back, within what may be asked for here; None where it cannot be ordered.

        Whoever sends a file may have written anything into its metadata.
        """
