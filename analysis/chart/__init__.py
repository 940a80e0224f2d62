"""A measured frame → a figure: one file a theme of the report; ``theme.py`` gives the look, ``figure.py`` what is handed out."""
