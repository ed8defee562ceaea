"""The whole way by keyboard alone: agenda, sound, a draft by real weights, a correction, approval, export."""

import re
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from models.weights import default_models_dir
from tests.browser import violations
from transcribe.clip import clip
from workflow import demo_meeting
from workflow.access import EVERY_BODY, Grant, Role
from workflow.jobs import WorkerOptions, run_worker

LONGEST_MS = 240_000
"""For real weights on a busy machine."""
AGENDA = demo_meeting.AGENDA.with_suffix(".txt")


@pytest.fixture
def worker(site):
    """A real worker in this process."""
    stop = threading.Event()
    settings = site.house.settings.model_copy(update={"models_dir": default_models_dir()})
    thread = threading.Thread(
        target=run_worker,
        args=(settings,),
        kwargs={"stop": stop, "options": WorkerOptions(poll_seconds=0.2, retry_seconds=0.2)},
    )
    thread.start()
    yield
    stop.set()
    thread.join()


@pytest.fixture
def agenda(tmp_path: Path) -> Path:
    """The demo meeting's agenda with its first item alone."""
    written = AGENDA.read_text(encoding="utf-8")
    head, items = written.split("Indholdsfortegnelse", 1)
    first = re.search(r"^Punkt 1:.*?(?=^Punkt 2:)", items, re.M | re.S)
    assert first is not None
    short = tmp_path / "dagsorden.txt"
    short.write_text(head + first.group(), encoding="utf-8")
    return short


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """What was said about it: 30 seconds."""
    short = tmp_path / "optagelse.wav"
    short.write_bytes(clip(demo_meeting.RECORDING, 0.0, 30.0))
    return short


def tab_to(page: Page, wanted: Locator) -> None:
    wanted.wait_for()
    for _ in range(120):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {wanted}")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    tab_to(page, wanted)
    page.keyboard.press(key)


def test_a_meeting_is_done_by_keyboard_alone_from_agenda_to_document(site, worker, agenda, sound):
    both = [Grant(role=role, body=EVERY_BODY, closed=True) for role in (Role.SECRETARY, Role.APPROVER)]
    page = site.visitor(*both, accept_downloads=True)
    files = iter([agenda, sound])
    page.on("filechooser", lambda chooser: chooser.set_files(next(files)))
    keys = page.keyboard
    page.goto("/")
    press(page, page.get_by_role("link", name="Nyt møde").first)

    press(page, page.get_by_label("Vælg dagsordenen"), "Space")
    tab_to(page, page.get_by_label("Behandlingsgrundlag"))
    keys.type("Databeskyttelsesforordningens artikel 6, stk. 1, litra e")
    press(page, page.get_by_label("Deltagerne er informeret"), "Space")
    press(page, page.get_by_role("button", name="Opret mødet"))

    press(page, page.get_by_label("Vælg lydfiler"), "Space")
    press(page, page.get_by_role("button", name="Sæt arbejdet i gang"))
    review = page.get_by_role("link", name="Gennemse punkterne")
    review.wait_for(timeout=LONGEST_MS)
    press(page, review)

    reading = page.locator("#review-reading")
    expect(reading).to_contain_text("godkendte dagsordenen")
    with page.expect_response(lambda answer: answer.url.endswith("/audio") and answer.status == 206):
        press(page, reading.locator(".mark").first)
    player = page.get_by_role("region", name="Afspiller")
    expect(player.get_by_role("button", name="Afspil")).to_be_visible()  # the remark has ended
    keys.press("k")
    expect(player.get_by_role("button", name="Pause")).to_be_visible()
    keys.press("k")
    expect(player.get_by_role("button", name="Afspil")).to_be_visible()
    keys.press("r")
    keys.press("Control+End")
    keys.type(" Udvalget havde ingen bemærkninger.")
    expect(page.locator("#save-state")).to_contain_text("Gemt kl.")
    keys.press("Escape")
    expect(reading).to_contain_text("havde ingen bemærkninger")
    assert violations(page) == []
    severe = page.locator(".note.severe")  # nobody said these words
    press(page, severe.get_by_role("button", name="Jeg står inde for det"))
    keys.type("Det blev sagt med andre ord.")
    keys.press("Tab")
    keys.press("Enter")
    expect(severe).to_have_count(0)
    keys.press("g")
    expect(page.locator("#review-bar")).to_contain_text("Godkendt af Kirsten Holm")

    press(page, page.get_by_role("link", name="Tilbage til mødet"))
    press(page, page.get_by_role("button", name="Godkend referatet"))
    press(page, page.get_by_role("dialog").get_by_role("button", name="Godkend referatet"))
    expect(page.locator("main")).to_contain_text("Version 1 er godkendt af Kirsten Holm")
    assert violations(page) == []
    with page.expect_download() as download:
        press(page, page.get_by_role("link", name="HTML"))
    document = download.value.path().read_text(encoding="utf-8")
    assert "havde ingen bemærkninger" in document and "UDKAST" not in document
