"""A real Chromium in front of the real staff app: what a secretary sees."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from api.app import create_app
from api.security import cookie_name, session_life
from tests.browser_setup import dictionary, find_chromium
from tests.staff import Staff
from workflow import signing_in
from workflow.access import EVERY_BODY, Grant, Role
from workflow.settings import Settings

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
"""A browser that asks nobody on the net for anything, and takes a made-up microphone."""
REQUIRED = "REFERENT_TESTS_REQUIRE_BROWSER"
"""Set where a missing browser or dictionary is a failure: in continuous integration."""
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)


class Site:
    """The staff app, served, and people who look at it with a browser of their own."""

    def __init__(self, staff: Staff, address: str, browser: Browser, stack: ExitStack) -> None:
        self.staff = staff
        self.house = staff.house
        self.address = address
        self._browser = browser
        self._stack = stack

    def visitor(self, *grants: Grant, name: str = "Kirsten Holm", **context: object) -> Page:
        """A page of a new person who is signed in; `context` as Playwright's `new_context` takes it."""
        return self.signed_in(self.staff.add_person(*grants, name=name), **context)

    def person(self, role: Role, *, closed: bool = False, **context: object) -> Page:
        """A page of a new person with one role in every body."""
        return self.visitor(Grant(role=role, body=EVERY_BODY, closed=closed), **context)

    def signed_in(self, person_id: str, **context: object) -> Page:
        """A page of this person, in a browser window of its own."""
        settings = self.house.settings
        with self.house.database.write() as tx:
            token, _ = signing_in.start_session(tx, person_id, session_life(settings))
        opened = self._context(**context)
        opened.add_cookies([{"name": cookie_name(settings), "value": token, "url": self.address}])
        return opened.new_page()

    def anonymous(self, **context: object) -> Page:
        """A page of nobody."""
        return self._context(**context).new_page()

    def _context(self, **context: object) -> BrowserContext:
        wanted = {"viewport": {"width": 1280, "height": 800}, "locale": "da-DK", **context}
        opened = self._browser.new_context(base_url=self.address, **wanted)
        opened.set_default_timeout(PATIENCE_MS)
        self._stack.callback(opened.close)
        return opened


def _leave_out(why: str) -> NoReturn:
    if os.environ.get(REQUIRED):
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser; without one, these tests say so and are left out.

    Not kept longer than a module: while Playwright runs, no other test of the process can run an event loop.
    """
    found = find_chromium()
    if found is None:
        _leave_out("no Chromium: set CHROMIUM to one, or install Debian's package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(found), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def danish_dictionary() -> Path:
    """The Danish word list of hunspell; without it, the spelling test says so and is left out."""
    found = dictionary()
    if found is None:
        _leave_out("no Danish dictionary: install Debian's package hunspell-da")
    return found


@pytest.fixture
def site(tmp_path: Path, chromium: Browser) -> Iterator[Site]:
    """The staff app on an empty house and a port of its own; on SQLite, since pages hang on no database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(data_dir=tmp_path / "house", port=port)
    app = create_app(settings)
    with ExitStack() as stack:
        stack.callback(app.state.house.database.close)
        stack.enter_context(_served(app, settings))
        yield Site(Staff(app, stack), settings.address(), chromium, stack)


class _served:
    """The app on its port, in a thread."""

    def __init__(self, app: Callable[..., object], settings: Settings) -> None:
        config = uvicorn.Config(
            app, host=settings.host, port=settings.port, log_config=None, lifespan="off", access_log=False
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name="site", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)

    def __exit__(self, *_: object) -> None:
        self._server.force_exit = self._server.should_exit = True
        self._thread.join(10)


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page by WCAG 2.1 A and AA: rule, and where."""
    found = Axe().run(page, options=WCAG).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]
    ]
