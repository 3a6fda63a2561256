"""Keys of jobs: one cause is one painting, however often Telegram delivers it; and which button it was. Pure."""

from bot.draft import Paint
from bot.keyboards import Action
from storage.jobs import Job


def key_of_pair(paint: Paint, chat_id: int, message_id: int) -> str:
    """The same photos sent once are one painting, whichever of them came last; a new command is a new painting."""
    ids = [picture.message_id for picture in (paint.content, *paint.pictures)]
    # A style's image says which it is; two names of one image would be the same painting anyway.
    styles = [*map(str, ids[1:]), *(f"{style.image[:12]}x{style.weight:g}" for style in paint.styles)]
    return f"{chat_id}:{max(message_id, *ids)}:{'+'.join([str(ids[0]), *styles])}"


def key_of_press(chat_id: int, message_id: int, action: Action, query_id: str = "") -> str:
    """Without the query's id: a message is used for one such painting only, so a second press is the same painting."""
    return ":".join((str(chat_id), str(message_id), action, *([query_id] if query_id else [])))


def was_made_by(job: Job, action: Action) -> bool:
    """Whether a press of this button asked for the job."""
    return job.request.key.split(":")[2:3] == [action]
