"""Choosing a style: the menu and its buttons, styles by name, and the styles of one's own."""
