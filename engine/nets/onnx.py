"""Reads the nodes and tensors of an ONNX file: as much of protobuf and of the format as small networks need.

Field numbers are those of onnx.proto3 (https://github.com/onnx/onnx). The graph is read, never run here.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

VARINT, EIGHT_BYTES, LENGTH, FOUR_BYTES = 0, 1, 2, 5
GRAPH, NODE, INITIALIZER = 7, 1, 5
INPUT, OUTPUT, NAME, OPERATION, ATTRIBUTE = 1, 2, 3, 4, 5
ATTRIBUTE_NAME, FLOAT, INT, INTS = 1, 2, 3, 8
DIMS, DATA_TYPE, FLOATS, TENSOR_NAME, RAW = 1, 2, 4, 8, 9
KINDS = {1: np.float32, 7: np.int64}
"""TensorProto.DataType."""

Value = int | bytes


class BadGraph(ValueError):
    """The bytes are no ONNX file, or one of a kind that is not read here."""


@dataclass(frozen=True, slots=True)
class Node:
    operation: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    numbers: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Attributes that are numbers, by name; a single number is a tuple of one."""

    def whole(self, attribute: str, default: int) -> int:
        """The attribute's first number."""
        return int(self.numbers.get(attribute, (default,))[0])


@dataclass(frozen=True, slots=True)
class Graph:
    nodes: tuple[Node, ...]
    """In an order in which they can be computed."""
    tensors: Mapping[str, Tensor]
    """Weights by name, those that are another's twin (Identity) included."""


def read_graph(data: bytes) -> Graph:
    """Raises BadGraph."""
    try:
        graph = next(value for number, value in _fields(data) if number == GRAPH and isinstance(value, bytes))
        parts = [(number, value) for number, value in _fields(graph) if isinstance(value, bytes)]
        nodes = tuple(_node(value) for number, value in parts if number == NODE)
        tensors = dict(_tensor(value) for number, value in parts if number == INITIALIZER)
    except (StopIteration, IndexError, KeyError, ValueError, struct.error) as error:
        raise BadGraph(f"not an ONNX file that can be read: {error!r}") from error
    for node in nodes:
        if node.operation == "Identity" and node.inputs[0] in tensors:
            tensors[node.outputs[0]] = tensors[node.inputs[0]]
    return Graph(nodes, tensors)


def _fields(message: bytes) -> Iterator[tuple[int, Value]]:
    """Numbers and values: whole numbers for varints, else the bytes."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        number, wire = key >> 3, key & 7
        if wire == VARINT:
            value, place = _varint(message, place)
            yield number, value
            continue
        if wire == LENGTH:
            size, place = _varint(message, place)
        elif wire in (EIGHT_BYTES, FOUR_BYTES):
            size = 8 if wire == EIGHT_BYTES else 4
        else:
            raise BadGraph(f"wire type {wire}")
        if place + size > len(message):
            raise BadGraph("cut short")
        yield number, message[place : place + size]
        place += size


def _varint(message: bytes, place: int) -> tuple[int, int]:
    """The number at that place, and the place after it."""
    value = shift = 0
    while True:
        byte = message[place]
        place += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, place


def _node(message: bytes) -> Node:
    fields = list(_fields(message))
    attributes = [_attribute(value) for number, value in fields if number == ATTRIBUTE and isinstance(value, bytes)]
    return Node(
        operation="".join(_texts(fields, OPERATION)),
        name="".join(_texts(fields, NAME)),
        inputs=_texts(fields, INPUT),
        outputs=_texts(fields, OUTPUT),
        numbers={name: numbers for name, numbers in attributes if numbers},
    )


def _texts(fields: list[tuple[int, Value]], wanted: int) -> tuple[str, ...]:
    return tuple(value.decode() for number, value in fields if number == wanted and isinstance(value, bytes))


def _attribute(message: bytes) -> tuple[str, tuple[float, ...]]:
    fields = list(_fields(message))
    floats = [struct.unpack("<f", value)[0] for number, value in fields if number == FLOAT and isinstance(value, bytes)]
    return _texts(fields, ATTRIBUTE_NAME)[0], (*floats, *_wholes(fields, INT), *_wholes(fields, INTS))


def _wholes(fields: list[tuple[int, Value]], wanted: int) -> tuple[int, ...]:
    """One after another, or packed into bytes. Negative numbers are not read."""
    found: list[int] = []
    for number, value in fields:
        if number != wanted:
            continue
        if isinstance(value, int):
            found.append(value)
            continue
        place = 0
        while place < len(value):
            whole, place = _varint(value, place)
            found.append(whole)
    return tuple(found)


def _tensor(message: bytes) -> tuple[str, Tensor]:
    fields = list(_fields(message))
    raw, floats = (
        b"".join(value for number, value in fields if number == wanted and isinstance(value, bytes))
        for wanted in (RAW, FLOATS)
    )
    kind = KINDS[_wholes(fields, DATA_TYPE)[0]]
    values = np.frombuffer(raw or floats, np.dtype(kind).newbyteorder("<")).astype(kind)
    return _texts(fields, TENSOR_NAME)[0], torch.from_numpy(values.reshape(_wholes(fields, DIMS)))
