"""Textures of a style: grown from its statistics, or sewn from its pieces."""
