"""Colours: the spaces they are compared in, brought from picture to picture, and few instead of many."""
