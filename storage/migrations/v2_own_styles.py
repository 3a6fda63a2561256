"""Schema 2: own styles."""

from sqlite_utils import Database


def add_own_styles(db: Database) -> None:
    """And what came with them: albums that grow while they are painted, and the size that a chat chose."""
    for statement in (*OWN_STYLES, *JOB_HEIRS, CHAT_SIZE):
        db.conn.execute(statement)


# `folded` is the name as it is compared. A style that is put away leaves its picture to retention.py, as a job does.
OWN_STYLES = (
    """
    create table own_styles (
        id integer primary key autoincrement,
        user_id integer not null,
        name text not null,
        folded text not null,
        image text not null,
        used_at real not null,
        unique (user_id, folded),
        unique (user_id, image)
    ) strict
    """,
    "create index own_styles_by_image on own_styles (image)",
    """
    create trigger own_styles_leave_tombstones after delete on own_styles
    begin insert or ignore into tombstones (ref) values (old.image); end
    """,
)

# The job whose place this one took: it inherits the living message, also when that is sent only later.
JOB_HEIRS = (
    "alter table jobs add column instead_of integer",
    "create index jobs_by_former on jobs (instead_of) where instead_of is not null",
)

CHAT_SIZE = "alter table chats add column longest_side integer"
