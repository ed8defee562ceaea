"""A body's look from the settings is on what every door gives out: staff app, intranet, command line."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.intranet import create_intranet_app
from tests.published import meeting_id, some
from workflow.access import Role
from workflow.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
AGENDA = ROOT / "workflow/demo/dagsorden.docx"
LOOK = {"default": {"letterhead": ["Rørlunde Kommune", "Sekretariatet"], "color": "#14785a"}}


@pytest.fixture
def settings(database_url, tmp_path):
    return Settings(data_dir=tmp_path, database_url=database_url, look=LOOK)


def test_what_the_staff_app_exports(staff):
    secretary = staff.person(Role.SECRETARY, closed=True)
    form = {"legal_basis": "Lov om kommunernes styrelse", "participants_informed": "true"}
    agenda = {"agenda": ("dagsorden.docx", AGENDA.read_bytes())}
    meeting = secretary.post("/api/v1/meetings", files=agenda, data=form).headers["location"]
    assert secretary.get(f"{meeting}/minutes.txt").text.startswith(
        "Rørlunde Kommune\nSekretariatet\n\nUDKAST"
    )
    assert "color: #14785a" in secretary.get(f"{meeting}/minutes.html").text


def test_what_the_intranet_gives_out_as_a_document(settings):
    app = create_intranet_app(settings)
    try:
        app.state.desk.shelf.put_all(some())
        client = TestClient(app)
        text = client.get(f"/v1/minutes/{meeting_id(1)}.txt").text
        assert text.startswith("Rørlunde Kommune\nSekretariatet\n\nREFERAT")
    finally:
        app.state.desk.shelf.close()


def test_what_the_command_line_writes(referent, tmp_path):
    (tmp_path / "referent.toml").write_text('[look.default]\nletterhead = ["Rørlunde Kommune"]\n', "utf-8")
    (tmp_path / "drafts.json").write_text("[]", "utf-8")
    answer = referent("render", AGENDA, "drafts.json", "-o", "referat.txt")
    assert answer.code == 0, answer.err
    assert (tmp_path / "referat.txt").read_text("utf-8").startswith("Rørlunde Kommune\n\nUDKAST")
