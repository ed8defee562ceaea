"""The whole OpenAPI document against the app, with whatever schemathesis thinks of: never a fault of ours."""

from contextlib import ExitStack

import pytest
import schemathesis
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
def fuzzed(database_url, tmp_path):
    """The app under the name that schemathesis calls it by."""
    with ExitStack() as stack:
        app = create_app(Settings(data_dir=tmp_path / "house", database_url=database_url, public_url=ADDRESS))
        stack.callback(app.state.house.database.close)
        yield Staff(app, stack)


def signed_in(staff):
    """The headers of somebody who may do everything."""
    person_id = staff.add_person(*(Grant(role=role, closed=True) for role in Role))
    with staff.house.database.write() as tx:
        token, session = signing_in.start_session(tx, person_id, SessionLife(hours=1, idle_hours=1))
    return {"Origin": ADDRESS, "Cookie": f"referent_session={token}", CSRF_HEADER: session.csrf_token}


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_request_that_the_document_allows_or_forbids_is_a_fault(fuzzed, mode):
    document = schemathesis.openapi.from_asgi(URL, fuzzed.app)
    asked, faults = [], []
    for found in document.get_all_operations():
        meeting_id, item_id = a_meeting(fuzzed, closed=True)
        ask = asking(
            fuzzed,
            found.ok().as_strategy(generation_mode=mode),
            signed_in(fuzzed),
            {"meeting_id": meeting_id, "item_id": item_id},
            asked,
        )
        try:
            ask()
        except FailureGroup as failed:
            faults.append((asked[-1], [str(one) for one in failed.exceptions]))
        except Unsatisfiable:
            continue  # nothing that the document forbids can be sent to this route
    assert faults == []
    assert len(set(asked)) > 30


def asking(staff, strategy, headers, known, asked):
    """One route, asked a few times. Every other request finds the meeting and the item that it names."""

    @UNHURRIED
    @given(case=strategy)
    def ask(case):
        if len(asked) % 2:
            case.path_parameters |= {name: known[name] for name in case.path_parameters if name in known}
        asked.append(case.operation.label)
        with asgi.get_client(staff.app, max_stream_events=2) as client:
            case.call_and_validate(session=client, headers=headers, checks=CHECKS)

    return ask
