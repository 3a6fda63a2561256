from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.names import ImageRef
from storage.work.fields import Unreadable, read, written
from tests.storage.scene import image


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    name: str
    share: float = 1.0
    unknown: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    picture: ImageRef
    parts: tuple[Part, ...] = ()
    number: int = 0
    is_on: bool = False
    other: ImageRef | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    unknown: Mapping[str, Any] = field(default_factory=dict)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(), lambda inner: st.lists(inner)
)


@given(
    st.builds(
        Whole,
        picture=st.just(image("a")),
        parts=st.lists(st.builds(Part, name=st.text(), share=st.floats(allow_nan=False))).map(tuple),
        number=st.integers(),
        is_on=st.booleans(),
        other=st.none() | st.just(image("b")),
        settings=st.dictionaries(st.text(), plain),
        unknown=st.dictionaries(st.text(min_size=12), plain),
    )
)
def test_what_is_written_is_read_as_it_was(whole: Whole) -> None:
    assert read(Whole, written(whole)) == whole


def test_what_a_newer_version_wrote_survives_a_round_trip_at_every_depth() -> None:
    values = {"picture": image("a"), "parts": [{"name": "x", "tint": 3}], "varnish": {"coats": 2}}

    kept = written(read(Whole, values))

    assert kept["varnish"] == {"coats": 2}
    assert kept["parts"][0]["tint"] == 3


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({}, "picture is missing"),
        ({"picture": "not a sum"}, "picture is 'not a sum'"),
        ({"picture": image("a"), "number": "3"}, "number is '3'"),
        ({"picture": image("a"), "number": True}, "number is True"),
        ({"picture": image("a"), "is_on": 1}, "is_on is 1"),
        ({"picture": image("a"), "parts": {}}, "parts is {}"),
        ({"picture": image("a"), "parts": [{"share": 2}]}, "name is missing"),
        ({"picture": image("a"), "parts": ["x"]}, r"parts\[0\] is 'x'"),
        ({"picture": image("a"), "other": 5}, "other is 5"),
        ({"picture": image("a"), "settings": []}, r"settings is \[\]"),
    ],
)
def test_what_cannot_be_used_is_named(values: dict[str, Any], complaint: str) -> None:
    with pytest.raises(Unreadable, match=complaint):
        read(Whole, values)


def test_whole_numbers_serve_where_numbers_are_wanted() -> None:
    assert read(Part, {"name": "x", "share": 2}).share == 2.0
