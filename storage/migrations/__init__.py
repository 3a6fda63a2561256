"""The schema, as the ordered list of steps that made it. A step, once released, is never changed: add another."""

from collections.abc import Callable

from sqlite_utils import Database

from storage.migrations.v1_tables import create_tables
from storage.migrations.v2_own_styles import add_own_styles
from storage.migrations.v3_kinds_of_work import generalise_jobs
from storage.migrations.v4_people_and_groups import add_people_and_groups

MIGRATIONS: tuple[Callable[[Database], None], ...] = (
    create_tables,
    add_own_styles,
    generalise_jobs,
    add_people_and_groups,
)
"""Schema version n is what the first n steps make. open_database runs the missing ones in one transaction."""
