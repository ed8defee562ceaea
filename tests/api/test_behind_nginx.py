"""The nginx file of docs/operations.md before the real apps: TLS, large bodies, streams, closed doors."""

import datetime
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from api.app import create_app
from api.intranet import create_intranet_app
from api.security import CSRF_HEADER, cookie_name, session_life
from tests.drafted import add_drafted
from tests.published import publication
from tests.served import served
from workflow import signing_in
from workflow.access import Grant, Role
from workflow.phases import JobState
from workflow.settings import Settings
from workflow.store import meetings, people
from workflow.store.people import GrantSource

ROOT = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx")
STAFF, READERS = "referent.example.dk", "referater.example.dk"
PATIENCE_SECONDS = 30.0
MB = 1 << 20

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not here")


@pytest.fixture
def house(tmp_path):
    """The two apps behind nginx: the staff app's house, and who asks nginx."""
    plain, secure = free_port(), free_port()
    settings = Settings(data_dir=tmp_path / "house", public_url=f"https://{STAFF}:{secure}")
    staff, intranet = create_app(settings), create_intranet_app(settings)
    intranet.state.desk.shelf.put(publication(1))
    with served(staff) as staff_port, served(intranet) as intranet_port:
        ports = {
            "listen 80": f"listen 127.0.0.1:{plain}",
            "listen 443": f"listen 127.0.0.1:{secure}",
            "127.0.0.1:8642": f"127.0.0.1:{staff_port}",
            "127.0.0.1:8643": f"127.0.0.1:{intranet_port}",
        }
        with nginx(tmp_path, ports) as trust, httpx.Client(verify=trust, timeout=60) as client:
            yield staff.state.house, Asked(client, plain, secure)
    staff.state.house.database.close()
    intranet.state.desk.shelf.close()


class Asked:
    """Asks nginx on this machine by the names that the page gives."""

    def __init__(self, client: httpx.Client, plain: int, secure: int) -> None:
        self._client = client
        self._plain, self._secure = plain, secure

    def http(self, path: str) -> httpx.Response:
        return self._client.get(f"http://127.0.0.1:{self._plain}{path}", headers={"Host": STAFF})

    def request(self, method: str, path: str, *, host: str = STAFF, **more: object) -> httpx.Request:
        headers = {"Host": f"{host}:{self._secure}", "Origin": f"https://{host}:{self._secure}"}
        headers |= more.pop("headers", {})
        return self._client.build_request(
            method, f"https://127.0.0.1:{self._secure}{path}", headers=headers,
            extensions={"sni_hostname": host}, **more,
        )  # fmt: skip

    def __call__(self, method: str, path: str, **more: object) -> httpx.Response:
        return self._client.send(self.request(method, path, **more))

    def stream(self, path: str, **more: object) -> httpx.Response:
        return self._client.send(self.request("GET", path, **more), stream=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def nginx(folder, changes):
    """Runs it with the page's own files; only ports and the places of the certificate are others."""
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    (server,) = re.findall(r"^```nginx\n(.*?)^```", page, re.M | re.S)
    trust = certificate(folder)
    for old, new in {**changes, "/etc/ssl/referent": str(folder)}.items():
        assert old in server
        server = server.replace(old, new)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}{server}}}\n"
    )
    command = [NGINX, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_for(int(re.search(r":(\d+) ssl", server)[1]), process)
        yield trust
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def wait_for(port, process):
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert process.poll() is None and time.monotonic() < until
            time.sleep(0.02)


def certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, STAFF)])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(STAFF), x509.DNSName(READERS)])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False).sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = made.public_bytes(serialization.Encoding.PEM)
    (folder / "fullchain.pem").write_bytes(pem)
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return ssl.create_default_context(cadata=pem.decode())


def secretary(house):
    """The headers of somebody who is signed in."""
    person_id = meetings.new_id()
    with house.database.write() as tx:
        people.add(tx, person_id=person_id, name="S", email="s@example.org", created_at=meetings.now())
        people.set_grants(tx, person_id, [Grant(role=Role.SECRETARY, closed=True)], source=GrantSource.LOCAL)
        token, session = signing_in.start_session(tx, person_id, session_life(house.settings))
    return {CSRF_HEADER: session.csrf_token, "Cookie": f"{cookie_name(house.settings)}={token}"}


def test_the_apps_behind_nginx(house):
    here, ask = house
    signed_in = secretary(here)

    moved = ask.http("/møder?side=2")
    assert (moved.status_code, moved.headers["location"]) == (301, f"https://{STAFF}/m%C3%B8der?side=2")
    assert ask("GET", "/healthz").json() == {"status": "ok"}
    assert [ask("GET", path).status_code for path in ("/metrics", "/readyz")] == [404, 404]
    me = ask("GET", "/api/v1/session", headers=signed_in)
    assert me.status_code == 200 and me.headers["strict-transport-security"]
    assert "application/json" in ask("GET", "/v1/minutes", host=READERS).headers["content-type"]

    # Progress: the first event is here long before the stream has ended.
    meeting_id = add_drafted(here.database)
    address = f"/api/v1/meetings/{meeting_id}"
    with here.database.write() as tx:
        meetings.change(tx, meeting_id, job=JobState.RUNNING)
    progress = ask.stream(f"{address}/progress", headers={**signed_in, "Accept": "text/event-stream"})
    lines = progress.iter_lines()
    assert next(lines) == "event: progress"
    with here.database.write() as tx:
        meetings.change(tx, meeting_id, job=JobState.DONE)
    assert '"job":"done"' in "".join(lines)
    progress.close()

    # A body that nginx would refuse by itself (1 MB) goes through, and Referent has it while it still comes.
    begun = ask("POST", f"{address}/uploads", headers={**signed_in, "Upload-Length": str(4 * MB)})
    upload = begun.headers["location"]
    came = threading.Event()

    def body():
        yield b"x" * 2 * MB
        assert came.wait(PATIENCE_SECONDS)
        yield b"x" * MB

    headers = {
        **signed_in, "Content-Type": "application/offset+octet-stream", "Upload-Offset": "0",
        "Content-Length": str(3 * MB),
    }  # fmt: skip
    with ThreadPoolExecutor(1) as threads:
        sending = threads.submit(ask, "PATCH", upload, headers=headers, content=body())
        until = time.monotonic() + PATIENCE_SECONDS
        while int(ask("HEAD", upload, headers=signed_in).headers["upload-offset"]) < MB:
            assert time.monotonic() < until
        came.set()
        assert sending.result().headers["upload-offset"] == str(3 * MB)
