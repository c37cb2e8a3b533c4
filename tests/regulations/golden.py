"""Golden files: text a person has reviewed. `UPDATE_GOLDEN=1` writes them anew."""

import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden"


def agrees(name, text):
    """Whether the file says `text`; with UPDATE_GOLDEN=1 it is made to."""
    file, lines = FOLDER / name, text.rstrip("\n") + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        file.write_text(lines, "utf-8")
    assert file.read_text("utf-8") == lines, f"{name} differs; read the difference, then run with UPDATE_GOLDEN=1"
    return True
