"""How the shipped weights were made: `impasto train` runs what is in this folder."""
