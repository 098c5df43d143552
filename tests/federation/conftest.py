"""What the tests of SERVICE share: a Lexwire to ask, and an engine that may be let ask it."""

from collections.abc import Iterator

import pytest

from lexwire.server.engine import Engine

from .federating import HERE, THERE, lexwire, loaded


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with lexwire(tmp_path_factory.mktemp("there"), THERE) as address:
        yield address


@pytest.fixture(scope="module")
def inner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Return an engine that is open for nobody."""
    engine = loaded(tmp_path_factory.mktemp("here"), HERE)
    yield engine
    engine.close()
