"""The styles that people saved under names of their own. Nobody sees or uses anybody else's."""

import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from storage.database import Database, Row, change, row, rows, write_transaction
from storage.names import ImageRef


class NameTaken(Exception):
    """This person has another style of that name: ask for another one. Nothing was changed."""


class ShelfFull(Exception):
    """This person has as many styles as one may have: one has to go first. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnStyle:
    id: int
    name: str
    image: ImageRef


def folded(name: str) -> str:
    """As names are compared: without case, accents and typographic apostrophes, which few people type.

    Nor with U+FE0F, a mark too: it asks for the coloured form of an emoji, and telephones do not all send it.
    """
    letters = unicodedata.normalize("NFKD", name.replace("’", "'"))
    plain = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
    return " ".join(plain.casefold().split())


class OwnStyles:
    """Every question names the person, so a forged number reaches nothing of somebody else."""

    def __init__(self, db: Database, *, clock: Callable[[], float] = time.time) -> None:
        self._db = db
        self._clock = clock

    _OF = "select id, name, image from own_styles where user_id = :user_id order by id"

    def of(self, user_id: int) -> list[OwnStyle]:
        """In the order in which they were saved."""
        return [_own_style(found) for found in rows(self._db, self._OF, {"user_id": user_id})]

    _LATEST = """
        select id, name, image from own_styles where user_id = :user_id order by used_at desc, id desc limit :limit
    """

    def latest(self, user_id: int, *, limit: int) -> list[OwnStyle]:
        """Those that were saved or used last."""
        return [_own_style(found) for found in rows(self._db, self._LATEST, {"user_id": user_id, "limit": limit})]

    _GET = "select id, name, image from own_styles where user_id = :user_id and id = :style_id"

    def get(self, user_id: int, style_id: int) -> OwnStyle | None:
        found = row(self._db, self._GET, {"user_id": user_id, "style_id": style_id})
        return None if found is None else _own_style(found)

    _WITH_IMAGE = "select id, name, image from own_styles where user_id = :user_id and image = :image"

    def with_image(self, user_id: int, image: ImageRef) -> OwnStyle | None:
        found = row(self._db, self._WITH_IMAGE, {"user_id": user_id, "image": image})
        return None if found is None else _own_style(found)

    _SAVE = """
        insert into own_styles (user_id, name, folded, image, used_at)
        values (:user_id, :name, :folded, :image, :now) returning id, name, image
    """

    def save(self, user_id: int, name: str, image: ImageRef, *, limit: int) -> OwnStyle:
        """A picture that is saved already keeps its name. Raises ShelfFull and NameTaken."""
        with write_transaction(self._db):
            known = self.with_image(user_id, image)
            if known:
                return known
            if len(self.of(user_id)) >= limit:
                raise ShelfFull
            self._check_is_free(user_id, name)
            style = {"user_id": user_id, "name": name, "folded": folded(name), "image": image, "now": self._clock()}
            (saved,) = rows(self._db, self._SAVE, style)
        return _own_style(saved)

    _RENAME = "update own_styles set name = :name, folded = :folded where user_id = :user_id and id = :style_id"

    def rename(self, user_id: int, style_id: int, name: str) -> bool:
        """False when there is no such style any more. Raises NameTaken."""
        with write_transaction(self._db):
            self._check_is_free(user_id, name, but_for=style_id)
            style = {"user_id": user_id, "style_id": style_id, "name": name, "folded": folded(name)}
            return change(self._db, self._RENAME, style) == 1

    _MARK_USED = "update own_styles set used_at = :now where user_id = :user_id and image = :image"

    def mark_used(self, user_id: int, image: ImageRef) -> None:
        change(self._db, self._MARK_USED, {"user_id": user_id, "image": image, "now": self._clock()})

    _DELETE = "delete from own_styles where user_id = :user_id and id = :style_id"

    def delete(self, user_id: int, style_id: int) -> bool:
        """False when it was gone already."""
        return change(self._db, self._DELETE, {"user_id": user_id, "style_id": style_id}) == 1

    _NAMED = "select id from own_styles where user_id = :user_id and folded = :folded"

    def _check_is_free(self, user_id: int, name: str, *, but_for: int | None = None) -> None:
        found = row(self._db, self._NAMED, {"user_id": user_id, "folded": folded(name)})
        if found is not None and found["id"] != but_for:
            raise NameTaken


def _own_style(found: Row) -> OwnStyle:
    return OwnStyle(id=found["id"], name=found["name"], image=ImageRef(found["image"]))
