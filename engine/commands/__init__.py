"""The subcommands of `impasto`: one file each, whose `add` tells the parser, and one line in COMMANDS."""

COMMANDS = (
    "run",
    "stylize",
    "dream",
    "again",
    "texture",
    "quilt",
    "previews",
    "train",
    "health",
)
