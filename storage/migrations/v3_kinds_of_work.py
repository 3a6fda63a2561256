"""Schema 3: jobs of any kind of work, places, people, arrivals, Telegram's file ids; what 0.1.0 left goes on."""

import json
import re
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

Row = dict[str, Any]
_IMAGE_REF = re.compile(r"\b[0-9a-f]{64}\b")


def generalise_jobs(db: Database) -> None:
    """The old tables are renamed first: foreign keys cannot be switched off in a transaction, so no row may be lost."""
    for statement in (*RENAMED, *PEOPLE, *PLACES, *JOBS, *OUTBOX, *TELEGRAM_FILES, *ARRIVALS, *INBOX, *DRAFT_IMAGES):
        db.conn.execute(statement)
    _carry_over(db)
    for table in ("old_outbox", "old_job_images", "old_jobs"):
        db.conn.execute(f"drop table {table}")


RENAMED = (
    "drop trigger job_images_leave_tombstones",
    *(
        f"drop index {index}"
        for index in (
            "jobs_in_claim_order",
            "jobs_by_lease",
            "jobs_by_claimed_round",
            "jobs_of_user",
            "jobs_of_chat",
            "jobs_measured",
            "jobs_ended",
            "jobs_by_former",
            "job_images_by_ref",
            "outbox_by_state",
        )
    ),
    "alter table outbox rename to old_outbox",
    "alter table job_images rename to old_job_images",
    "alter table jobs rename to old_jobs",
)

# `language` is what the person's Telegram last said.
PEOPLE = (
    """
    create table people (
        user_id integer primary key,
        language text,
        tier text not null default 'usual',
        since real not null,
        blocked integer not null default 0
    ) strict
    """,
)

# Where a message lives, or will: in a chat, or inline, where Telegram tells no chat.
PLACES = (
    """
    create table places (
        id integer primary key autoincrement,
        chat_id integer,
        thread_id integer,
        reply_to integer,
        message_id integer,
        inline_message_id text
    ) strict
    """,
    "create unique index places_by_message on places (chat_id, message_id) where message_id is not null",
    "create unique index places_inline on places (inline_message_id) where inline_message_id is not null",
)

# `attempt` only ever grows, because it fences off late writers; `forgiven` of them were given back and do not count
# towards the limit. What the queue must know of a kind of work stands in columns; `parameters` it never reads.
JOBS = (
    """
    create table jobs (
        id integer primary key autoincrement,
        key text not null unique,
        place_id integer not null references places (id),
        user_id integer not null,
        kind text not null,
        version integer not null,
        parameters text not null,
        lane integer not null,
        batch_key text not null,
        cost_key text not null,
        cost_units real not null,
        caused_by text not null default '',
        instead_of integer,
        round integer not null,
        state text not null default 'queued',
        attempt integer not null default 0,
        forgiven integer not null default 0,
        due real not null,
        lease_until real,
        worker text,
        cancel_requested integer not null default 0,
        withdrawn integer not null default 0,
        progress real not null default 0,
        preview text,
        result text,
        failure text,
        failed_input text not null default '',
        created_at real not null,
        claimed_at real,
        finished_at real,
        paint_seconds real
    ) strict
    """,
    "create index jobs_in_claim_order on jobs (lane, round, id) where state = 'queued'",
    "create index jobs_of_batch on jobs (batch_key, round, id) where state = 'queued'",
    "create index jobs_by_claim on jobs (claimed_at, id) where claimed_at is not null",
    "create index jobs_by_lease on jobs (lease_until) where state = 'leased'",
    "create index jobs_by_claimed_round on jobs (lane, round) where attempt > 0",
    "create index jobs_of_user on jobs (user_id, lane, round)",
    "create index jobs_at_place on jobs (place_id, id)",
    "create index jobs_measured on jobs (cost_key, id) where state = 'succeeded'",
    "create index jobs_measured_alike on jobs (cost_key, cost_units, id) where state = 'succeeded'",
    "create index jobs_ended on jobs (state, finished_at) where state in ('succeeded', 'dead', 'cancelled')",
    # Which files a job needs. When a job stops needing one, the file's name becomes a tombstone, in the same commit;
    # retention.py removes the file later, unless something else needs it. `shared` ones are nobody's own.
    """
    create table job_inputs (
        job_id integer not null references jobs (id) on delete cascade,
        role text not null,
        ref text not null,
        shared integer not null default 0,
        primary key (job_id, role, ref)
    ) strict, without rowid
    """,
    "create index job_inputs_by_ref on job_inputs (ref)",
    """
    create trigger job_inputs_leave_tombstones after delete on job_inputs
    begin insert or ignore into tombstones (ref) values (old.ref); end
    """,
    """
    create table job_outputs (
        job_id integer not null references jobs (id) on delete cascade,
        role text not null,
        ref text not null,
        primary key (job_id, role, ref)
    ) strict, without rowid
    """,
    "create index job_outputs_by_ref on job_outputs (ref)",
    """
    create trigger job_outputs_leave_tombstones after delete on job_outputs
    begin
        insert or ignore into tombstones (ref, user_id)
        values (old.ref, (select user_id from jobs where id = old.job_id));
    end
    """,
    # Whose it was, as long as that can be known: an earlier preview is erased with all else of its person.
    "alter table tombstones add column user_id integer",
)

OUTBOX = (
    """
    create table outbox (
        id integer primary key autoincrement,
        place_id integer not null references places (id),
        job_id integer references jobs (id) on delete cascade,
        kind text not null,
        state text not null default 'due',
        tries integer not null default 0,
        due real not null,
        why text not null default '',
        created_at real not null,
        settled_at real
    ) strict
    """,
    "create unique index outbox_of_job on outbox (job_id, kind) where job_id is not null",
    "create index outbox_by_state on outbox (state)",
    "create index outbox_at_place on outbox (place_id)",
    "create index outbox_of_no_job on outbox (settled_at) where job_id is null",
    # A place is kept as long as a job lives there or something is told there.
    *(
        f"""
        create trigger {table}_leave_no_places after delete on {table}
        begin
            delete from places where id = old.place_id
                and not exists (select 1 from jobs where place_id = old.place_id)
                and not exists (select 1 from outbox where place_id = old.place_id);
        end
        """
        for table in ("jobs", "outbox")
    ),
)

TELEGRAM_FILES = (
    """
    create table telegram_files (
        ref text not null,
        kind text not null,
        file_id text not null,
        unique_id text not null default '',
        primary key (ref, kind)
    ) strict, without rowid
    """,
    "create index telegram_files_by_unique_id on telegram_files (unique_id)",
)

# What a person sent: for the quota of a day, and so that nobody removes a picture that is about to be needed.
ARRIVALS = (
    """
    create table arrivals (
        id integer primary key,
        user_id integer not null,
        ref text not null,
        bytes integer not null,
        at real not null
    ) strict
    """,
    "create index arrivals_of_user on arrivals (user_id, at)",
    "create index arrivals_by_ref on arrivals (ref)",
    "create index arrivals_by_time on arrivals (at)",
)

INBOX = (
    "alter table inbox add column album text not null default ''",
    "create index inbox_settled on inbox (settled_at) where settled_at is not null",
    "create index inbox_albums on inbox (album, update_id) where settled_at is null and album <> ''",
)

DRAFT_IMAGES = (
    """
    create table draft_images (
        chat_id integer not null,
        user_id integer not null,
        thread_id integer not null,
        ref text not null,
        primary key (chat_id, user_id, thread_id, ref),
        foreign key (chat_id, user_id, thread_id) references drafts (chat_id, user_id, thread_id)
            on delete cascade on update cascade
    ) strict, without rowid
    """,
    "create index draft_images_by_ref on draft_images (ref)",
    """
    create trigger draft_images_leave_tombstones after delete on draft_images
    begin insert or ignore into tombstones (ref) values (old.ref); end
    """,
)

# ---------------------------------------------------------------------------------------------------- carrying over

ENDED = ("succeeded", "dead", "cancelled")


def _carry_over(db: Database) -> None:
    db.conn.execute(_PEOPLE_OF_JOBS)
    db.conn.execute(_LANGUAGES_OF_GROUPS)
    places: dict[int, int] = {}
    for old in _old_rows(db, "select * from old_jobs order by id"):
        places[old["id"]] = _place_for(db, old, places)
        _insert(db, "jobs", _job_from(old, places[old["id"]], _is_told(db, old["id"])))
    for statement in (_INPUTS, _OUTPUTS, _FILE_IDS, _OUTBOX_ROWS):
        db.conn.execute(statement)
    _keep_counting(db)
    _mark_shared(db)
    _find_albums(db)
    _find_draft_images(db)


_PEOPLE_OF_JOBS = """
    insert into people (user_id, language, since, blocked)
    select user_id, (select language from chats where chat_id = user_id), min(created_at),
        coalesce((select blocked from chats where chat_id = user_id), 0)
    from old_jobs group by user_id
"""


# 0.1.0 took the language of whoever wrote first for the group's; its admins choose one in /settings.
_LANGUAGES_OF_GROUPS = "update chats set language = null where chat_id < 0"


def _place_for(db: Database, old: Row, places: dict[int, int]) -> int:
    """Jobs over one message share its place; one that took another's place before that was sent shares it too."""
    if old["living_message_id"] is None and old["instead_of"] in places:
        return places[old["instead_of"]]
    if old["living_message_id"] is not None:
        where = (old["chat_id"], old["living_message_id"])
        found = db.conn.execute("select id from places where chat_id = ? and message_id = ?", where).fetchone()
        if found:
            return int(found[0])
    place = {
        "chat_id": old["chat_id"],
        "thread_id": old["thread_id"],
        "reply_to": old["reply_to"],
        "message_id": old["living_message_id"],
    }
    return _insert(db, "places", place)


def _is_told(db: Database, job_id: int) -> bool:
    """Nothing of it is still to be told."""
    waiting = "select 1 from old_outbox where job_id = ? and state in ('due', 'sending')"
    return db.conn.execute(waiting, (job_id,)).fetchone() is None


def _job_from(old: Row, place_id: int, is_told: bool) -> Row:
    kind, parameters = _work_from(old)
    side = float(parameters.get("longest_side", 512))
    is_quick = kind == "painting" and parameters.get("method") == "instant"
    same = (
        "id key user_id lane instead_of round state attempt forgiven due lease_until worker cancel_requested progress"
        " preview result failure created_at claimed_at finished_at paint_seconds"
    )
    return {
        **{column: old[column] for column in same.split()},
        "place_id": place_id,
        "kind": kind,
        "version": 1,
        "parameters": json.dumps(parameters, sort_keys=True, separators=(",", ":")),
        "batch_key": f"painting/instant/{int(side)}" if is_quick else "",
        "cost_key": f"painting/{parameters.get('method')}" if kind == "painting" else kind,
        "cost_units": side**2 / 1e6 * (1 if kind == "painting" else max(1, len(parameters.get("styles", ())))),
        "caused_by": _cause_in(old["key"]),
        "withdrawn": int(old["living_message_id"] is None and old["state"] in ENDED and is_told),
        "failed_input": old["failed_image"],
    }


def _work_from(old: Row) -> tuple[str, Row]:
    """Kind and parameters from a recipe of 0.1.0. What cannot be read is kept as it is, and fails by itself."""
    try:
        recipe = json.loads(old["recipe"])
    except ValueError:
        return "painting", {"unreadable": old["recipe"]}
    parameters = {"content": old["content"], **recipe}
    if recipe.get("method") == "sheet":
        kept = ("content", "styles", "longest_side", "first_number")
        return "contact_sheet", {name: parameters[name] for name in kept if name in parameters}
    parameters.pop("first_number", None)
    return "painting", parameters


def _cause_in(key: str) -> str:
    """0.1.0 had the button's name as the third part of the key, and message ids there for photos."""
    third = key.split(":")[2:3]
    return third[0] if third and third[0].isalpha() else ""


_INPUTS = """
    insert into job_inputs (job_id, role, ref)
    select job_id, part, ref from old_job_images where part in ('content', 'style', 'init')
"""
_OUTPUTS = """
    insert into job_outputs (job_id, role, ref)
    select job_id, part, ref from old_job_images where part in ('preview', 'result')
"""
_FILE_IDS = """
    insert or ignore into telegram_files (ref, kind, file_id)
    select old_jobs.result, iif(old_jobs.longest_side > 1280, 'document', 'photo'), old_outbox.file_id
    from old_outbox join old_jobs on old_jobs.id = old_outbox.job_id
    where old_outbox.file_id <> '' and old_jobs.result is not null
"""
_OUTBOX_ROWS = """
    insert into outbox (id, place_id, job_id, kind, state, tries, due, why, created_at, settled_at)
    select old_outbox.id, jobs.place_id, job_id, old_outbox.kind, old_outbox.state, tries, old_outbox.due, why,
        old_outbox.created_at, settled_at
    from old_outbox join jobs on jobs.id = old_outbox.job_id
"""


def _keep_counting(db: Database) -> None:
    """Numbers of jobs are in people's buttons, so none is given a second time."""
    for table in ("jobs", "outbox"):
        db.conn.execute("delete from sqlite_sequence where name = ?", (table,))
        copied = "insert into sqlite_sequence (name, seq) select ?, seq from sqlite_sequence where name = ?"
        db.conn.execute(copied, (table, f"old_{table}"))


def _mark_shared(db: Database) -> None:
    """Pictures of presets."""
    for old in _old_rows(db, "select id, parameters from jobs"):
        for style in json.loads(old["parameters"]).get("styles", ()):
            if style.get("preset"):
                where = (old["id"], style["image"])
                db.conn.execute("update job_inputs set shared = 1 where job_id = ? and ref = ?", where)


def _find_albums(db: Database) -> None:
    for pending in _old_rows(db, "select update_id, payload from inbox where settled_at is null"):
        try:
            album = json.loads(pending["payload"]).get("message", {}).get("media_group_id") or ""
        except (ValueError, AttributeError):
            continue
        db.conn.execute("update inbox set album = ? where update_id = ?", (str(album), pending["update_id"]))


def _find_draft_images(db: Database) -> None:
    for draft in _old_rows(db, "select * from drafts"):
        for ref in _IMAGE_REF.findall(draft["text"]):
            where = (draft["chat_id"], draft["user_id"], draft["thread_id"], ref)
            db.conn.execute("insert or ignore into draft_images values (?, ?, ?, ?)", where)


def _old_rows(db: Database, sql: str) -> Iterator[Row]:
    cursor = db.conn.execute(sql)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, values, strict=True)) for values in cursor.fetchall())


def _insert(db: Database, table: str, values: Row) -> int:
    columns = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    return int(db.conn.execute(f"insert into {table} ({columns}) values ({marks})", values).lastrowid or 0)
