"""What is remembered of a chat: what it chose, the rules of a group, whether it blocked the bot, and where it moved."""

from dataclasses import dataclass

from storage.database import Database, change, row, write_transaction
from storage.places import Places


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRules:
    """What the admins of a group decided for everybody in it."""

    admins_only: bool = False
    """Nobody else may ask for anything."""
    jobs_an_hour: int = 0
    """Of one person; 0 for as many as they like."""
    quiet: bool = False
    """One message a painting: no progress in it, and no notice after it."""


class Chats:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._places = Places(db)

    _LANGUAGE = "select language from chats where chat_id = :chat_id"

    def language(self, chat_id: int) -> str | None:
        """None when the chat never chose one."""
        found = row(self._db, self._LANGUAGE, {"chat_id": chat_id})
        return None if found is None else found["language"]

    _SET_LANGUAGE = """
        insert into chats (chat_id, language) values (:chat_id, :language)
        on conflict do update set language = excluded.language
    """

    def set_language(self, chat_id: int, language: str) -> None:
        change(self._db, self._SET_LANGUAGE, {"chat_id": chat_id, "language": language})

    _SIZE = "select longest_side from chats where chat_id = :chat_id"

    def longest_side(self, chat_id: int) -> int | None:
        """Pixels; None when the chat never chose a size."""
        found = row(self._db, self._SIZE, {"chat_id": chat_id})
        return None if found is None else found["longest_side"]

    _SET_SIZE = """
        insert into chats (chat_id, longest_side) values (:chat_id, :longest_side)
        on conflict do update set longest_side = excluded.longest_side
    """

    def set_longest_side(self, chat_id: int, longest_side: int) -> None:
        change(self._db, self._SET_SIZE, {"chat_id": chat_id, "longest_side": longest_side})

    _RULES = "select admins_only, jobs_an_hour, quiet from chats where chat_id = :chat_id"

    def rules(self, chat_id: int) -> GroupRules:
        found = row(self._db, self._RULES, {"chat_id": chat_id})
        if found is None:
            return GroupRules()
        return GroupRules(
            admins_only=bool(found["admins_only"]), jobs_an_hour=found["jobs_an_hour"], quiet=bool(found["quiet"])
        )

    _SET_RULES = """
        insert into chats (chat_id, admins_only, jobs_an_hour, quiet)
        values (:chat_id, :admins_only, :jobs_an_hour, :quiet)
        on conflict do update set
            admins_only = excluded.admins_only, jobs_an_hour = excluded.jobs_an_hour, quiet = excluded.quiet
    """

    def set_rules(self, chat_id: int, rules: GroupRules) -> None:
        columns = {"admins_only": int(rules.admins_only), "jobs_an_hour": rules.jobs_an_hour, "quiet": int(rules.quiet)}
        change(self._db, self._SET_RULES, {"chat_id": chat_id, **columns})

    _IS_BLOCKED = "select 1 from chats where chat_id = :chat_id and blocked"

    def is_blocked(self, chat_id: int) -> bool:
        return row(self._db, self._IS_BLOCKED, {"chat_id": chat_id}) is not None

    _MARK_BLOCKED = """
        insert into chats (chat_id, blocked) values (:chat_id, :blocked)
        on conflict do update set blocked = excluded.blocked
    """

    def mark_blocked(self, chat_id: int, blocked: bool) -> None:
        change(self._db, self._MARK_BLOCKED, {"chat_id": chat_id, "blocked": int(blocked)})

    _MOVE_DRAFTS = "update or replace drafts set chat_id = :new_chat_id where chat_id = :old_chat_id"
    _MOVE_SETTINGS = "update or replace chats set chat_id = :new_chat_id where chat_id = :old_chat_id"

    # An anonymous admin is the group itself (core.telegram.org/bots/api#message, sender_chat).
    _MOVE_JOBS = "update jobs set user_id = :new_chat_id where user_id = :old_chat_id"

    _MOVE_STANDING = "update or replace standings set id = :new_chat_id where id = :old_chat_id"

    def migrate(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group became a supergroup: everything of the old chat belongs to the new one. Harmless when repeated."""
        with write_transaction(self._db):
            self._places.move(old_chat_id, new_chat_id)
            for move in (self._MOVE_DRAFTS, self._MOVE_SETTINGS, self._MOVE_JOBS, self._MOVE_STANDING):
                change(self._db, move, {"old_chat_id": old_chat_id, "new_chat_id": new_chat_id})
