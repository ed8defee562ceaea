"""docs/api.md is true: its blocks, run in their order, take the demo meeting to approved minutes."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import av
import pytest

from workflow.demo_meeting import AGENDA, RECORDING

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```sh run\n(.*?)^```", re.M | re.S)


SECONDS = 100
"""The first of the demo's minutes: hearing all six would tell nothing more of the API."""


@pytest.fixture
def demo(tmp_path):
    """The demo meeting's folder with the beginning of its recording."""
    folder = tmp_path / "demo"
    folder.mkdir()
    shutil.copy(AGENDA, folder)
    with av.open(RECORDING) as whole, av.open(folder / RECORDING.name, "w") as cut:
        sound = cut.add_stream_from_template(whole.streams.audio[0])
        for packet in whole.demux(audio=0):
            if packet.dts is not None and packet.dts * packet.time_base < SECONDS:
                packet.stream = sound
                cut.mux(packet)
    return folder


def test_the_demo_meeting_is_done_by_curl_alone(tmp_path, demo):
    blocks = BLOCK.findall((ROOT / "docs/api.md").read_text(encoding="utf-8"))
    assert len(blocks) == 9
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DEMO": str(demo),
        "REFERENT_PORT": str(port),
        "REFERENT_DATA_DIR": str(tmp_path / "house"),
    }
    script = "set -euo pipefail\ntrap 'kill ${SERVER:-} 2> /dev/null || true' EXIT\n" + "\n".join(blocks)
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=500
    )
    log = tmp_path / "serve.log"
    assert done.returncode == 0, done.stdout + done.stderr + log.read_text(encoding="utf-8")[-3000:]
    assert "Godkendt af Gerda Godkender den" in (tmp_path / "referat.txt").read_text(encoding="utf-8")
    assert (tmp_path / "referat.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "remark.wav").read_bytes().startswith(b"RIFF")
