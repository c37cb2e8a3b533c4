"""The documents: whether one could be kept, whether those that are known are there, and what lies about unclaimed."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from ethics_review.documents import ASIDE
from ethics_review.health import SPACE, free_bytes
from ethics_review.models import Document
from ethics_review.operating.doctor.finding import Finding, broken, fine, warning
from regulations.words import Words

SAMPLE = 20
"""How many of the latest documents are read through and compared with the digest of their upload."""
CHUNK = 1024 * 1024
MIB = 1024 * 1024


def examine() -> Iterator[Finding]:
    yield _writable()
    yield _space()
    yield from _files()


def _writable() -> Finding:
    """By writing: rights, quotas and a file system gone read-only all show."""
    folder = settings.MEDIA_ROOT if settings.MEDIA_ROOT.exists() else settings.DATA_DIR
    probe = folder / f".doctor.{os.getpid()}"
    try:
        probe.write_bytes(b"doctor")
        probe.unlink()
    except OSError as error:
        return broken(
            "storage",
            Words(f"无法写入 {folder}（{error.strerror}）。", f"{folder} cannot be written to ({error.strerror})."),
            why=Words("无法收存材料。", "No document can be received."),
            remedy=Words("检查目录权限与磁盘。", "Check the rights of the folder, and the disk."),
        )
    return fine("storage", f"材料目录可写：{folder}", f"Documents can be kept: {folder}")


def _space() -> Finding:
    free = free_bytes()
    told = Words(f"剩余空间 {free // MIB} MiB。", f"{free // MIB} MiB are free.")
    if free >= SPACE:
        return fine("storage.space", told.zh, told.en)
    return warning(
        "storage.space",
        told,
        why=Words(
            "磁盘写满后无法收存材料；内置数据库也将停止。",
            "Once it is full no document, and no embedded database, grows.",
        ),
        remedy=Words("清理磁盘或扩容。", "Make room."),
    )


def _files() -> Iterator[Finding]:
    rows = list(Document.objects.order_by("-pk").values_list("pk", "content", "sha256"))
    missing = [pk for pk, name, _ in rows if not default_storage.exists(name)]
    changed = [pk for pk, name, digest in rows[:SAMPLE] if pk not in missing and _digest(name) != digest]
    if missing:
        yield _lost(Words("文件缺失的材料", "Documents whose file is missing"), missing)
    if changed:
        yield _lost(Words("内容与上传时不符的材料", "Documents that are not what was uploaded"), changed)
    if not (missing or changed):
        number = min(SAMPLE, len(rows))
        yield fine(
            "storage.documents",
            f"{len(rows)} 份材料的文件齐全，已核对最近 {number} 份的摘要。",
            f"The files of {len(rows)} documents are there; the digests of the latest {number} agree.",
        )
    yield from _orphans({name for _, name, _ in rows})


def _lost(what: Words, ids: list[int]) -> Finding:
    some = ", ".join(map(str, ids[:10]))
    return broken(
        "storage.documents",
        Words(f"{what.zh}：{len(ids)} 份（编号 {some}）。", f"{what.en}: {len(ids)} (ids {some})."),
        why=Words(
            "账本中的摘要证明曾收到的内容，文件却不再是它。", "The ledger proves what was received; the file is not it."
        ),
        remedy=Words("从备份恢复 DATA_DIR/documents。", "Restore DATA_DIR/documents from the backup."),
    )


def _digest(name: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(name) as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _orphans(known: set[str]) -> Iterator[Finding]:
    """An upload that was cut short, or a file left by a restore of another day."""
    root: Path = settings.MEDIA_ROOT
    found = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    orphans = sum(1 for path in found if path.as_posix() not in known and not path.name.startswith("."))
    if orphans:
        yield warning(
            "storage.orphans",
            Words(f"{orphans} 个文件不属于任何材料。", f"{orphans} files belong to no document."),
            why=Words(
                "上传中断或恢复备份时留下，占用空间。", "An upload was cut short, or a backup was of another day."
            ),
            remedy=Words(
                f"确认后删除（{ASIDE} 目录内的可直接删除）。", f"Look, then remove (those in {ASIDE} at once)."
            ),
        )
