"""Schema 1: jobs, their images, outbox, inbox, drafts, chats, workers."""

from sqlite_utils import Database


def create_tables(db: Database) -> None:
    for statement in (JOBS, *JOB_INDEXES, *IMAGES, *OUTBOX, *INBOX, DRAFTS, CHATS, WORKERS):
        db.conn.execute(statement)


# `attempt` only ever grows, because it fences off late writers; `forgiven` of them were given back and do not count
# towards the limit. `method` and `longest_side` are the recipe's, made visible to the index that ETAs are read from.
JOBS = """
create table jobs (
    id integer primary key autoincrement,
    key text not null unique,
    chat_id integer not null,
    user_id integer not null,
    thread_id integer,
    reply_to integer,
    living_message_id integer,
    content text not null,
    recipe text not null,
    method text not null generated always as (recipe ->> '$.method') virtual,
    longest_side integer not null generated always as (recipe ->> '$.longest_side') virtual,
    lane integer not null,
    round integer not null,
    state text not null default 'queued' check (state in ('queued', 'leased', 'succeeded', 'dead', 'cancelled')),
    attempt integer not null default 0,
    forgiven integer not null default 0,
    due real not null,
    lease_until real,
    worker text,
    cancel_requested integer not null default 0,
    progress real not null default 0,
    preview text,
    result text,
    failure text,
    failed_image text not null default '',
    created_at real not null,
    claimed_at real,
    finished_at real,
    paint_seconds real
) strict
"""

JOB_INDEXES = (
    "create index jobs_in_claim_order on jobs (lane, round, id) where state = 'queued'",
    "create index jobs_by_lease on jobs (lease_until) where state = 'leased'",
    "create index jobs_by_claimed_round on jobs (lane, round) where attempt > 0",
    "create index jobs_of_user on jobs (user_id, lane, round)",
    "create index jobs_of_chat on jobs (chat_id, living_message_id)",
    "create index jobs_measured on jobs (method, longest_side, id) where state = 'succeeded'",
    "create index jobs_ended on jobs (state, finished_at) where state in ('succeeded', 'dead', 'cancelled')",
)

# Which files a job needs. When a job stops needing one, the file's name becomes a tombstone, in the same commit;
# retention.py removes the file later, unless another job needs it.
IMAGES = (
    """
    create table job_images (
        job_id integer not null references jobs (id) on delete cascade,
        part text not null check (part in ('content', 'style', 'init', 'preview', 'result')),
        ref text not null,
        primary key (job_id, part, ref)
    ) strict, without rowid
    """,
    "create index job_images_by_ref on job_images (ref)",
    "create table tombstones (ref text primary key) strict, without rowid",
    """
    create trigger job_images_leave_tombstones after delete on job_images
    begin insert or ignore into tombstones (ref) values (old.ref); end
    """,
)

OUTBOX = (
    """
    create table outbox (
        id integer primary key autoincrement,
        job_id integer not null references jobs (id) on delete cascade,
        kind text not null check (kind in ('acknowledgement', 'result', 'failure', 'cancelled')),
        state text not null default 'due' check (state in ('due', 'sending', 'sent', 'given_up', 'unknown')),
        tries integer not null default 0,
        due real not null,
        file_id text not null default '',
        why text not null default '',
        created_at real not null,
        settled_at real,
        unique (job_id, kind)
    ) strict
    """,
    "create index outbox_by_state on outbox (state)",
)

# A settled update keeps its number, so that a second delivery is known as one, but not its content.
INBOX = (
    """
    create table inbox (
        update_id integer primary key,
        payload text not null,
        received_at real not null,
        settled_at real
    ) strict
    """,
    "create index inbox_pending on inbox (update_id) where settled_at is null",
    "create index inbox_by_arrival on inbox (received_at, update_id)",
)

DRAFTS = """
create table drafts (
    chat_id integer not null,
    user_id integer not null,
    thread_id integer not null,
    text text not null,
    saved_at real not null,
    primary key (chat_id, user_id, thread_id)
) strict, without rowid
"""

CHATS = """
create table chats (
    chat_id integer primary key,
    language text,
    blocked integer not null default 0
) strict
"""

WORKERS = """
create table workers (
    name text primary key,
    device text not null,
    threads integer not null,
    seen_at real not null
) strict, without rowid
"""
