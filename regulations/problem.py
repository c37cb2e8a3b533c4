"""What is wrong with a pack or with a committee's settings: for whoever writes them, before any case is touched."""

from dataclasses import dataclass

from regulations.words import Words


@dataclass(frozen=True)
class Problem:
    """One flaw: its code, where it stands, and a sentence that says what to mend."""

    code: str
    where: str
    sentence: Words
