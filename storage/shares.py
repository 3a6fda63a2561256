"""What people chose to share by a link: a style of their own, or how a painting was made. They may take it back."""

import json
import secrets
import time
from collections.abc import Callable, Sequence

from storage.database import Database, Row, change, row, rows, write_transaction
from storage.names import ImageRef
from storage.own_styles import OwnStyle

TOKEN_BYTES = 12
"""96 bits that nobody guesses; base64url fits into a deep link (core.telegram.org/bots/features#deep-linking)."""


class Shares:
    def __init__(
        self,
        db: Database,
        *,
        clock: Callable[[], float] = time.time,
        new_token: Callable[[], str] = lambda: secrets.token_urlsafe(TOKEN_BYTES),
    ) -> None:
        self._db = db
        self._clock = clock
        self._new_token = new_token

    _OF_STYLE = "select token from shares where user_id = :user_id and style_id = :style_id"
    _ADD = """
        insert into shares (token, user_id, style_id, recipe, created_at)
        values (:token, :user_id, :style_id, :recipe, :now)
    """

    def share_style(self, user_id: int, style_id: int) -> str:
        """The token of its link, the same as long as it is shared."""
        style = {"user_id": user_id, "style_id": style_id}
        with write_transaction(self._db):
            known = row(self._db, self._OF_STYLE, style)
            return str(known["token"]) if known else self._added({**style, "recipe": None})

    def share_recipe(self, user_id: int, recipe: str) -> str:
        """`recipe`: JSON that says how, without anybody's photo."""
        return self._added({"user_id": user_id, "style_id": None, "recipe": recipe})

    def _added(self, share: dict[str, object]) -> str:
        token = self._new_token()
        change(self._db, self._ADD, {**share, "token": token, "now": self._clock()})
        return token

    _STYLE = """
        select own_styles.id, own_styles.name, own_styles.image
        from shares join own_styles on own_styles.id = shares.style_id and own_styles.user_id = shares.user_id
        where shares.token = :token
    """

    def style(self, token: str) -> OwnStyle | None:
        """None where it was never shared, or is no more."""
        found = row(self._db, self._STYLE, {"token": token})
        return None if found is None else _style(found)

    _RECIPE = "select user_id, recipe from shares where token = :token and recipe is not null"

    def recipe(self, token: str) -> tuple[int, str] | None:
        """Whose it is, and the JSON."""
        found = row(self._db, self._RECIPE, {"token": token})
        return None if found is None else (found["user_id"], found["recipe"])

    _NOT_SHARED = """
        select 1 from json_each(:images) as wanted where not exists (
            select 1 from own_styles join shares on shares.style_id = own_styles.id
            where own_styles.user_id = :user_id and own_styles.image = wanted.value
        ) limit 1
    """

    def shares_all(self, user_id: int, images: Sequence[ImageRef]) -> bool:
        """Whether each picture is a style that this person shares."""
        wanted = {"user_id": user_id, "images": json.dumps(list(images))}
        return row(self._db, self._NOT_SHARED, wanted) is None

    _STYLES_OF = """
        select shares.token, own_styles.id, own_styles.name, own_styles.image
        from shares join own_styles on own_styles.id = shares.style_id
        where shares.user_id = :user_id order by own_styles.used_at desc
    """

    def styles_of(self, user_id: int) -> list[tuple[str, OwnStyle]]:
        """What this person shares, each with its token; those used last first."""
        return [(found["token"], _style(found)) for found in rows(self._db, self._STYLES_OF, {"user_id": user_id})]

    _REVOKE = "delete from shares where user_id = :user_id and token = :token"

    def revoke(self, user_id: int, token: str) -> bool:
        """False where it was none of this person's, or gone already."""
        return change(self._db, self._REVOKE, {"user_id": user_id, "token": token}) == 1


def _style(found: Row) -> OwnStyle:
    return OwnStyle(id=found["id"], name=found["name"], image=ImageRef(found["image"]))
