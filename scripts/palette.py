"""A picture of a page in 256 colours: a third of its bytes, and nobody sees the difference. Standard library only."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256
COMMONEST = 64
Pixel = tuple[int, ...]


def with_palette(png: bytes) -> bytes:
    """`png`, of eight bits a channel and not interlaced, as a PNG whose pixels are places in a palette."""
    found = dict(_chunks(png))
    width, height, _, kind = struct.unpack(">IIBB", found[b"IHDR"][:10])
    channels = {2: 3, 6: 4}[kind]
    rows = [_pixels(row, channels) for row in _rows(found[b"IDAT"], width * channels, channels)]
    counted = Counter(pixel for row in rows for pixel in row)
    palette = _chosen(counted)
    places = {pixel: place for place, pixel in enumerate(palette)}
    for pixel in counted.keys() - places.keys():
        places[pixel] = places[_nearest(pixel, palette)]
    body = b"".join(b"\0" + bytes(places[pixel] for pixel in row) for row in rows)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [
        (b"IHDR", header),
        (b"PLTE", bytes(value for pixel in palette for value in pixel)),
        (b"IDAT", zlib.compress(body, 9)),
        (b"IEND", b""),
    ]
    return SIGNATURE + b"".join(_chunk(name, data) for name, data in parts)


def _chosen(counted: Counter[Pixel]) -> list[Pixel]:
    """The commonest, then that of each neighbourhood: the greys of letters must leave room for a green dot."""
    ranked = [pixel for pixel, _ in counted.most_common()]
    neighbourhoods: dict[Pixel, Pixel] = {}
    for pixel in ranked:
        neighbourhoods.setdefault(tuple(value >> 4 for value in pixel), pixel)
    return list(dict.fromkeys([*ranked[:COMMONEST], *neighbourhoods.values()]))[:COLOURS]


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts by name; the pieces of the image data come as one."""
    at, data = len(SIGNATURE), b""
    while at < len(png):
        (length,), name = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        part = png[at + 8 : at + 8 + length]
        if name == b"IDAT":
            data += part
        else:
            yield name, part
        at += length + 12
    yield b"IDAT", data


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _rows(data: bytes, length: int, step: int) -> Iterator[bytes]:
    """The rows with the filters of PNG undone."""
    raw, above = zlib.decompress(data), bytes(length)
    for start in range(0, len(raw), length + 1):
        row = bytearray(raw[start + 1 : start + 1 + length])
        _undo(raw[start], row, above, step)
        above = bytes(row)
        yield above


def _undo(kind: int, row: bytearray, above: bytes, step: int) -> None:
    for place in range(len(row)) if kind else ():
        left, up = row[place - step] if place >= step else 0, above[place]
        corner = above[place - step] if place >= step else 0
        guess = (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind]
        row[place] = (row[place] + guess) & 0xFF


def _paeth(left: int, up: int, corner: int) -> int:
    base = left + up - corner
    return min((left, up, corner), key=lambda value: abs(base - value))


def _pixels(row: bytes, channels: int) -> list[Pixel]:
    return list(zip(*(row[channel::channels] for channel in range(3)), strict=True))


def _nearest(pixel: Pixel, palette: list[Pixel]) -> Pixel:
    return min(palette, key=lambda other: sum((one - two) ** 2 for one, two in zip(pixel, other, strict=True)))
