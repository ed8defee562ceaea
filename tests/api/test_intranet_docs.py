"""The page for intranet developers: its blocks run as they stand there, against a real server."""

import re
import socket
import subprocess
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn

from api.intranet import create_intranet_app
from tests.published import meeting_id, publication, some
from workflow.settings import Settings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "intranet.md"
BLOCKS = dict.fromkeys(("sh", "python"), ())
for language, block in re.findall(r"```(\w+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
    BLOCKS[language] = (*BLOCKS.get(language, ()), block)


@pytest.fixture
def served(tmp_path):
    app = create_intranet_app(Settings(data_dir=tmp_path))
    shelf = app.state.desk.shelf
    shelf.put_all(some())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}", shelf
    server.should_exit = True
    thread.join()
    shelf.close()


def shell(block, address):
    done = subprocess.run(
        ["sh", "-ec", block],
        env={"INTRANET": address, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_first_request_and_the_unchanged_one_work_as_printed(served):
    address, _ = served
    first, unchanged = BLOCKS["sh"]
    assert '"total":3' in shell(first, address)
    assert shell(unchanged, address) == "304"


def test_the_incremental_sync_works_as_printed(served):
    address, shelf = served
    names = {}
    exec(BLOCKS["python"][0], names)
    copy = {}
    seen = names["sync"](address, copy, None)
    assert set(copy) == {meeting_id(1), meeting_id(2), meeting_id(3)}
    shelf.withdraw(meeting_id(2), at=datetime.now(UTC), reason="")
    shelf.put(publication(1, version=2))
    shelf.put(publication(4))
    assert names["sync"](address, copy, seen) != seen
    assert set(copy) == {meeting_id(1), meeting_id(3), meeting_id(4)}
    assert copy[meeting_id(1)]["properties"]["version"] == 2


def test_keys_are_made_listed_and_revoked_from_the_command_line(referent, monkeypatch):
    made = referent("intranet", "key", "add", "Umbraco", "--body", "klimaudvalget", "--days", "30")
    assert made.code == 0, made.err
    assert made.out.startswith("ref_")
    own_id = re.search(r"Key (\S+)\.", made.err)[1]
    assert f"{own_id}  Umbraco  klimaudvalget  holds" in referent("intranet", "key", "list").out
    assert referent("intranet", "key", "revoke", own_id).code == 0
    assert "does not hold" in referent("intranet", "key", "list").out
    assert made.out.strip() not in referent("intranet", "key", "list").out
    assert referent("intranet", "key", "revoke", "unknown").code == 3
