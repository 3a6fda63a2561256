"""Painting in one forward pass of our own network."""
