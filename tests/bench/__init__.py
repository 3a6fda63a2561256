"""Measurements, which run as the engine does."""

from engine import before_torch

before_torch.prepare()
