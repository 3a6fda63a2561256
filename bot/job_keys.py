"""Keys of jobs: one trigger is one job, however often Telegram delivers it. Pure."""

from bot.draft import Paint


def key_of_pair(paint: Paint, chat_id: int, message_id: int) -> str:
    """The same photos sent once are one painting, whichever of them came last; a new command is a new painting."""
    ids = [picture.message_id for picture in (paint.content, *paint.pictures)]
    # A style's image says which it is; two names of one image would be the same painting anyway.
    styles = [*map(str, ids[1:]), *(f"{style.image[:12]}x{style.weight:g}" for style in paint.styles)]
    return f"{chat_id}:{max(message_id, *ids)}:{'+'.join([str(ids[0]), *styles])}"


def key_of_press(chat_id: int, message_id: int, name: str, what: str = "") -> str:
    """`what` tells presses of one button apart. Without it a message is used once for what the button asks."""
    return ":".join((str(chat_id), str(message_id), name, *([what] if what else [])))


def key_of_message(chat_id: int, message_id: int) -> str:
    """One of the bot's messages becomes one piece of work. No button is called so."""
    return key_of_press(chat_id, message_id, "once")
