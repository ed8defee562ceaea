"""The page for intranet developers: its blocks run as they stand there, against a real server."""

import contextlib
import json
import re
import socket
import subprocess
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn

from api.app import create_app
from api.intranet import create_intranet_app
from api.security import cookie_name, session_life
from tests.api.test_role_matrix import a_meeting
from tests.published import meeting_id, publication, some
from tests.receiver import receiving
from tests.staff import Staff
from workflow import signing_in
from workflow.access import Grant, Role
from workflow.settings import Settings
from workflow.webhooks import MessageKind, deliver, tell

PAGE = Path(__file__).resolve().parents[2] / "docs" / "intranet.md"
BLOCKS = dict.fromkeys(("sh", "python"), ())
for language, block in re.findall(r"```(\w+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
    BLOCKS[language] = (*BLOCKS.get(language, ()), block)


@contextlib.contextmanager
def serving(app, port):
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def served(tmp_path):
    app = create_intranet_app(Settings(data_dir=tmp_path))
    shelf = app.state.desk.shelf
    shelf.put_all(some())
    with serving(app, free_port()) as address:
        yield address, shelf
    shelf.close()


def shell(block, **names):
    done = subprocess.run(
        ["sh", "-ec", block],
        env={"PATH": "/usr/bin:/bin", **names},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_first_request_and_the_unchanged_one_work_as_printed(served):
    address, _ = served
    first, unchanged, _ = BLOCKS["sh"]
    assert '"total":3' in shell(first, INTRANET=address)
    assert shell(unchanged, INTRANET=address) == "304"


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


def test_the_first_webhook_works_as_printed(tmp_path):
    port = free_port()
    settings = Settings(data_dir=tmp_path, port=port, webhook_allowed_hosts=("localhost",))
    with ExitStack() as stack:
        staff = Staff(create_app(settings), stack)
        stack.callback(staff.house.database.close)
        receiver = stack.enter_context(receiving())
        address = stack.enter_context(serving(staff.app, port))
        admin = staff.add_person(Grant(role=Role.ADMINISTRATOR))
        with staff.house.database.write() as tx:
            token, session = signing_in.start_session(tx, admin, session_life(settings))
        made = shell(
            BLOCKS["sh"][2],
            REFERENT=address,
            COOKIE=f"{cookie_name(settings)}={token}",
            CSRF=session.csrf_token,
            RECEIVER=receiver.url,
        )
        meeting, _ = a_meeting(staff, closed=False)
        with staff.house.database.write() as tx:
            tell(tx, MessageKind.PUBLISHED, meeting, version=1)
        deliver(staff.house.database, settings)
    ((headers, body),) = receiver.came
    names = {}
    exec(BLOCKS["python"][1], names)
    secret = json.loads(made)["secret"]
    assert names["is_genuine"](secret, headers, body.encode())
    assert not names["is_genuine"](secret, headers, body.encode() + b" ")
    assert not names["is_genuine"](secret, {**headers, "webhook-timestamp": "1700000000"}, body.encode())
    printed, sent = json.loads(BLOCKS["json"][0]), json.loads(body)
    assert (set(printed), set(printed["data"])) == (set(sent), set(sent["data"]))
    assert sent["data"]["path"] == f"/v1/minutes/{meeting}"


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
