"""The recipe in a picture's metadata: what was made, whole, so that from the file alone it can be ordered again.

It stands in the EXIF UserComment of a JPEG (EXIF 2.32, section 4.6.5) as ASCII. The engine's encoder puts it there;
reading needs no picture to be opened, so both processes can.
"""

import json

from storage.work import KINDS, Unreadable, Work, parameters_of, work_from

ASCII = b"ASCII\0\0\0"
"""The eight bytes in front of a UserComment name its alphabet."""
SEARCHED_BYTES = 1 << 16
"""EXIF is in one APP1 segment at a JPEG's beginning, and a segment has at most 64 kB (JFIF 1.02)."""
JPEG = b"\xff\xd8\xff"


def comment_for(work: Work) -> bytes:
    """The value of the UserComment."""
    described = {"kind": work.NAME, "version": work.VERSION, **json.loads(parameters_of(work.public()))}
    return ASCII + json.dumps(described, sort_keys=True, separators=(",", ":")).encode("ascii")


def recipe_in(jpeg: bytes) -> Work | None:
    """What `comment_for` described; None in a picture that is not from here or by a version that says too little."""
    head = jpeg[:SEARCHED_BYTES]
    start = head.find(ASCII + b"{")
    if not head.startswith(JPEG) or start < 0:
        return None
    try:
        described, _ = json.JSONDecoder().raw_decode(head[start + len(ASCII) :].decode("latin-1"))
        kind, version = described.pop("kind"), described.pop("version")
        if kind not in KINDS or not isinstance(version, int):
            return None
        return work_from(kind, version, json.dumps(described))
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError, Unreadable):
        return None
