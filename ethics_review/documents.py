"""Uploads (材料文件): received under a name of our own, digested as they come, examined, and kept only with their row.

A file is written aside first. It takes its place when its row is written and disappears when anything fails on the
way, so that no half of an upload is ever left. Who may add what is for `operations.documents`.
"""

import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from ethics_review.contents import KINDS, LARGEST_EXPANDED, Fault
from ethics_review.engine import InputInvalid, InputProblem
from regulations.clocks import local

ASIDE = "incoming"
LONGEST_NAME = 255
FIELD = "file"
MODE = 0o640


@dataclass
class Received:
    """A file that has arrived whole and is what its name says. `keep` gives it its place."""

    name: str
    media_type: str
    size: int
    sha256: str
    path: Path
    kept: bool = False

    def keep(self, *, now: datetime) -> str:
        """Move the file to its place and return that place's name in the storage: nothing of it comes from outside."""
        name = f"{local(now):%Y/%m}/{uuid.uuid4().hex}"
        place = Path(default_storage.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        self.path.replace(place)
        _make_durable(place.parent)
        self.path, self.kept = place, True
        return name


@contextmanager
def received(*, file: "UploadedFile[bytes] | None", limit: int) -> Iterator[Received]:
    """The upload, examined, for as long as it takes to write its row. `limit` is in bytes.

    Raises `InputInvalid` for a file that is missing, empty, too large, of no type that is taken, or not what its name
    says. Nothing is left of a file that was not kept, or whose keeper failed afterwards.
    """
    if file is None:
        raise _invalid(InputProblem(FIELD, "input.required", {}))
    path = Path(default_storage.path(f"{ASIDE}/{uuid.uuid4().hex}"))
    path.parent.mkdir(parents=True, exist_ok=True)
    arrived = None
    try:
        arrived = _arrived(file, path, limit)
        yield arrived
    except BaseException:
        (arrived.path if arrived else path).unlink(missing_ok=True)
        raise
    if not arrived.kept:
        path.unlink(missing_ok=True)


def _arrived(file: "UploadedFile[bytes]", path: Path, limit: int) -> Received:
    name = _name(file)
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    kind = KINDS.get(extension)
    if kind is None:
        raise _invalid(InputProblem(FIELD, "document.type", {"allowed": sorted(KINDS)}))
    size, digest = _write(file, path, limit)
    with path.open("rb") as written:
        fault = kind.examine(written)
    if fault is not None:
        raise _faulty(fault, extension)
    return Received(name, kind.media_type, size, digest, path)


def _name(file: "UploadedFile[bytes]") -> str:
    """The name as it is shown again: Django has taken path and unprintable characters away."""
    name = str(file.name or "")
    if len(name) > LONGEST_NAME:
        raise _invalid(InputProblem(FIELD, "input.too_long", {"limit": LONGEST_NAME}))
    if "\x00" in name:
        raise _invalid(InputProblem(FIELD, "input.character", {}))
    return name


def _write(file: "UploadedFile[bytes]", path: Path, limit: int) -> tuple[int, str]:
    """Write the file aside, durably; its size and its SHA-256."""
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "wb") as out:
        for chunk in file.chunks():
            size += len(chunk)
            if size > limit:
                raise _invalid(InputProblem(FIELD, "document.too_large", {"limit": limit}))
            digest.update(chunk)
            out.write(chunk)
        _flush(out)
    if not size:
        raise _invalid(InputProblem(FIELD, "document.empty", {}))
    return size, digest.hexdigest()


def _flush(out: BinaryIO) -> None:
    out.flush()
    os.fsync(out.fileno())


def _make_durable(folder: Path) -> None:
    """The new name survives a power cut as the content does."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _faulty(fault: Fault, extension: str) -> InputInvalid:
    match fault:
        case Fault.ENCRYPTED:
            return _invalid(InputProblem(FIELD, "document.encrypted", {}))
        case Fault.ACTIVE_CONTENT:
            return _invalid(InputProblem(FIELD, "document.active_content", {}))
        case Fault.EXPANDS:
            return _invalid(InputProblem(FIELD, "document.expands", {"limit": LARGEST_EXPANDED}))
    return _invalid(InputProblem(FIELD, "document.content", {"given": f".{extension}"}))


def _invalid(problem: InputProblem) -> InputInvalid:
    return InputInvalid((problem,))
