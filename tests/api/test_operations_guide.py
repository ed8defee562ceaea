"""docs/operations.md is true: commands, SQL, settings and unit files are taken from the page and tried."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from api.app import create_app
from tests.published import meeting_id, publication
from tests.served import served
from workflow.accounts import first_administrator
from workflow.demo_house import furnish
from workflow.published.shelf import Shelf
from workflow.settings import Settings, load_settings
from workflow.store import workers
from workflow.store.database import Database
from workflow.store.meetings import now
from workflow.store.workers import SeenWorker

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.M | re.S)


@pytest.fixture
def in_own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_the_commands_run_as_printed_and_a_restored_house_is_sound(tmp_path):
    settings = Settings(data_dir=tmp_path / "house")
    app = create_app(settings)
    house = app.state.house
    furnish(house.database, house.files)
    with house.database.write() as tx:  # a worker that is about to take the demo meeting up
        workers.note_seen(tx, SeenWorker(executor_id="gpu-1", version="1", seen_at=now()))
    with served(app) as port:
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "REFERENT_DATA_DIR": str(settings.data_dir),
            "REFERENT_PORT": str(port),
        }
        script = "set -euo pipefail\n" + "\n".join(blocks("sh run"))
        done = subprocess.run(
            ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=400
        )
    house.database.close()
    assert done.returncode == 0, done.stdout + done.stderr
    assert 'referent_meetings_by_job{job="wanted"}' in done.stdout
    restored = Database(f"sqlite:///{tmp_path / 'restored' / 'referent.db'}")
    assert first_administrator(restored) is not None
    restored.close()
    kept = {path.name: path.read_bytes() for path in house.files.root.glob("??/*")}
    assert len(kept) == 2
    assert {path.name: path.read_bytes() for path in (tmp_path / "restored/files").glob("??/*")} == kept


@pytest.mark.parametrize("block", blocks("toml"), ids=lambda block: block.split()[0])
def test_every_example_of_settings_is_taken(in_own_folder, block):
    Path("referent.toml").write_text(block, encoding="utf-8")
    given = tomllib.loads(block)
    assert load_settings().model_dump(mode="json", include=set(given)).keys() == given.keys()


def test_the_example_file_names_every_setting_with_values_that_are_taken(in_own_folder):
    text = (ROOT / "referent.example.toml").read_text(encoding="utf-8")
    whole = re.sub(r"^# (?=\[|\w+ = )", "", text, flags=re.M)
    assert set(tomllib.loads(whole)) == set(Settings.model_fields)
    for given in (text, whole):
        Path("referent.toml").write_text(given, encoding="utf-8")
        load_settings()


def test_what_the_example_file_gives_as_defaults_are_the_defaults(in_own_folder):
    shutil.copy(ROOT / "referent.example.toml", "referent.toml")
    example = load_settings()
    Path("referent.toml").unlink()
    assert example == load_settings()


def test_systemd_finds_no_fault_in_the_unit_files(tmp_path):
    if (analyze := shutil.which("systemd-analyze")) is None:
        pytest.skip("systemd-analyze is not here")
    units = []
    for block in blocks("ini"):
        unit = tmp_path / block.splitlines()[0].rpartition("/")[2]
        # Only the place of the installation is another one here.
        unit.write_text(block.replace("/opt/referent/.venv/bin", str(Path(sys.executable).parent)))
        units.append(str(unit))
    assert len(units) == 5
    done = subprocess.run([analyze, "verify", "--man=no", *units], capture_output=True, text=True)
    ours = [line for line in done.stderr.splitlines() if "referent" in line]
    assert (done.returncode, ours) == (0, [])


def test_the_intranets_role_sees_what_is_published_and_nothing_else(postgres_server):
    server = sa.make_url(postgres_server).set(drivername="postgresql+psycopg")
    statements = [
        one.strip() for one in re.sub(r"--.*", "", "".join(blocks("sql"))).split(";") if one.strip()
    ]
    begin = next(place for place, one in enumerate(statements) if one.startswith("CREATE SCHEMA"))
    try:
        execute(server, *statements[:begin])
        execute(server.set(database="referent"), *statements[begin:])
        ours, intranets = (
            server.set(drivername="postgresql", username=role, database="referent").render_as_string(False)
            for role in ("referent", "referent_intranet")
        )
        house, shelf = Database(ours), Shelf(ours)
        house.migrate()
        shelf.migrate()
        shelf.put(publication(1))
        readers = Shelf(intranets)
        readers.migrate()
        assert readers.standing() == {meeting_id(1): 1}
        for refused in (
            "SELECT * FROM public.meetings",
            "DELETE FROM published.minutes",
            "CREATE TABLE x ()",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"):
                execute(sa.make_url(intranets).set(drivername="postgresql+psycopg"), refused)
        for opened in (house, shelf, readers):
            opened.close()
    finally:
        execute(
            server,
            "DROP DATABASE IF EXISTS referent WITH (FORCE)",
            "DROP ROLE IF EXISTS referent_intranet",
            "DROP ROLE IF EXISTS referent",
        )


def execute(url, *statements):
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_every_event_in_the_table_is_one_that_we_log():
    table = PAGE[PAGE.index("| `event` | what |") : PAGE.index("## When something is wrong")]
    named = {
        name
        for line in table.splitlines()
        for name in re.findall(r"`([^`]+)`", line.split("|")[1] if "|" in line else "")
    } - {"event"}
    sources = [path for room in ("api", "workflow") for path in (ROOT / room).rglob("*.py")]
    logged = {
        event
        for path in sources
        for event in re.findall(r"log\.\w+\(\s*\"([^\"]+)\"", path.read_text(encoding="utf-8"))
    }
    assert len(named) >= 10
    assert named <= logged
