"""The reader of ONNX files, on files written here byte by byte."""

import numpy as np
import pytest
import torch

from engine.nets.onnx import BadGraph, read_graph


def varint(number: int) -> bytes:
    head, rest = number & 0x7F, number >> 7
    return bytes([head | 0x80]) + varint(rest) if rest else bytes([head])


def whole(number: int, value: int) -> bytes:
    return varint(number << 3) + varint(value)


def sized(number: int, value: bytes | str) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def single(number: int, value: float) -> bytes:
    return varint(number << 3 | 5) + np.float32(value).tobytes()


def tensor(name: str, values: np.ndarray, *, packed: bool = False) -> bytes:
    dims = [varint(side) for side in values.shape]
    shape = sized(1, b"".join(dims)) if packed else b"".join(whole(1, side) for side in values.shape)
    kind = {"float32": 1, "int64": 7}[values.dtype.name]
    return shape + whole(2, kind) + sized(8, name) + sized(9, values.tobytes())


def node(operation: str, name: str, inputs: list[str], outputs: list[str], *attributes: bytes) -> bytes:
    names = b"".join(sized(1, each) for each in inputs) + b"".join(sized(2, each) for each in outputs)
    return names + sized(3, name) + sized(4, operation) + b"".join(sized(5, attribute) for attribute in attributes)


def file(*parts: bytes) -> bytes:
    return whole(1, 6) + sized(2, "somebody") + sized(7, b"".join(parts))


WEIGHT = np.arange(300, dtype=np.float32).reshape(3, 100)


@pytest.mark.parametrize("packed", [False, True])
def test_tensors_are_read_with_their_shapes(packed: bool) -> None:
    shifts = np.array([-5, 7], dtype=np.int64)

    graph = read_graph(file(sized(5, tensor("weight", WEIGHT, packed=packed)), sized(5, tensor("shifts", shifts))))

    assert torch.equal(graph.tensors["weight"], torch.from_numpy(WEIGHT))
    assert graph.tensors["shifts"].tolist() == [-5, 7]


def test_floats_may_be_written_as_numbers_too() -> None:
    packed = whole(1, 2) + whole(2, 1) + sized(4, np.array([1.5, -2], dtype=np.float32).tobytes()) + sized(8, "packed")
    apart = whole(1, 2) + whole(2, 1) + single(4, 1.5) + single(4, -2) + sized(8, "apart")

    graph = read_graph(file(sized(5, packed), sized(5, apart)))

    assert graph.tensors["packed"].tolist() == graph.tensors["apart"].tolist() == [1.5, -2]


def test_nodes_are_read_in_order_with_their_numbers() -> None:
    strides = sized(1, "strides") + whole(8, 2) + whole(8, 300)
    group, alpha = sized(1, "group") + whole(3, 16), sized(1, "alpha") + single(2, 0.5)
    mode = sized(1, "mode") + sized(4, "nearest")

    graph = read_graph(
        file(
            sized(1, node("Conv", "first", ["x", "weight"], ["y"], strides, group)),
            sized(1, node("LeakyRelu", "second", ["y"], ["z"], alpha, mode)),
        )
    )

    first, second = graph.nodes
    assert (first.operation, first.inputs, first.outputs) == ("Conv", ("x", "weight"), ("y",))
    assert first.numbers == {"strides": (2, 300), "group": (16,)}
    assert first.whole("group", 1) == 16
    assert first.whole("dilations", 1) == 1
    assert (second.name, second.numbers) == ("second", {"alpha": (0.5,)})


def test_a_twin_of_a_tensor_is_that_tensor() -> None:
    graph = read_graph(file(sized(1, node("Identity", "", ["weight"], ["twin"])), sized(5, tensor("weight", WEIGHT))))

    assert torch.equal(graph.tensors["twin"], graph.tensors["weight"])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        file(sized(5, tensor("weight", WEIGHT)))[:-7],
        file(sized(5, tensor("weight", WEIGHT)[:-400])),
        whole(7, 3),
        b"\xff" * 40,
    ],
    ids=["nothing", "a picture", "cut short", "a tensor cut short", "no graph", "noise"],
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(BadGraph):
        read_graph(data)
