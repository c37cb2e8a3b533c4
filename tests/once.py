"""What is the same for every test of a process, and is found once."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.recollection import changed_settings


@contextmanager
def static_files() -> Iterator[None]:
    """Each `Client` sets the middleware up, which then looks for two hundred files: a tenth of what pages cost."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def look_once(middleware: WhiteNoiseMiddleware) -> None:
        under = changed_settings()
        if under not in found:
            look(middleware)
            found[under] = dict(middleware.files)
        middleware.files.update(found[under])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield
