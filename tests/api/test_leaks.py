"""Nothing closed, nothing said, nothing drafted and nobody's name gets out: the whole way, every byte read.

Each place that must stay inside gets a word of its own; all that ever comes out is searched for all of them.
One more word stands in what is published, and must be found everywhere: so the search can find.
"""

import io
import logging
import re
import zipfile
import zlib

import pypdfium2
import pytest
import sqlalchemy as sa
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from api.intranet import create_intranet_app
from tests.api.test_journey import FORM, RECORDING, work_off
from tests.api.test_publishing import approve, public
from tests.receiver import receiving
from workflow.access import Grant, Role
from workflow.published.documents import item_id
from workflow.settings import Settings
from workflow.webhooks import deliver
from workflow.worker import JsonLines

PLACES = (
    "closed_title", "closed_number", "closed_case", "closed_recommendation", "closed_attachment",
    "closed_name", "closed_talk", "open_talk", "speaker", "chatter", "agenda_file", "recording_file",
    "closed_draft", "open_draft", "closed_decision", "answered_concern", "answered_finding", "reopened",
    "wording", "secretary", "legal_basis", "hold", "other_body", "other_title", "other_case",
)  # fmt: skip
WORDS = {place: f"kvast{number:03}qx" for number, place in enumerate(PLACES)}
KNOWN = "kendt777qx"
"""Stands in what is published."""
BODY, OTHER_BODY = "Teknik- og Miljøudvalget", f"Udvalget {WORDS['other_body']}"
ADDRESS = "Birkevej 12B"

AGENDA = """DAGSORDEN {body} d. 14-04-2027

Mødedato Onsdag d. 14. april 2027 kl. 15:00

Mødedeltagere Karen Møller (Formand), Lars Madsen (Medlem)

Indholdsfortegnelse

Cykelsti langs åen.....3
Lukket punkt: Køb af {closed_title}.....4
Eventuelt.....5

Punkt 1: Cykelsti langs åen

05.01.00-A00-7-27

Sagsfremstilling

Der anlægges en cykelsti ved {address}, se {known}.

Indstilling

Direktøren indstiller,

1. at cykelstien anlægges

Punkt 2: Lukket punkt: Køb af {closed_title}

82.02.00-G01-{closed_number}-27

Sagsfremstilling

Ejendommen {closed_case} ejes af {closed_name} Hansen.

Indstilling

Direktøren indstiller,

1. at ejendommen {closed_recommendation} købes

Bilag

{closed_attachment}

Punkt 3: Eventuelt
"""
TALK = """WEBVTT

00:00:01.000 --> 00:00:09.000
<v Formand {speaker}>Velkommen. {chatter} kommer lidt senere.

00:00:10.000 --> 00:00:19.000
<v Formand {speaker}>Så går vi til punkt 1, cykelsti langs åen. {open_talk} skal have hjelm på. Godkendt.

00:00:20.000 --> 00:00:29.000
<v Formand {speaker}>Så tager vi punkt 2, det lukkede punkt. Vi køber den af {closed_talk} for 3 mio. kr.

00:00:30.000 --> 00:00:39.000
<v Formand {speaker}>Så er vi på punkt 3, eventuelt. Der var intet. Mødet er slut.
"""
TEXTS = ("Udvalget godkendte cykelstien {n}.", "Ejendommen blev købt.", "Intet.")


class Outside:
    """All that came out, as text under the name of where it came from."""

    def __init__(self):
        self.heard = {}

    def take(self, where, content):
        """Keep what came out, unpacked as its readers unpack it."""
        if isinstance(content, str):
            content = content.encode()
        self.heard.setdefault(where, []).extend(_unpacked(content))

    def told(self, answer):
        """Keep an answer of the app, and hand it back."""
        url = str(answer.request.url)
        where = f"{answer.request.method} {url.partition('//')[2].partition('/')[2].partition('?')[0]}"
        self.take(where, f"{answer.status_code} {dict(answer.headers)}")
        self.take(where, answer.content)
        return answer

    def places_of(self, word):
        """Where a word is, written forwards or as the index keeps the ends of compounds."""
        sought = (word, word[::-1])
        return sorted(w for w, texts in self.heard.items() if any(one in t for t in texts for one in sought))


def _unpacked(content):
    plain = content.decode("utf-8", "replace").lower()
    yield plain
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                part = packed.read(name).decode("utf-8", "replace").lower()
                yield f"{name.lower()} {part} {re.sub('<[^>]*>', '', part)}"
    if content.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(content)
        for page in document:
            yield re.sub(r"[-\s\xad\x02\ufffe]", "", page.get_textpage().get_text_range().lower())
        yield str(document.get_metadata_dict()).lower()
        document.close()
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            try:
                yield zlib.decompress(stream).decode("latin-1").lower()
            except zlib.error:
                continue


@pytest.fixture
def settings(database_url, tmp_path):
    return Settings(
        data_dir=tmp_path / "house", database_url=database_url, webhook_allowed_hosts=("localhost",)
    )


@pytest.fixture
def intranet(settings, staff):
    app = create_intranet_app(settings)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def logged(capfd):
    """Gives all that the server wrote and the worker logged, in the worker's own form."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonLines())
    rooms = [logging.getLogger(name) for name in ("workflow", "dbos")]
    for room in rooms:
        room.addHandler(handler)
        room.setLevel(logging.INFO)
    yield lambda: "".join((*capfd.readouterr(), lines.getvalue()))
    for room in rooms:
        room.removeHandler(handler)
        room.setLevel(logging.NOTSET)


def everything_asked(intranet, outside, meeting_id):
    """Every route of the intranet app, with what fits and what does not."""
    items = [item_id(meeting_id, f"punkt-{n}") for n in (1, 2, 3)]
    filled = {
        "{minutes_id}": [meeting_id, "punkt-2", "../../etc/passwd"],
        "{item_id}": [*items, "punkt-2"],
        "{body_id}": ["teknik-og-miljoeudvalget", f"udvalget-{WORDS['other_body']}"],
        "{number}": ["1", "2", "99"],
        "{suffix}": ["json", "html", "txt", "docx", "pdf", "exe"],
    }
    queries = {
        "/v1/minutes": [
            "?take=100&includeWithdrawn=true",
            "?sort=x",
            "?filter=kle:82",
            "?skip=9",
            "?fields=x",
        ],
        "/v1/search": [
            "?q=cykelsti",
            f"?q={KNOWN}",
            "?q=lukket+punkt",
            "?q=%22",
            "?q=" + "a" * 501,
            "?q=ejendom",
        ],
        "/referater": ["?q=cykelsti", "?body=x"],
    }
    for route in iter_route_contexts(intranet.app.routes):
        paths = [route.path]
        for name, values in filled.items():
            paths = [p.replace(name, v) for p in paths for v in values] if name in route.path else paths
        for path in paths:
            for query in ("", *queries.get(path, ())):
                _named_apart(outside, intranet.get(path + query))
    for accept in ("text/html", "text/plain", "application/pdf", "image/png"):
        outside.told(intranet.get(f"/v1/minutes/{meeting_id}", headers={"Accept": accept}))
    outside.told(intranet.post("/v1/minutes", json={}))
    outside.told(intranet.get("/v1/nothing"))


def _named_apart(outside, answer):
    """What the asker wrote into an address is no leak; an answer that found something would be one."""
    if not any(word in str(answer.request.url) for word in WORDS.values()):
        outside.told(answer)
    else:
        assert answer.status_code == 404, answer.request.url


def no_hint(intranet):
    """A word that stands in something closed is answered exactly as one that stands nowhere."""

    def asked(word, path):
        return intranet.get(path, params={"q": word}).text.replace(word, "…")

    for path in ("/v1/search", "/referater"):
        nowhere = asked("kvast999qx", path)
        for word in WORDS.values():
            assert asked(word, path) == nowhere, (path, word)


def exported(client, outside, meeting):
    for suffix in ("docx", "pdf", "html", "json", "txt"):
        outside.told(client.get(f"{meeting}/minutes.{suffix}", params={"edition": "public"}))


def dumped(settings, outside):
    """The shelf, all of it: the bytes of its files, or every row of its schema."""
    if settings.published().startswith("sqlite"):
        for file in sorted(settings.data_dir.glob("published.db*")):
            outside.take("shelf", file.read_bytes())
        return
    engine = sa.create_engine(sa.make_url(settings.published()).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        for table in sa.inspect(connection).get_table_names(schema="published"):
            rows = connection.exec_driver_sql(f"SELECT t::text FROM published.{table} t")
            outside.take("shelf", f"{table} {rows.scalars().all()}")
    engine.dispose()


def prepared(staff, settings, secretary):
    """The meeting, drafted, and another that is not; gives its address."""
    words = {**WORDS, "address": ADDRESS, "known": KNOWN}
    agenda = AGENDA.format(body=BODY, **words).encode()
    form = {**FORM, "legal_basis": f"Art. 6, {WORDS['legal_basis']}"}
    made = secretary.post(
        "/api/v1/meetings", files={"agenda": (f"{WORDS['agenda_file']}.txt", agenda)}, data=form
    )
    assert made.status_code == 201, made.text
    meeting = made.headers["location"]
    other = AGENDA.format(body=OTHER_BODY, **words | {"known": WORDS["other_case"]})
    other = other.replace("Cykelsti", WORDS["other_title"]).encode()
    waiting = secretary.post("/api/v1/meetings", files={"agenda": ("d.txt", other)}, data=form)
    recording = f"{waiting.headers['location']}/recordings/{WORDS['recording_file']}.ogg"
    assert secretary.put(recording, content=RECORDING.read_bytes()).status_code == 201
    sent = secretary.put(f"{meeting}/transcript", content=TALK.format(**WORDS).encode())
    assert sent.status_code == 201, sent.text
    assert secretary.post(f"{meeting}/start").status_code == 202
    assert work_off(settings, secretary, meeting)["phase"] == "drafted"
    return meeting


def write(client, item, text):
    written = client.put(
        f"{item}/text", json={"text": text}, headers={"If-Match": client.get(item).headers["etag"]}
    )
    assert written.status_code == 200, written.text


def reviewed(secretary, approver, meeting, n):
    """Every open item gets its text and is approved; what was written first must not be what comes out."""
    for place, text in enumerate(TEXTS, start=1):
        item = f"{meeting}/items/punkt-{place}"
        secret = WORDS["closed_decision"] if place == 2 else ""
        if secretary.get(item).json()["state"] != "open":
            continue
        write(secretary, item, f"{WORDS['closed_draft' if place == 2 else 'open_draft']} fik 4 mio. kr.")
        write(secretary, item, f"{text.format(n=n)} {secret} fik 5 mio. kr." if secret else text.format(n=n))
        approve(approver, item, reason=f"Hørt af {WORDS['answered_concern']}.")
    assert approver.post(f"{meeting}/approve").status_code == 200


def published(approver, meeting):
    for finding in approver.get(f"{meeting}/publication").json()["findings"]:
        said = {"finding": finding["id"], "reason": f"Aftalt med {WORDS['answered_finding']}."}
        assert approver.post(f"{meeting}/publication/answers", json=said).status_code == 200
    done = approver.post(f"{meeting}/publish")
    assert done.status_code == 200, done.text


def test_nothing_that_must_stay_inside_ever_gets_out(staff, settings, intranet, logged):
    outside = Outside()
    admin = staff.person(Role.ADMINISTRATOR)
    secretary = staff.sign_in(
        staff.add_person(Grant(role=Role.SECRETARY, closed=True), name=f"Anne {WORDS['secretary']}")
    )
    approver = staff.person(Role.APPROVER, closed=True)
    with receiving() as receiver:
        made = admin.post("/api/v1/webhooks", json={"name": WORDS["other_body"], "url": receiver.url}).json()
        meeting = prepared(staff, settings, secretary)
        meeting_id = meeting.rpartition("/")[2]
        admin.put(f"{meeting}/hold", json={"hold": True, "reason": f"Klage fra {WORDS['hold']}."})
        secretary.put(f"{meeting}/items/punkt-2/public-wording", json={"text": f"Køb af {WORDS['wording']}."})
        everything_asked(intranet, outside, meeting_id)
        assert outside.places_of(KNOWN) == []  # it is not approved

        reviewed(secretary, approver, meeting, 1)
        published(approver, meeting)
        everything_asked(intranet, outside, meeting_id)
        exported(secretary, outside, meeting)
        again = {"reason": f"Fejl set af {WORDS['reopened']}."}
        assert approver.post(f"{meeting}/items/punkt-1/reopen", json=again).status_code == 200
        reviewed(secretary, approver, meeting, 2)
        published(approver, meeting)
        dumped(settings, outside)
        everything_asked(intranet, outside, meeting_id)
        exported(secretary, outside, meeting)
        no_hint(intranet)
        shown = intranet.get(public(meeting)).json()["properties"]
        assert [item["title"] for item in shown["items"]] == [
            "Cykelsti langs åen",
            "Lukket punkt",
            "Eventuelt",
        ]

        gone = approver.post(f"{meeting}/withdraw", json={"reason": "Et bilag var forkert."})
        assert gone.status_code == 200
        everything_asked(intranet, outside, meeting_id)
        dumped(settings, outside)
        deliver(staff.house.database, settings)
        assert len(receiver.came) == 3
        outside.take("webhooks", repr(receiver.came))
    logs = logged()
    assert '"route": "/v1/minutes/{minutes_id}"' in logs and '"event": "worker.started"' in logs
    outside.take("logs", logs)

    found = set(outside.places_of(KNOWN))
    suffixes = ("json", "html", "txt", "docx", "pdf")
    assert {"shelf", "GET v1/search", *(f"GET v1/minutes/{meeting_id}.{one}" for one in suffixes)} <= found
    assert {f"GET api/v1/meetings/{meeting_id}/minutes.{one}" for one in suffixes} <= found
    assert {place: where for place, word in WORDS.items() if (where := outside.places_of(word))} == {}
    assert outside.places_of(made["secret"].removeprefix("whsec_").lower()) == []
