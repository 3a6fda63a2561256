"""The contract between the bot and the engine: one SQLite file and a folder of images."""
