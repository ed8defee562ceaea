"""The clients in docs/clients, run as they stand against a real server."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.api.test_intranet_docs import served as _served
from tests.published import meeting_id, publication

served = _served
CLIENTS = Path(__file__).resolve().parents[2] / "docs" / "clients"
SCRIPT = """
import {{ latest, search, fragment }} from {module};
const address = process.argv[1];
const found = await latest(address, {{ body: "klimaudvalget" }});
const hits = await search(address, "klimaplan");
const html = await fragment(address, found[0].id);
const refused = await fragment(address, "unknown").catch((problem) => problem.message);
console.log(JSON.stringify({{ all: (await latest(address)).length, found, hits, html, refused }}));
"""


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_the_javascript_module_lists_searches_and_shows(served):
    script = SCRIPT.format(module=json.dumps((CLIENTS / "referater.mjs").as_uri()))
    told = json.loads(run("node", "--input-type=module", "--eval", script, served[0]))
    assert told["all"] == 3
    assert [(one["id"], one["body"], one["items"]) for one in told["found"]] == [
        (meeting_id(3), "Klimaudvalget", ["1. Klimaplan <2030>"])
    ]
    assert told["hits"][0]["title"] == "<mark>Klimaplan</mark> &lt;2030&gt;"
    assert "<h2" in told["html"] and "&lt;2030&gt;" in told["html"]
    assert told["refused"] == "Der er ikke offentliggjort noget på denne adresse."


def test_the_shell_script_saves_the_latest_pdf(served, tmp_path):
    assert run("sh", CLIENTS / "hent.sh", served[0], "klimaudvalget", cwd=tmp_path) == "klimaudvalget.pdf\n"
    assert (tmp_path / "klimaudvalget.pdf").read_bytes().startswith(b"%PDF")


def test_the_feed_reader_prints_what_is_new_once(served, tmp_path):
    address, shelf = served
    command = (sys.executable, CLIENTS / "feed.py", f"{address}/v1/feed.atom", tmp_path / "seen.json")
    assert len(run(*command).splitlines()) == 3
    assert run(*command) == ""
    shelf.put(publication(1, version=2))
    (line,) = run(*command).splitlines()
    assert line.endswith(f"/referater/{meeting_id(1)}")


USE_IT = """
import sys
from client import Client
from client.api.minutes import list_minutes_v1_minutes_get, minutes_by_id_v1_minutes_minutes_id_get
from client.api.search import find_v1_search_get

referent = Client(base_url=sys.argv[1])
page = list_minutes_v1_minutes_get.sync(client=referent, take=2)
whole = minutes_by_id_v1_minutes_minutes_id_get.sync(client=referent, minutes_id=page.items[0].id)
first = whole.properties.items[0]
print(page.total, len(page.items), first.title, first.provenance.approved_by, sep="|")
print(find_v1_search_get.sync(client=referent, q="klimaplan").total)
print(minutes_by_id_v1_minutes_minutes_id_get.sync(client=referent, minutes_id="unknown").type_)
"""


def test_a_stock_generator_makes_a_client_that_reads_us(served, tmp_path):
    address, _ = served
    document = tmp_path / "openapi.json"
    document.write_text(httpx.get(f"{address}/v1/openapi.json").text, encoding="utf-8")
    tools = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    generate = (sys.executable, "-m", "openapi_python_client", "generate", "--path", document)
    made = run(*generate, "--meta", "none", "--output-path", tmp_path / "client", env=tools)
    assert "WARNING" not in made.upper()
    told = run(sys.executable, "-c", USE_IT, address, cwd=tmp_path, env=tools | {"PYTHONPATH": str(tmp_path)})
    assert told.splitlines() == ["3|2|Skolevej ved Åbenrå|Carla Prøve", "1", "urn:referent:not_found"]
