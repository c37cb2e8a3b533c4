"""XML as the published forms write it: declared, indented, the same bytes each time; and how wide words are drawn."""

import unicodedata
from xml.etree import ElementTree as ET


def written(root: ET.Element) -> str:
    """The document's text."""
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def text_width(words: str, *, size: float) -> float:
    """About how wide a text is: a Chinese character fills a square of `size`, a letter rather more than half of it."""
    return sum(size if unicodedata.east_asian_width(one) in "WFA" else size * 0.54 for one in words)
