"""The whole OpenAPI document against the app, with whatever schemathesis thinks of: never a fault of ours."""

from contextlib import ExitStack

import pytest
import schemathesis
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.python import asgi
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from api.schema import URL
from api.security import CSRF_HEADER
from tests.api.test_role_matrix import a_meeting
from tests.staff import Staff
from workflow import signing_in
from workflow.access import Grant, Role
from workflow.settings import Settings
from workflow.signing_in import SessionLife

ADDRESS = f"http://{asgi.HOST}"
EXAMPLES = 10
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
UNHURRIED = settings(
    max_examples=EXAMPLES,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)


@pytest.fixture
def houses(postgres_url, tmp_path):
    """The app on each database, under the name that schemathesis calls it by."""
    with ExitStack() as stack:
        opened = []
        for url in (f"sqlite:///{tmp_path / 'referent.db'}", postgres_url):
            folder = tmp_path / sa.make_url(url).get_backend_name()
            app = create_app(Settings(data_dir=folder, database_url=url, public_url=ADDRESS))
            stack.callback(app.state.house.database.close)
            opened.append(House(Staff(app, stack)))
        yield opened


class House:
    """One app and somebody in it who may do everything."""

    def __init__(self, staff):
        self.staff = staff
        self.headers = {}
        self.known = {}

    def prepare(self):
        """A session and a closed item that nothing asked before has touched."""
        self.headers = signed_in(self.staff)
        meeting_id, item_id = a_meeting(self.staff, closed=True)
        self.known = {"meeting_id": meeting_id, "item_id": item_id}


def signed_in(staff):
    """The headers of somebody who may do everything."""
    person_id = staff.add_person(*(Grant(role=role, closed=True) for role in Role))
    with staff.house.database.write() as tx:
        token, session = signing_in.start_session(tx, person_id, SessionLife(hours=1, idle_hours=1))
    return {"Origin": ADDRESS, "Cookie": f"referent_session={token}", CSRF_HEADER: session.csrf_token}


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_request_that_the_document_allows_or_forbids_is_a_fault(houses, mode):
    """Thinking of requests takes far longer than asking them, so both databases are asked the same."""
    document = schemathesis.openapi.from_asgi(URL, houses[0].staff.app)
    asked, faults = [], []
    for found in document.get_all_operations():
        for house in houses:
            house.prepare()
        try:
            asking(houses, found.ok().as_strategy(generation_mode=mode), asked)()
        except FailureGroup as failed:
            faults.append((asked[-1], [str(one) for one in failed.exceptions]))
        except Unsatisfiable:
            continue  # nothing that the document forbids can be sent to this route
    assert faults == []
    assert len(set(asked)) > 30


def asking(houses, strategy, asked):
    """One route, asked a few times. Every other request finds the meeting and the item that it names."""

    @UNHURRIED
    @given(case=strategy)
    def ask(case):
        finds = len(asked) % 2
        asked.append(case.operation.label)
        for house in houses:
            if finds:
                known = {name: house.known[name] for name in case.path_parameters if name in house.known}
                case.path_parameters |= known
            with asgi.get_client(house.staff.app, max_stream_events=2) as client:
                case.call_and_validate(session=client, headers=house.headers, checks=CHECKS)

    return ask
