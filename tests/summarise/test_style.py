"""What is learnt from a folder of approved minutes, and what the drafter does with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import cli
from minutes.codec import from_json, to_json
from minutes.errors import InputError
from summarise.drafter import Case
from summarise.formula_drafter import FormulaDrafter
from summarise.style import HouseStyle, ItemType, item_type, learn_style, read_style
from tests.summarise.test_formula_drafter import case, item
from workflow.settings import Settings
from workflow.wiring import open_drafter

HEAD = """REFERAT Havneudvalg d. {day}-05-2026

Mødedato Onsdag d. {day}. maj 2026 kl. 09:00
Mødested Havnekontoret
Mødedeltagere Grethe Løvschall (formand), Aksel Brøndum (medlem)

Indholdsfortegnelse

Godkendelse af dagsorden.....\t2
Orientering om sejlrenden.....\t3

Punkt 1: Godkendelse af dagsorden

Indstilling
Havnechefen indstiller,

1. at dagsordenen godkendes

Beslutning
Dagsordenen blev godkendt.

Punkt 2: Orientering om sejlrenden

Indstilling
Havnechefen indstiller,

1. at orienteringen tages til efterretning

Beslutning
Havnechefen orienterede om sejlrenden, herunder dybden. Havneudvalget tog orienteringen til efterretning.
"""


def approved(folder: Path, count: int) -> Path:
    for n in range(count):
        day = f"{n + 1:02d}"
        (folder / f"referat-{day}.txt").write_text(HEAD.format(day=day), encoding="utf-8")
    return folder


def approval() -> Case:
    return case(
        item("Godkendelse af dagsorden", "at dagsordenen godkendes"),
        ("S1", "Er der bemærkninger til dagsordenen?"),
        ("S2", "Nej, ikke herfra."),
        ("S1", "Så er dagsordenen godkendt."),
    )


def test_minutes_are_counted_by_the_type_of_item(tmp_path: Path) -> None:
    style = learn_style(approved(tmp_path, 3))
    assert style.meetings == 3
    assert {one.type: one.decisions for one in style.types} == {ItemType.APPROVAL: 3, ItemType.BRIEFING: 3}
    assert {c.name: c.times for c in style.wordings} == {"approved.passive": 3, "noted.active": 3}
    assert [c.name for c in style.connectives] == ["herunder"]


def test_the_drafter_words_a_decision_as_the_house_does(tmp_path: Path) -> None:
    wording = learn_style(approved(tmp_path, 3)).chosen()
    assert FormulaDrafter().draft(approval()).text == "Havneudvalget godkendte dagsordenen."
    drafted = FormulaDrafter(wording).draft(approval())
    assert drafted.text == "Dagsordenen blev godkendt."
    assert not drafted.all_concerns()


def test_two_decisions_are_too_few_to_word_others_by(tmp_path: Path) -> None:
    assert learn_style(approved(tmp_path, 2)).chosen() == {}


def test_the_style_is_shown_written_and_named_in_the_settings(tmp_path: Path) -> None:
    written = tmp_path / "style.json"
    shown = CliRunner().invoke(cli, ["style", "show", str(approved(tmp_path, 3)), "-o", str(written)])
    assert shown.exit_code == 0, shown.output
    assert "approved.passive (3)" in " ".join(shown.output.split())
    style = read_style(written)
    assert from_json(to_json(style, HouseStyle), HouseStyle, where="") == style
    drafter = open_drafter(Settings(house_style=written))
    assert drafter.draft(approval()).text == "Dagsordenen blev godkendt."


def test_a_folder_without_minutes_and_a_file_that_is_no_style_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no minutes"):
        learn_style(tmp_path)
    (tmp_path / "style.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="HouseStyle"):
        read_style(tmp_path / "style.json")


@pytest.mark.parametrize(
    ("title", "clause", "expected"),
    [
        ("Orientering om bølger", "at kajen godkendes", ItemType.BRIEFING),
        ("Ny kaj", "at kajen godkendes", ItemType.DECISION),
        ("Ny kaj", "at punktet drøftes", ItemType.DISCUSSION),
        ("Ny kaj", "at status tages til efterretning", ItemType.BRIEFING),
    ],
)
def test_an_item_is_of_the_type_that_its_title_names_or_its_clauses_ask_for(
    title: str, clause: str, expected: ItemType
) -> None:
    assert item_type(item(title, clause)) is expected
