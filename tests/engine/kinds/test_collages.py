"""Collages as the engine makes them: of any painting, with their recipe, and a fault named by its role."""

from io import BytesIO

import pytest
from PIL import Image

from engine.failures import BadImage
from engine.kinds import Kinds
from engine.kinds.kind import EncodePreview
from storage.work import Unreadable
from storage.work.before_after import BeforeAfter
from storage.work.collage import Collage
from storage.work.recipe import recipe_in
from storage.work.styles import Style
from storage.work.work import CONTENT, RESULT, STYLE, Lane
from tests.engine.scene import photo, ref_of

PHOTO, ART, PAINTED = photo(1), photo(2), photo(3)
STYLES = (Style(image=ref_of(ART), own="Grandma"),)
COLLAGE = Collage(content=ref_of(PHOTO), styles=STYLES, result=ref_of(PAINTED))
PAIR = BeforeAfter(content=ref_of(PHOTO), styles=STYLES, result=ref_of(PAINTED))
PICTURES = {CONTENT: [PHOTO], STYLE: [ART], RESULT: [PAINTED]}


def ignore(fraction: float, encode_preview: EncodePreview | None) -> None:
    """Nobody watches."""


@pytest.mark.parametrize("work", [COLLAGE, PAIR], ids=lambda work: work.NAME)
def test_it_is_made_quickly_and_names_no_own_style(kinds: Kinds, work: Collage | BeforeAfter) -> None:
    made = kinds.make(work, {role: PICTURES[role] for role in work.inputs()}, ignore)
    assert work.lane is Lane.QUICK
    assert Image.open(BytesIO(made.data)).size == (made.width, made.height)
    assert recipe_in(made.data)
    assert b"Grandma" not in made.data


@pytest.mark.parametrize("role", [CONTENT, STYLE, RESULT])
def test_what_cannot_be_opened_is_named_by_its_role(kinds: Kinds, role: str) -> None:
    with pytest.raises(BadImage) as caught:
        kinds.make(COLLAGE, {**PICTURES, role: [b"no picture"]}, ignore)
    assert caught.value.role == role


def test_a_collage_of_no_style_is_none(kinds: Kinds) -> None:
    with pytest.raises(Unreadable):
        kinds.make(Collage(content=ref_of(PHOTO), styles=(), result=ref_of(PAINTED)), PICTURES, ignore)
