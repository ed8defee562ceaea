"""`referent serve` as a service manager sees it: it does its chores, and ends in order when it is told to."""

import os
import signal
import socket
import subprocess
import sys
import threading

PATIENCE_SECONDS = 120.0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_it_does_its_chores_and_a_sigterm_ends_it_and_the_intranet_with_it(tmp_path):
    intranet_port = free_port()
    environment = {
        **os.environ,
        "REFERENT_DATA_DIR": str(tmp_path / "house"),
        "REFERENT_PORT": str(free_port()),
        "REFERENT_INTRANET_PORT": str(intranet_port),
    }
    command = [sys.executable, "-m", "api.cli", "serve", "--no-worker"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    too_long = threading.Timer(PATIENCE_SECONDS, process.kill)
    too_long.start()
    try:
        wanted = {'"event": "retention.done"', f"Published minutes at http://127.0.0.1:{intranet_port}/"}
        for line in process.stderr:
            wanted = {one for one in wanted if one not in line}
            if not wanted:
                break
        assert wanted == set()
        process.send_signal(signal.SIGTERM)
        rest = process.stderr.read()  # ends when the last process that writes there has ended
        assert process.wait() == 0
        assert "started again" not in rest
    finally:
        too_long.cancel()
        process.kill()
        process.wait()
        process.stderr.close()
    assert (tmp_path / "house/published.db").is_file()
