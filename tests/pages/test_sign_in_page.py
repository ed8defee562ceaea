"""The pages before anything else, seen in a real browser."""

import base64
import re
from dataclasses import replace

from playwright.sync_api import expect

from tests.browser import violations
from workflow import accounts
from workflow.access import Grant, Role
from workflow.settings import Settings
from workflow.store import audit

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PASSWORD = "en lang sætning om havnen"


def invited(site, name="Kirsten Holm", email="kirsten.holm@example.dk"):
    with site.house.database.write() as tx:
        _, link = accounts.invite(
            tx, name=name, email=email, grants=[Grant(role=Role.SECRETARY)], actor=audit.SYSTEM
        )
    return link.url(site.address)


def test_an_invited_person_chooses_a_password_and_signs_in_with_it_by_keyboard(site):
    page = site.anonymous()
    page.goto(invited(site))
    assert violations(page) == []
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.get_by_label("Adgangskoden igen").fill("noget andet, som er langt")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("ikke ens")
    page.get_by_label("Adgangskoden igen").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Du er logget ind som Kirsten Holm")
    assert "#" not in page.url

    other = site.anonymous()
    other.goto("/log-ind?til=/velkommen")
    assert violations(other) == []
    other.get_by_label("E-mail").fill("kirsten.holm@example.dk")
    other.get_by_label("Adgangskode").fill("forkert")
    other.keyboard.press("Enter")
    wrong = other.get_by_role("alert")
    expect(wrong).to_be_focused()
    other.get_by_label("Adgangskode").fill(PASSWORD)
    other.keyboard.press("Enter")
    expect(other).to_have_url(re.compile("/velkommen$"))


def test_who_is_not_signed_in_comes_to_the_sign_in_page_and_a_program_gets_a_problem(site):
    page = site.anonymous()
    page.goto("/?body=Havneudvalget")
    expect(page).to_have_url(re.compile(r"/log-ind\?til=/%3Fbody%3DHavneudvalget$"))
    assert page.request.get("/", headers={"Accept": "*/*"}).status == 401


def test_after_sign_in_nobody_is_sent_to_another_house(site):
    page = site.anonymous()
    page.goto("/log-ind?til=//ondt.example/")
    assert page.locator("#sign-in").get_attribute("data-onward") == "/"


def test_an_error_is_a_page_in_danish(site):
    page = site.anonymous()
    page.goto("/findes-ikke")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page) == []


def test_the_pages_run_under_the_strict_policy(site):
    page, said = site.anonymous(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/log-ind")
    page.evaluate("document.fonts.ready")
    assert [text for text in said if "Content Security Policy" in text] == []
    assert page.evaluate("document.fonts.check('16px \"IBM Plex Sans\"')")


def test_the_pages_have_the_municipalitys_colour_and_logo(site, tmp_path):
    page = site.anonymous()
    page.goto("/log-ind")
    assert colour(page) == "rgb(20, 58, 90)"
    assert page.request.get("/brand-logo").status == 404
    logo = tmp_path / "logo.png"
    logo.write_bytes(base64.b64decode(PIXEL))
    looked = Settings(look={"default": {"color": "#7a1020", "logo": str(logo)}})
    site.staff.app.state.house = replace(
        site.house, settings=site.house.settings.model_copy(update={"look": looked.look})
    )
    page = site.anonymous()
    page.goto("/log-ind")
    assert colour(page) == "rgb(122, 16, 32)"
    assert page.request.get("/brand-logo").headers["content-type"] == "image/png"
    assert violations(page) == []


def colour(page):
    return page.locator(".top").evaluate("(place) => getComputedStyle(place).backgroundColor")
