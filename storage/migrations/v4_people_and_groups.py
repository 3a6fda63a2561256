"""Schema 4: links that people share, who is banned or let in, turns in the queue, and the rules of groups."""

from sqlite_utils import Database


def add_people_and_groups(db: Database) -> None:
    for statement in (*SHARES, *STANDINGS, *MAINTENANCE, *TURNS, *GROUP_RULES):
        db.conn.execute(statement)


# Either an own style or a recipe as JSON. Who deletes a style shares it no more.
SHARES = (
    """
    create table shares (
        token text primary key,
        user_id integer not null,
        style_id integer,
        recipe text,
        created_at real not null,
        check ((style_id is null) <> (recipe is null))
    ) strict
    """,
    "create unique index shares_by_style on shares (user_id, style_id) where style_id is not null",
    "create index shares_by_person on shares (user_id)",
    """
    create trigger own_styles_end_their_shares after delete on own_styles
    begin delete from shares where style_id = old.id; end
    """,
)

# Of people, and below 0 of chats. Beside `people`, because /forget lifts no ban.
STANDINGS = (
    """
    create table standings (
        id integer primary key,
        standing text not null,
        since real not null,
        told integer not null default 0
    ) strict
    """,
)

# Whose job is next in a round: each chat has one in a turn.
TURNS = (
    "alter table jobs add column turn integer not null default 0",
    *(f"drop index {index}" for index in ("jobs_in_claim_order", "jobs_of_batch", "jobs_by_claimed_round")),
    "create index jobs_in_claim_order on jobs (lane, round, turn, id) where state = 'queued'",
    "create index jobs_of_batch on jobs (batch_key, round, turn, id) where state = 'queued'",
    "create index jobs_by_claimed_turn on jobs (lane, round, turn) where attempt > 0",
    "create index jobs_by_turn on jobs (lane, round, turn)",
)

MAINTENANCE = ("create table maintenance (id integer primary key check (id = 1), words text not null) strict",)

# `jobs_an_hour`: of one person, 0 for as many as they like.
GROUP_RULES = (
    "alter table chats add column admins_only integer not null default 0",
    "alter table chats add column jobs_an_hour integer not null default 0",
    "alter table chats add column quiet integer not null default 0",
)
