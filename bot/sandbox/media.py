"""Files as message content: what may be a photo, and how each kind looks inside a Message.

Bot API, "sendPhoto", "sendDocument", "sendAnimation", "PhotoSize", "Document", "Animation".
"""

from bot.sandbox.database import Json
from bot.sandbox.files import FileKind, StoredFile
from bot.sandbox.parameters import Parameters, Upload
from bot.sandbox.pictures import PictureHeader, picture_header
from bot.sandbox.refusals import Refusal, bad_request
from bot.sandbox.sandbox import Sandbox

PHOTO_LIMIT_BYTES = 10 * 1024 * 1024
PHOTO_SIDES_LIMIT = 10_000
PHOTO_RATIO_LIMIT = 20


def photo_refusal(upload: Upload) -> Refusal | None:
    """Why Telegram would not take these bytes as a photo."""
    size = len(upload.data)
    if size > PHOTO_LIMIT_BYTES:
        limit = f"the maximum size is {PHOTO_LIMIT_BYTES} bytes"
        return bad_request(f"file of size {size} bytes is too big for a photo; {limit}")
    header = picture_header(upload.data)
    if header is None:
        return bad_request("IMAGE_PROCESS_FAILED")
    return bad_request("PHOTO_INVALID_DIMENSIONS") if _has_impossible_sides(header) else None


def _has_impossible_sides(header: PictureHeader) -> bool:
    sides = sorted((header.width, header.height))
    return sum(sides) > PHOTO_SIDES_LIMIT or sides[1] > PHOTO_RATIO_LIMIT * sides[0]


def content_of(file: StoredFile, smaller: tuple[StoredFile, ...] = ()) -> Json:
    """A photo shows the sizes there are bytes for, the largest last: the sandbox itself cannot scale."""
    if file.kind is FileKind.PHOTO:
        sizes = sorted((*smaller, file), key=lambda size: size.width * size.height)
        return {"photo": [size.as_photo_size() for size in sizes]}
    if file.kind is FileKind.ANIMATION:
        return {"animation": file.as_animation(), "document": file.as_document()}
    return {"document": file.as_document()}


def given_file(sandbox: Sandbox, parameters: Parameters, value: str, kind: FileKind) -> StoredFile:
    """The file behind a file_id or an attach:// name. Bot API, "Sending files"."""
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    if value.startswith("attach://"):
        return _kept_upload(sandbox, parameters.uploads.get(value.removeprefix("attach://")), kind)
    if "." in value:  # how Telegram tells an address from a file_id; the sandbox does not reach out
        raise bad_request("failed to get HTTP URL content")
    file = sandbox.files.by_id(value)
    if file is None:
        raise bad_request("wrong remote file identifier specified: can't unserialize it")
    if file.kind is not kind:
        raise bad_request(f"can't use file of type {file.kind.capitalize()} as {kind.capitalize()}")
    return file


def _kept_upload(sandbox: Sandbox, upload: Upload | None, kind: FileKind) -> StoredFile:
    if upload is None:
        raise bad_request("can't parse InputMedia: media not found")
    if not upload.data:
        raise bad_request("file must be non-empty")
    if kind is FileKind.PHOTO and (refusal := photo_refusal(upload)):
        raise refusal
    return sandbox.files.keep(upload, kind)
