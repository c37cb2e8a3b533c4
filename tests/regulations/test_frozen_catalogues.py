"""A published catalogue stays legible: the record of a submission tells its digest, and a file here has it.

A changed catalogue is a new version; the file of the one before goes to `catalogues/earlier` under its key and version
(`risks-1.toml`). `UPDATE_GOLDEN=1 pytest tests/regulations/test_frozen_catalogues.py` adds a version that is new.
"""

import pytest

from regulations import catalogue
from regulations.catalogue import catalogues, closed
from tests.regulations.golden import FOLDER, agrees

FILE = "catalogues.txt"


def recorded():
    """Every version that was ever published, with its digest."""
    if not (FOLDER / FILE).exists():
        return {}
    lines = (FOLDER / FILE).read_text("utf-8").splitlines()
    return {(key, version): digest for key, version, digest in (line.split() for line in lines)}


def test_a_published_version_never_changes():
    known = recorded()
    now = {(one.key, one.version): one.sha256 for one in catalogues()}

    agrees(FILE, "\n".join(f"{key} {version} {digest}" for (key, version), digest in sorted((known | now).items())))


def test_every_version_that_was_published_can_be_read():
    unread = [(key, version) for (key, version), digest in recorded().items() if closed(key, digest) is None]

    assert unread == []


@pytest.fixture
def put_by(tmp_path, monkeypatch):
    """A product in which the kinds of risk have a second version, and the first was put by."""
    catalogue._read.cache_clear()
    text = (catalogue.FOLDER / "risks.toml").read_text("utf-8")
    (tmp_path / "earlier").mkdir()
    (tmp_path / "earlier" / "risks-1.toml").write_text(text, "utf-8")
    (tmp_path / "risks.toml").write_text(
        text.replace('version = "1"', 'version = "2"').replace("偏见", "偏差"), "utf-8"
    )
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    yield recorded()[("risks", "1")]
    catalogue._read.cache_clear()


def test_what_was_closed_reads_as_it_did(put_by):
    then = closed("risks", put_by)

    assert (then.key, then.version, then.sha256) == ("risks", "1", put_by)
    assert "偏见歧视" in [entry.words.zh for entry in then.entries]
    assert "偏差歧视" in [entry.words.zh for entry in catalogue._catalogue("risks").entries]
    assert closed("risks", "0" * 64) is None
