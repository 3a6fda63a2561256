"""Painting: claims jobs from storage, alone opens images, and computes pixels."""
