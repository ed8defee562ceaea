"""The intranet's OpenAPI document against the app, with whatever schemathesis thinks of."""

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

from api.intranet import create_intranet_app
from api.intranet_schema import URL
from tests.published import meeting_id, some
from workflow.settings import Settings

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
UNHURRIED = settings(
    max_examples=12,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)


@pytest.fixture
def apps(postgres_url, tmp_path):
    """The app on each database, with some minutes on its shelf."""
    opened = [
        create_intranet_app(Settings(data_dir=tmp_path, published_url=url))
        for url in (f"sqlite:///{tmp_path / 'published.db'}", postgres_url)
    ]
    for app in opened:
        app.state.desk.shelf.put_all(some())
    yield opened
    for app in opened:
        app.state.desk.shelf.close()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_request_that_the_document_allows_or_forbids_is_a_fault(apps, mode):
    """Thinking of requests takes far longer than asking them, so both databases are asked the same."""
    asked, faults = [], []
    for found in schemathesis.openapi.from_asgi(URL, apps[0]).get_all_operations():
        try:
            asking(apps, found.ok().as_strategy(generation_mode=mode), asked)()
        except FailureGroup as failed:
            faults.append((asked[-1], [str(one) for one in failed.exceptions]))
        except Unsatisfiable:
            continue  # nothing that the document forbids can be sent to this route
    assert faults == []
    assert len(set(asked)) >= 6


def asking(apps, strategy, asked):
    """One route, asked a few times; every other request finds the minutes that it names."""

    @UNHURRIED
    @given(case=strategy)
    def ask(case):
        if len(asked) % 2 and "minutes_id" in case.path_parameters:
            case.path_parameters["minutes_id"] = meeting_id(1)
        asked.append(case.operation.label)
        for app in apps:
            with asgi.get_client(app, max_stream_events=2) as client:
                case.call_and_validate(session=client, checks=CHECKS)

    return ask


def test_the_document_is_openapi_3_1_with_examples_and_names_every_answer(tmp_path):
    app = create_intranet_app(Settings(data_dir=tmp_path))
    document = app.openapi()
    app.state.desk.shelf.close()
    assert document["openapi"].startswith("3.1")
    assert "examples" in str(document)
    for path, operations in document["paths"].items():
        assert set(operations) == {"get"}, path
        assert operations["get"]["summary"]
