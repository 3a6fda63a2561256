"""The losses, a file each. A style loss is what `style_loss.py` says, and an entry in STYLE_LOSSES."""
