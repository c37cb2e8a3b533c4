"""A published pack never changes: cases are pinned to its digest for their whole life.

A changed rule is a new version. `UPDATE_GOLDEN=1 pytest tests/regulations/test_frozen_packs.py` adds the digest of a
version that is not in the file yet; it also replaces one that is, so look at the difference before committing it.
"""

import regulations
from tests.regulations.golden import FOLDER, agrees

FILE = "digests.txt"


def recorded():
    """The digests on file by pack and version, those of earlier versions included."""
    if not (FOLDER / FILE).exists():
        return {}
    lines = (FOLDER / FILE).read_text("utf-8").splitlines()
    return {(name, version): digest for name, version, digest in (line.split() for line in lines)}


def test_published_packs_have_the_digest_on_file():
    now = {(pack.id, pack.version): pack.digest for pack in regulations.all_packs() if pack.pinnable}

    assert agrees(
        FILE, "\n".join(f"{name} {version} {digest}" for (name, version), digest in sorted((recorded() | now).items()))
    )


def test_digest_is_a_sha256():
    for pack in regulations.all_packs():
        assert len(bytes.fromhex(pack.digest)) == 32
