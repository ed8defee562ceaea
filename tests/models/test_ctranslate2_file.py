"""The format: version, specification, revision, then named arrays, then aliases; all little-endian."""

import struct

import numpy as np
import pytest

from minutes.errors import ModelError
from models.ctranslate2_file import read_arrays

CODES = {"float32": 0, "int8": 1, "int16": 2, "int32": 3, "float16": 4}


def text(value):
    return struct.pack("<H", len(value) + 1) + value.encode() + b"\0"


def model_file(arrays, aliases=(), version=6):
    body = struct.pack("<I", version) + text("WhisperSpec") + struct.pack("<II", 3, len(arrays))
    for name, array in arrays.items():
        body += text(name) + struct.pack("<B", array.ndim) + struct.pack(f"<{array.ndim}I", *array.shape)
        body += struct.pack("<BI", CODES[array.dtype.name], array.nbytes) + array.tobytes()
    body += struct.pack("<I", len(aliases))
    return body + b"".join(text(alias) + text(name) for alias, name in aliases)


@pytest.mark.parametrize("dtype", sorted(CODES))
def test_arrays_come_back_with_shape_and_type(tmp_path, dtype):
    path = tmp_path / "model.bin"
    array = np.arange(6).reshape(2, 3).astype(dtype)
    path.write_bytes(model_file({"a/weight": array, "scalar": np.array(8, np.int32)}, [("b", "a/weight")]))

    arrays = read_arrays(path)

    assert arrays["a/weight"].dtype == dtype
    assert (arrays["a/weight"] == array).all()
    assert arrays["b"] is arrays["a/weight"]
    assert int(arrays["scalar"]) == 8


@pytest.mark.parametrize("length", [0, 3, 20, 40])
def test_a_file_that_ends_early_is_refused(tmp_path, length):
    path = tmp_path / "model.bin"
    path.write_bytes(model_file({"a/weight": np.ones((4, 4), np.float32)})[:length])

    with pytest.raises(ModelError, match="not a CTranslate2 model"):
        read_arrays(path)


def test_another_version_is_refused(tmp_path):
    path = tmp_path / "model.bin"
    path.write_bytes(model_file({}, version=5))

    with pytest.raises(ModelError, match="version 5"):
        read_arrays(path)
