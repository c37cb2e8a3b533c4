"""What a file is by its content, not by its name: one examination for each type that is taken.

Each opens the structure as a reader of the type would and says what is wrong with it, or nothing. What a viewer would
run is looked for where it can be seen; a scanner of viruses is not replaced by this.
"""

import codecs
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

CHUNK = 64 * 1024
LARGEST_EXPANDED = 200 * 1024 * 1024
"""Bytes an office file may hold when unpacked."""
MOST_PARTS = 5000
PDF_HEAD = re.compile(rb"%PDF-[12]\.[0-9]")
PDF_TAIL = 2048
"""Bytes at the end of a PDF in which its last lines must stand."""
PDF_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
PDF_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|RichMedia)\b")
PDF_OBJECTS = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
ZIP_HEAD, ZIP_END, ZIP_END_SIZE = b"PK\x03\x04", b"PK\x05\x06", 22
ACTIVE_PART = re.compile(r"(?:^|/)(?:vbaProject|vbaData|activeX|macrosheets|oleObject)", re.IGNORECASE)
PNG_HEAD, PNG_LAST = b"\x89PNG\r\n\x1a\n", b"IEND"
JPEG_HEAD, JPEG_END, JPEG_SCAN = b"\xff\xd8\xff", b"\xff\xd9", 0xDA
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


class Fault(StrEnum):
    """What can be wrong with a content."""

    CONTENT = "content"
    ENCRYPTED = "encrypted"
    ACTIVE_CONTENT = "active_content"
    EXPANDS = "expands"


Examine = Callable[[BinaryIO], Fault | None]


@dataclass(frozen=True)
class Kind:
    """A type of file that is taken: the media type it is handed out as, and how its content is examined.

    `shown_as` is the type under which a browser may show it by itself; none where it takes a program of one's own.
    """

    media_type: str
    examine: Examine
    shown_as: str = ""


def _pdf(file: BinaryIO) -> Fault | None:
    content = file.read()
    tail = content[-PDF_TAIL:]
    if not PDF_HEAD.match(content) or b"startxref" not in tail or b"%%EOF" not in tail:
        return Fault.CONTENT
    if PDF_ENCRYPTED.search(content):
        return Fault.ENCRYPTED
    runs = PDF_ACTIVE.search(content) or any(PDF_ACTIVE.search(part) for part in _pdf_objects(content))
    return Fault.ACTIVE_CONTENT if runs else None


def _pdf_objects(content: bytes) -> Iterator[bytes]:
    """The objects a PDF keeps compressed, up to a bound each."""
    for found in PDF_OBJECTS.finditer(content):
        try:
            yield zlib.decompressobj().decompress(content[found.end() :], LARGEST_EXPANDED // 10)
        except zlib.error:
            continue


def _office(main_part: str) -> Examine:
    """A package of Office Open XML whose main part is `main_part`."""

    def examine(file: BinaryIO) -> Fault | None:
        try:
            return _package_fault(file, main_part)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error):
            return Fault.CONTENT

    return examine


def _package_fault(file: BinaryIO, main_part: str) -> Fault | None:
    """Nothing may stand before the package or after it: another reader would take that for the file."""
    head = file.read(len(ZIP_HEAD))
    file.seek(-ZIP_END_SIZE, 2)
    if head != ZIP_HEAD or file.read(len(ZIP_END)) != ZIP_END:
        return Fault.CONTENT
    with zipfile.ZipFile(file) as package:
        parts = package.infolist()
        names = {part.filename for part in parts}
        if {"[Content_Types].xml", main_part} - names or len(names) != len(parts) or any(map(_strays, names)):
            return Fault.CONTENT
        if any(part.flag_bits & 1 for part in parts):
            return Fault.ENCRYPTED
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_EXPANDED:
            return Fault.EXPANDS
        if any(ACTIVE_PART.search(name) for name in names) or b"macroEnabled" in package.read("[Content_Types].xml"):
            return Fault.ACTIVE_CONTENT
        return Fault.CONTENT if package.testzip() else None


def _strays(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.split("/") or "\x00" in name


def _png(file: BinaryIO) -> Fault | None:
    """Chunk by chunk to the last, after which nothing may stand."""
    if file.read(len(PNG_HEAD)) != PNG_HEAD:
        return Fault.CONTENT
    while True:
        head = file.read(8)
        if len(head) < 8:  # noqa: PLR2004 -- a chunk's length and name
            return Fault.CONTENT
        length, name = struct.unpack(">I4s", head)
        body, check = file.read(length), file.read(4)
        if len(body) < length or zlib.crc32(name + body).to_bytes(4, "big") != check:
            return Fault.CONTENT
        if name == PNG_LAST:
            return Fault.CONTENT if file.read(1) else None


def _jpeg(file: BinaryIO) -> Fault | None:
    """Segment by segment to the picture; the file ends where a picture ends."""
    content = file.read()
    if not content.startswith(JPEG_HEAD) or not content.endswith(JPEG_END):
        return Fault.CONTENT
    place = 2
    while place + 4 <= len(content) and content[place] == JPEG_HEAD[0]:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if marker == JPEG_SCAN:
            return None
        place += 2 + length
    return Fault.CONTENT


def _text(file: BinaryIO) -> Fault | None:
    """UTF-8 without control characters."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        while chunk := file.read(CHUNK):
            if CONTROL.search(decoder.decode(chunk)):
                return Fault.CONTENT
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return Fault.CONTENT
    return None


OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = "application/pdf"
PLAIN = "text/plain; charset=utf-8"
KINDS = {
    "pdf": Kind(PDF, _pdf, PDF),
    "docx": Kind(f"{OFFICE}.wordprocessingml.document", _office("word/document.xml")),
    "xlsx": Kind(f"{OFFICE}.spreadsheetml.sheet", _office("xl/workbook.xml")),
    "pptx": Kind(f"{OFFICE}.presentationml.presentation", _office("ppt/presentation.xml")),
    "png": Kind("image/png", _png, "image/png"),
    "jpg": Kind("image/jpeg", _jpeg, "image/jpeg"),
    "jpeg": Kind("image/jpeg", _jpeg, "image/jpeg"),
    "txt": Kind(PLAIN, _text, PLAIN),
    "csv": Kind("text/csv; charset=utf-8", _text, PLAIN),
    "md": Kind("text/markdown; charset=utf-8", _text, PLAIN),
}
"""By the extension of the name. Whatever is not listed is not taken."""
SHOWN_AS = {kind.media_type: kind.shown_as for kind in KINDS.values()}


def shown_as(media_type: str) -> str:
    """The type under which a browser may show a document that was taken as this one, or none."""
    return SHOWN_AS.get(media_type, "")
