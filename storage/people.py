"""What is remembered of a person: language, tier and standing, whether they blocked the bot, what they sent today."""

import json
import time
from collections.abc import Callable

from storage.admission import Arrived, Limits, Refusal, Refused, Standing, Tier, refusal_for_photo
from storage.database import Database, change, row, rows, write_transaction
from storage.names import ImageRef

DAY_SECONDS = 24 * 3600.0


class People:
    def __init__(self, db: Database, *, clock: Callable[[], float] = time.time) -> None:
        self._db = db
        self._clock = clock

    _SEEN = """
        insert into people (user_id, language, since) values (:user_id, :language, :now)
        on conflict do update set language = coalesce(excluded.language, language)
    """

    def seen(self, user_id: int, language: str | None = None) -> None:
        """`language` as their Telegram says it; None changes nothing."""
        change(self._db, self._SEEN, {"user_id": user_id, "language": language, "now": self._clock()})

    _LANGUAGE = "select language from people where user_id = :user_id"

    def language(self, user_id: int) -> str | None:
        found = row(self._db, self._LANGUAGE, {"user_id": user_id})
        return None if found is None else found["language"]

    _TIER = "select tier from people where user_id = :user_id"

    def tier(self, user_id: int) -> Tier:
        found = row(self._db, self._TIER, {"user_id": user_id})
        return Tier(found["tier"]) if found and found["tier"] in list(Tier) else Tier.USUAL

    _SET_TIER = """
        insert into people (user_id, tier, since) values (:user_id, :tier, :now)
        on conflict do update set tier = excluded.tier
    """

    def set_tier(self, user_id: int, tier: Tier) -> None:
        change(self._db, self._SET_TIER, {"user_id": user_id, "tier": tier, "now": self._clock()})

    _STANDINGS = "select standing from standings where id in (select value from json_each(:ids))"

    def standings(self, *ids: int) -> frozenset[Standing]:
        """Of people and of chats, which have their ids from one number space."""
        found = rows(self._db, self._STANDINGS, {"ids": json.dumps(ids)})
        return frozenset(Standing(each["standing"]) for each in found)

    _SET_STANDING = """
        insert into standings (id, standing, since) values (:id, :standing, :now)
        on conflict do update set standing = excluded.standing, since = excluded.since, told = 0
        where standing <> excluded.standing
    """

    def set_standing(self, id: int, standing: Standing) -> None:
        """In place of any other. It outlives /forget."""
        change(self._db, self._SET_STANDING, {"id": id, "standing": standing, "now": self._clock()})

    _END_STANDING = "delete from standings where id = :id and standing = :standing"

    def end_standing(self, id: int, standing: Standing) -> bool:
        """False where it was not so."""
        return change(self._db, self._END_STANDING, {"id": id, "standing": standing}) > 0

    _NOTE_TOLD = "update standings set told = 1 where id = :id and not told"

    def is_first_told(self, id: int) -> bool:
        """True once for each standing: tell it then."""
        return change(self._db, self._NOTE_TOLD, {"id": id}) > 0

    _MARK_BLOCKED = """
        insert into people (user_id, blocked, since) values (:user_id, :blocked, :now)
        on conflict do update set blocked = excluded.blocked
    """

    def mark_blocked(self, user_id: int, blocked: bool) -> None:
        """They stopped the bot, or started it again."""
        change(self._db, self._MARK_BLOCKED, {"user_id": user_id, "blocked": int(blocked), "now": self._clock()})

    _NOTE_ARRIVAL = "insert into arrivals (user_id, ref, bytes, at) values (:user_id, :ref, :bytes, :now)"

    def note_arrival(self, user_id: int, ref: ImageRef, size: int, *, limits: Limits | None = None) -> None:
        """A picture of theirs is in the image store, and is theirs for the day. Raises Refused."""
        with write_transaction(self._db):
            refusal = limits and self.refusal_for_photo(user_id, limits, size=size)
            if refusal:
                raise Refused(refusal)
            change(self._db, self._NOTE_ARRIVAL, {"user_id": user_id, "ref": ref, "bytes": size, "now": self._clock()})

    def refusal_for_photo(self, user_id: int, limits: Limits, *, size: int = 0) -> Refusal | None:
        if self.tier(user_id) is Tier.TRUSTED:
            return None
        return refusal_for_photo(self.arrived_today(user_id), limits, size=size)

    _ARRIVED = """
        select count(*) as photos, coalesce(sum(bytes), 0) as bytes from arrivals
        where user_id = :user_id and at > :since
    """

    def arrived_today(self, user_id: int) -> Arrived:
        (found,) = rows(self._db, self._ARRIVED, {"user_id": user_id, "since": self._clock() - DAY_SECONDS})
        return Arrived(**found)
