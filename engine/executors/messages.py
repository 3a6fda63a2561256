"""What a parent and the process that paints for it say to each other: JSON, then pictures, each a frame."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import IO, Any

from engine.executors.news import Ended, Handle, News, Progress
from engine.failures import BadImage, CannotPaint, FailedElsewhere, Failure, ProcessDied, Stopped, failure_for
from engine.frames import read_frame, write_frames
from engine.kinds.kind import Inputs, Made
from storage.jobs import FailureReason
from storage.work import Work, parameters_of, work_from

Head = Mapping[str, Any]
Message = tuple[Head, Sequence[bytes]]


def write_message(stream: IO[bytes], head: Head, pictures: Sequence[bytes] = ()) -> None:
    write_frames(stream, json.dumps({**head, "pictures": len(pictures)}).encode(), *pictures)


def read_message(stream: IO[bytes]) -> Message | None:
    """None where the other side has gone."""
    frame = read_frame(stream)
    if frame is None:
        return None
    head = json.loads(frame)
    pictures = [picture for _ in range(head["pictures"]) if (picture := read_frame(stream)) is not None]
    return (head, pictures) if len(pictures) == head["pictures"] else None


def work_told(work: Work) -> Head:
    return {"kind": work.NAME, "version": work.VERSION, "parameters": parameters_of(work)}


def work_heard(head: Head) -> Work:
    return work_from(head["kind"], head["version"], head["parameters"])


def orders_told(orders: Mapping[Handle, tuple[Work, Inputs]]) -> Message:
    """What is submitted at once."""
    described = [
        {"handle": handle, "work": work_told(work), "inputs": {role: len(data) for role, data in inputs.items()}}
        for handle, (work, inputs) in orders.items()
    ]
    pictures = [picture for _, inputs in orders.values() for data in inputs.values() for picture in data]
    return {"orders": described}, pictures


def orders_heard(message: Message) -> dict[Handle, tuple[Work, Inputs]]:
    head, pictures = message
    remaining = iter(pictures)
    return {
        Handle(one["handle"]): (
            work_heard(one["work"]),
            {role: [next(remaining) for _ in range(count)] for role, count in one["inputs"].items()},
        )
        for one in head["orders"]
    }


def news_told(news: News) -> Message:
    if isinstance(news, Progress):
        head = {"handle": news.handle, "fraction": news.fraction}
        return head, [] if news.preview is None else [news.preview]
    if isinstance(news.end, Made):
        made = {name: getattr(news.end, name) for name in ("medium", "width", "height", "seconds")}
        return {"handle": news.handle, "made": made}, [news.end.data]
    return {"handle": news.handle, "error": error_told(news.end)}, []


def news_heard(message: Message) -> News:
    head, pictures = message
    handle = Handle(head["handle"])
    if "made" in head:
        return Ended(handle, Made(data=pictures[0], **head["made"]))
    if "error" in head:
        return Ended(handle, error_heard(head["error"]))
    return Progress(handle, head["fraction"], pictures[0] if pictures else None)


def error_told(error: Exception) -> Head:
    if isinstance(error, BadImage):
        return {"bad_image": error.reason, "role": error.role, "index": error.index, "detail": error.detail}
    if isinstance(error, (CannotPaint, Stopped, ProcessDied)):
        return {type(error).__name__: str(error)}
    return {"failed": f"{type(error).__name__}: {error}", "failure": asdict(failure_for(error))}


def error_heard(head: Head) -> Exception:
    if "bad_image" in head:
        reason = FailureReason(head["bad_image"])
        return BadImage(reason, role=head["role"], index=head["index"], detail=head["detail"])
    for kind in (CannotPaint, Stopped, ProcessDied):
        if kind.__name__ in head:
            return kind(head[kind.__name__])
    failure = Failure(**{**head["failure"], "reason": FailureReason(head["failure"]["reason"])})
    return FailedElsewhere(head["failed"], failure)
