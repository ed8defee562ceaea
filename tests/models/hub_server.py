"""A model hub on this machine, with the part of the hub's API that fetching a model uses."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """One repository. `ranges` are the Range headers that it was asked with; `stated` overrides hashes."""

    repository: str
    files: Mapping[str, bytes]
    stated: dict[str, str] = field(default_factory=dict)
    refused: int = 0
    ranges: list[str] = field(default_factory=list)
    address: str = ""

    def description(self) -> bytes:
        rows = []
        for name, content in self.files.items():
            row = {"rfilename": name, "size": len(content), "blobId": hashlib.sha1(content).hexdigest()}
            if name.endswith((".safetensors", ".bin")):
                row["lfs"] = {"sha256": self.sha256(name), "size": len(content), "pointerSize": 130}
            rows.append(row)
        return json.dumps({"id": self.repository, "sha": COMMIT, "siblings": rows}).encode()

    def sha256(self, name: str) -> str:
        return self.stated.get(name, hashlib.sha256(self.files[name]).hexdigest())


@contextmanager
def running(hub: Hub) -> Iterator[Hub]:
    """The hub at `address` for the time of the block."""

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self):
            self.answer(with_body=False)

        def do_GET(self):
            self.answer(with_body=True)

        def log_message(self, *_):
            pass

        def answer(self, *, with_body):
            path = self.path.partition("?")[0].lstrip("/")
            if hub.refused:
                return self.send(hub.refused, b"{}", {}, with_body)
            if path.startswith(f"api/models/{hub.repository}"):
                return self.send(200, hub.description(), {"Content-Type": "application/json"}, with_body)
            name = path.removeprefix(f"{hub.repository}/resolve/{COMMIT}/")
            if name not in hub.files:
                return self.send(404, b"{}", {"X-Error-Code": "EntryNotFound"}, with_body)
            content, status = hub.files[name], 200
            headers = {"ETag": f'"{hub.sha256(name)}"', "X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
            wanted = self.headers.get("Range", "")
            if with_body and wanted.startswith("bytes="):
                hub.ranges.append(wanted)
                start = int(wanted.removeprefix("bytes=").partition("-")[0])
                headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
                content, status = content[start:], 206
            return self.send(status, content, headers, with_body)

        def send(self, status, content, headers, with_body):
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            if with_body:
                self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
