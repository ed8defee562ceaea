"""Takes the pictures of the user guide: `python docs/take_screenshots.py [DATA_DIR]` in the project's folder.

Serves a house with the demo meeting, waits until it is drafted, and looks at its pages with a real browser.
DATA_DIR keeps the house, so that a second run need not listen to the recording again.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs/images"
AGENDA = ROOT / "workflow/demo/dagsorden.docx"
PORT = "8655"
ADDRESS = f"http://127.0.0.1:{PORT}"
PASSWORD = "en sætning til billederne"
LONGEST_WAIT_SECONDS = 1800
SIZE = ViewportSize(width=1440, height=900)
Found = TypeVar("Found")


def main(data_dir: Path) -> None:
    """Take every picture."""
    sys.path.insert(0, str(ROOT))
    from tests.browser_setup import find_chromium

    log = data_dir / "serve.log"
    environment = {**os.environ, "REFERENT_DATA_DIR": str(data_dir), "REFERENT_PORT": PORT}
    with log.open("a") as written:
        command = [sys.executable, "-m", "api.cli", "serve", "--demo", "--no-intranet"]
        server = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=written)
    try:
        _waited(_serves)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(find_chromium()), args=["--no-sandbox", "--lang=da-DK"]
            )
            _approver(signed_in(browser, log, data_dir, "godkender"))
            _secretary(signed_in(browser, log, data_dir, "sekretaer"))
            browser.close()
    finally:
        server.terminate()
        server.wait()


def signed_in(browser: Browser, log: Path, data_dir: Path, who: str) -> Page:
    """A page of one of the demo people: by their one-time link, later by the password chosen with it."""
    link = _waited(lambda: re.findall(rf"{who}@\S+>: (\S+)", log.read_text(encoding="utf-8")))[-1]
    chosen = data_dir / f"{who}.chosen"
    page = browser.new_context(viewport=SIZE, locale="da-DK", base_url=ADDRESS).new_page()
    if chosen.exists():
        page.goto("/log-ind")
        page.get_by_label("E-mail").fill(f"{who}@skovsund.example")
        page.get_by_label("Adgangskode").fill(PASSWORD)
        page.keyboard.press("Enter")
    else:
        page.goto(link)
        page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
        page.get_by_label("Adgangskoden igen").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Gå til møderne").click()
        chosen.touch()
    page.wait_for_url(f"{ADDRESS}/")
    return page


def _serves() -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(PORT))) == 0


def _approver(page: Page) -> None:
    _waited(
        lambda: page.goto("/") and page.get_by_text("Udkast klar").or_(page.get_by_text("Gennemses")).count()
    )
    _taken(page, "moeder")
    page.get_by_role("link", name="Kultur- og Fritidsudvalget").first.click()
    meeting = page.url
    _taken(page, "godkend")
    page.goto(f"{meeting}/punkter/punkt-4")
    page.get_by_text("Det næste er udkastet").wait_for()
    _taken(page, "gennemse")
    page.goto(f"{meeting}/samtale")
    _taken(page, "samtale")


def _secretary(page: Page) -> None:
    page.goto("/moeder/nyt")
    page.locator("input[type=file]").first.set_input_files(AGENDA)
    page.get_by_text("Sådan er dagsordenen læst").wait_for()
    _taken(page, "nyt-moede")


def _taken(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"guide-{name}.png")


def _waited(found: Callable[[], Found]) -> Found:
    """What `found` gives as soon as it gives something."""
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < until:
        if value := found():
            return value
        time.sleep(1)
    raise SystemExit("the demo meeting is not drafted yet: look at serve.log in the data folder")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        folder.mkdir(parents=True, exist_ok=True)
        main(folder)
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
