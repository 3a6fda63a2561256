"""Contact sheets: the presets as numbered tiles, and all of them painted on somebody's photo."""
