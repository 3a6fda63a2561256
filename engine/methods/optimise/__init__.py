"""Painting by optimisation: the pixels themselves are the parameters. Gatys et al. 2016."""
