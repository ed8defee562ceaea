"""CTranslate2's `model.bin` (binary version 6): named arrays after a short header, read and written."""

from __future__ import annotations

import math
import mmap
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from minutes.errors import ModelError

Arrays = dict[str, NDArray[np.generic]]

_VERSION = 6
_SPECIFICATION, _REVISION = "WhisperSpec", 3
_DTYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
_CODES = {np.dtype(kind): code for code, kind in _DTYPES.items()}


class _Reader:
    """A cursor over the file's bytes; all integers are little-endian."""

    def __init__(self, content: mmap.mmap) -> None:
        self.content = content
        self.position = 0

    def numbers(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.content, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def text(self) -> str:
        (length,) = self.numbers("H")
        start = self._pass(length)
        return self.content[start : start + length].rstrip(b"\0").decode()

    def array(self, kind: np.dtype[np.generic], shape: tuple[int, ...], length: int) -> NDArray[np.generic]:
        """A view into the file: nothing is read before it is used."""
        start = self._pass(length)
        return np.frombuffer(self.content, kind, math.prod(shape), start).reshape(shape)

    def _pass(self, length: int) -> int:
        start = self.position
        self.position += length
        if self.position > len(self.content):
            raise struct.error("the file ends early")
        return start


def read_arrays(path: Path) -> Arrays:
    """Every array of the file by its CTranslate2 name; aliases name the same array.

    Raises:
        ModelError: not such a file, cut off, or of another version.
    """
    try:
        with path.open("rb") as file:
            return _arrays(_Reader(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
    except (struct.error, KeyError, ValueError) as error:
        raise ModelError(
            f"this is not a CTranslate2 model of version {_VERSION} ({error})",
            where=str(path),
            remedy="Fetch the model again",
        ) from error


def _arrays(reader: _Reader) -> Arrays:
    (version,) = reader.numbers("I")
    if version != _VERSION:
        raise ValueError(f"version {version}")
    reader.text()  # the specification's name
    _revision, count = reader.numbers("II")
    arrays: Arrays = {}
    for _ in range(count):
        name = reader.text()
        (rank,) = reader.numbers("B")
        shape = reader.numbers("I" * rank)
        (dtype,) = reader.numbers("B")
        (length,) = reader.numbers("I")
        arrays[name] = reader.array(np.dtype(_DTYPES[dtype]), shape, length)
    (aliases,) = reader.numbers("I")
    for _ in range(aliases):
        alias, name = reader.text(), reader.text()
        arrays[alias] = arrays[name]
    return arrays


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write a Whisper's arrays as `read_arrays` reads them; an array under two names is written once."""
    names: dict[int, str] = {}
    aliases: list[tuple[str, str]] = []
    for name, array in arrays.items():
        if names.setdefault(id(array), name) != name:
            aliases.append((name, names[id(array)]))
    with path.open("wb") as file:
        file.write(struct.pack("<I", _VERSION) + _text(_SPECIFICATION))
        file.write(struct.pack("<II", _REVISION, len(names)))
        for name in names.values():
            file.write(_array(name, arrays[name]))
        file.write(struct.pack("<I", len(aliases)))
        for alias, name in aliases:
            file.write(_text(alias) + _text(name))


def _array(name: str, array: NDArray[np.generic]) -> bytes:
    shape = struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape)
    size = struct.pack("<BI", _CODES[array.dtype], array.nbytes)
    return _text(name) + shape + size + array.tobytes()


def _text(value: str) -> bytes:
    encoded = value.encode() + b"\0"
    return struct.pack("<H", len(encoded)) + encoded
