"""Neural networks: one network a file, no storage, no files, no settings."""
