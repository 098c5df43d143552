"""What the tests of the review share: a running one on whose article nobody has decided, and its page in a browser."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from ..reviewing import HARBOUR, ID, extract, make_workspace
from .desk import Desk, reviewing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with reviewing(make_workspace(tmp_path_factory.mktemp("workspace"))) as desk:
        yield desk


@pytest.fixture
def desk(shared: Desk) -> Desk:
    """Return a running review on whose article nobody has decided yet."""
    for path in (shared.folder.decisions(ID), shared.folder.authority("actor"), shared.folder.authority("law")):
        path.unlink(missing_ok=True)
    if shared.folder.text(ID).read_bytes() != HARBOUR.read_bytes():
        extract(shared.folder.root, HARBOUR.read_bytes())
    return shared


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    from .curating import CHROMIUM, playwright

    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: "Browser", desk: Desk) -> Iterator["Page"]:
    from .curating import opened

    with opened(browser, desk) as page:
        yield page
