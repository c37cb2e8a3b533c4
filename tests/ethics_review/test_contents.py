"""What a file is by its content: each type that is taken, and the ways of passing something else off as it."""

import io
import struct
import zipfile
import zlib

import pytest

from ethics_review.contents import KINDS, MOST_PARTS, Fault

MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def pdf(body=b"1 0 obj <</Type /Catalog>> endobj\n", version=b"1.7"):
    return b"%PDF-" + version + b"\n" + body + b"startxref\n9\n%%EOF\n"


def office(kind="docx", *, types="<Types/>", parts=None, drop=()):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in ({"[Content_Types].xml": types, MAIN[kind]: "<document/>"} | (parts or {})).items():
            if name not in drop:
                package.writestr(name, text)
    return content.getvalue()


def chunk(name, body=b"", check=None):
    value = zlib.crc32(name + body) if check is None else check
    return struct.pack(">I4s", len(body), name) + body + struct.pack(">I", value)


def png(*more, end=b""):
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + b"".join(more) + chunk(b"IEND") + end


def jpeg(end=b"\xff\xd9"):
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 4) + b"ab" + b"\xff\xda" + struct.pack(">H", 2) + b"scan" + end


def fault(kind, content):
    return KINDS[kind].examine(io.BytesIO(content))


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("pdf", pdf()),
        ("pdf", pdf(version=b"2.0")),
        ("docx", office("docx")),
        ("xlsx", office("xlsx")),
        ("pptx", office("pptx")),
        ("docx", office(parts={"word/media/image1.png": "x", "word/embeddings/chart.xlsx": "x"})),
        ("png", png(chunk(b"IDAT", b"pixels"))),
        ("jpg", jpeg()),
        ("jpeg", jpeg()),
        ("txt", "风险评估\r\n\t第一页\f".encode()),
        ("txt", b"\xef\xbb\xbfwith a mark"),
        ("csv", "姓名,意见\n甲,同意\n".encode()),
        ("md", b"# title\n"),
        ("txt", ("啊" * 50_000).encode()),
    ],
)
def test_file_that_is_what_it_says_is_taken(kind, content):
    assert fault(kind, content) is None


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("pdf", b" " + pdf()),
        ("pdf", b"<html><script>1</script></html>"),
        ("pdf", pdf()[:-8]),
        ("pdf", b"%PDF-1.7\n" + b"%%EOF"),
        ("pdf", pdf() + b"x" * 5000),
        ("docx", b"PK"),
        ("docx", office("xlsx")),
        ("docx", office(drop=["[Content_Types].xml"])),
        ("docx", b"MZ" + office()),
        ("docx", office() + b"<script>"),
        ("docx", office()[:-30]),
        ("docx", office(parts={"../../evil": "x"})),
        ("docx", office(parts={"/etc/passwd": "x"})),
        ("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("png", png(end=b"<script>")),
        ("png", png()[:-4]),
        ("png", png(chunk(b"IDAT", b"pixels", check=1))),
        ("png", b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", 2**31, b"IDAT")),
        ("png", jpeg()),
        ("jpg", jpeg(end=b"\xff\xd9<script>")),
        ("jpg", jpeg(end=b"")),
        ("jpg", b"\xff\xd8\xff\xd9"),
        ("jpg", png()),
        ("txt", "风险".encode("gbk")),
        ("txt", "风险评估".encode()[:-1]),
        ("txt", b"a\x00b"),
        ("txt", b"\x1b[2J"),
        ("csv", b"\xff\xfea\x00"),
    ],
)
def test_file_that_is_something_else_or_broken_is_refused(kind, content):
    assert fault(kind, content) is Fault.CONTENT


def test_damaged_member_is_found_although_the_directory_is_whole():
    content = bytearray(office(parts={"word/long.xml": "x" * 400}))
    place = content.index(b"word/long.xml") + len("word/long.xml")
    content[place] ^= 0xFF

    assert fault("docx", bytes(content)) is Fault.CONTENT


def test_two_members_of_one_name_are_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<shown/>")
        with pytest.warns(UserWarning, match="Duplicate name"):
            package.writestr("word/document.xml", "<other/>")

    assert fault("docx", content.getvalue()) is Fault.CONTENT


@pytest.mark.parametrize("entry", [b"/Encrypt 5 0 R", b"/Encrypt<</V 4>>"])
def test_encrypted_pdf_is_told_apart(entry):
    assert fault("pdf", pdf(b"trailer <<" + entry + b">>\n")) is Fault.ENCRYPTED


def test_encrypted_member_is_told_apart():
    content = bytearray(office())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1

    assert fault("docx", bytes(content)) is Fault.ENCRYPTED


@pytest.mark.parametrize("action", [b"/JavaScript", b"/Launch", b"/RichMedia"])
@pytest.mark.parametrize("compressed", [False, True])
def test_pdf_that_runs_something_is_refused(action, compressed):
    body = b"<</S " + action + b" /JS (app.alert(1))>>"
    if compressed:
        body = b"<</Type /ObjStm /Filter /FlateDecode>> stream\n" + zlib.compress(body) + b"\nendstream\n"

    assert fault("pdf", pdf(body)) is Fault.ACTIVE_CONTENT


def test_pdf_that_only_speaks_of_javascript_is_taken():
    assert fault("pdf", pdf(b"(the word JavaScript, and Launch)\n")) is None


@pytest.mark.parametrize(
    "parts",
    [{"word/vbaProject.bin": "x"}, {"word/activeX/activeX1.xml": "x"}, {"word/embeddings/oleObject1.bin": "x"}],
)
def test_office_file_with_macros_is_refused(parts):
    assert fault("docx", office(parts=parts)) is Fault.ACTIVE_CONTENT


def test_macro_enabled_document_under_another_name_is_refused():
    types = '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'

    assert fault("docx", office(types=types)) is Fault.ACTIVE_CONTENT


def test_bomb_is_refused_by_what_it_says_it_holds():
    content = office(parts={f"word/{number}": bytes(30 * 1024 * 1024) for number in range(7)})

    assert len(content) < 1024 * 1024
    assert fault("docx", content) is Fault.EXPANDS


def test_too_many_parts_are_refused():
    content = office(parts={f"word/{number}": "" for number in range(MOST_PARTS)})

    assert fault("docx", content) is Fault.EXPANDS


def test_member_larger_than_it_says_is_refused():
    content = bytearray(office(parts={"word/big.xml": "x" * 5000}))
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 10)

    assert fault("docx", bytes(content)) is Fault.CONTENT
