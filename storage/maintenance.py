"""The sentence that whoever waits reads, as long as those who run the bot have something to say. One or none."""

from storage.database import Database, change, row

_WORDS = "select words from maintenance"


def maintenance_words(db: Database) -> str:
    """Empty where there is nothing to say."""
    found = row(db, _WORDS)
    return "" if found is None else str(found["words"])


_SAY = "insert into maintenance (id, words) values (1, :words) on conflict do update set words = excluded.words"


def say_maintenance(db: Database, words: str) -> None:
    change(db, _SAY, {"words": words})


_END = "delete from maintenance"


def end_maintenance(db: Database) -> None:
    change(db, _END, {})
