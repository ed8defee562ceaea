"""Another program's server, which webhooks are sent to: a real one, on the loopback."""

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Receiver:
    """What came in, and what is answered: the next of `answers`, the last one again and again."""

    url: str = ""
    answers: list[int] = field(default_factory=lambda: [204])
    came: list[tuple[dict[str, str], str]] = field(default_factory=list)
    drips: bool = False

    def bodies(self) -> list[str]:
        """The bodies that came in."""
        return [body for _, body in self.came]


@contextlib.contextmanager
def receiving(path: str = "/hook") -> Iterator[Receiver]:
    """A receiver at work."""
    receiver = Receiver()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            receiver.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if receiver.drips:
                with contextlib.suppress(OSError):
                    self._drip()
                return
            status = receiver.answers.pop(0) if len(receiver.answers) > 1 else receiver.answers[0]
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _drip(self):
            """An answer that never ends, a byte at a time."""
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            for _ in range(100):
                self.wfile.write(b"a")
                time.sleep(0.05)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    receiver.url = f"http://localhost:{server.server_port}{path}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
