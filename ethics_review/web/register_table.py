"""A register as a table: its columns, and one line of plain values for each thing it keeps account of.

The same lines make the page and the file. Of several columns told in one place the page shows the others beneath the
first. Nothing is looked up here.
"""

from dataclasses import dataclass

from django.utils.functional import Promise

SHORT = 16


@dataclass(frozen=True)
class Column:
    """What stands in one column. `beneath`: the page shows it beneath the column before it."""

    name: str | Promise
    beneath: bool = False


@dataclass(frozen=True)
class Cell:
    """One value in words; `href` is where it is read in full, `tone` how pressing it is."""

    text: str = ""
    href: str = ""
    tone: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is a day, a number or as short, which is not broken over two lines."""
        return len(self.text) <= SHORT and self.text.isascii()


Line = list[Cell]


@dataclass(frozen=True)
class Place:
    """What the page shows in one place of a line, under one heading; `blank` where there is nothing."""

    heading: str
    cells: list[Cell]

    @property
    def blank(self) -> bool:
        return not any(cell.text for cell in self.cells)


def headings(columns: tuple[Column, ...]) -> list[str]:
    """What the places of a line are headed on the page."""
    return [" · ".join(str(columns[at].name) for at in place) for place in _places(columns)]


def set_out(columns: tuple[Column, ...], line: Line) -> list[Place]:
    """One line as the page shows it; what is empty leaves no gap beneath what is not."""
    return [
        Place(heading, [line[at] for at in place if line[at].text])
        for heading, place in zip(headings(columns), _places(columns), strict=True)
    ]


def _places(columns: tuple[Column, ...]) -> list[list[int]]:
    """Which columns share a place."""
    places: list[list[int]] = []
    for at, column in enumerate(columns):
        if column.beneath:
            places[-1].append(at)
        else:
            places.append([at])
    return places
