"""XML as the published forms write it: declared, indented, the same bytes each time."""

from xml.etree import ElementTree as ET


def written(root: ET.Element) -> str:
    """The document's text."""
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
