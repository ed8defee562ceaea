"""The ledger of seconds: every second is heard, silent, dropped or missing, and the sum is the recording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from minutes.transcript import Coverage, Stretch, StretchKind, Utterance


def balance(
    duration: float,
    windows: Iterable[tuple[float, float]],
    utterances: Sequence[Utterance],
    missing: Iterable[tuple[float, float]],
) -> Coverage:
    """The ledger of a recording of `duration` seconds.

    A window (start, end) with at least one kept utterance is heard; with none, dropped for the reason of its
    first dropped utterance, or silent where the engine heard no words. What lies in no window is silent, and
    the file's lost seconds are missing whatever else lies there.
    """
    marked: list[Stretch] = []
    for start, end in windows:
        inside = [u for u in utterances if u.start < end and u.end > start]
        kept = any(u.dropped is None for u in inside)
        kind = StretchKind.HEARD if kept else StretchKind.DROPPED if inside else StretchKind.SILENT
        reason = None if kept or not inside else inside[0].dropped
        marked.append(Stretch(start=start, end=min(end, duration), kind=kind, reason=reason))
    lost = [Stretch(start=a, end=min(b, duration), kind=StretchKind.MISSING) for a, b in missing]
    return Coverage(duration=duration, stretches=tuple(_laid(duration, marked, lost)))


def _laid(duration: float, marked: Sequence[Stretch], lost: Sequence[Stretch]) -> list[Stretch]:
    """Stretches side by side from 0 to `duration`; lost ones win over marked ones, silence fills the rest."""
    edges = sorted({0.0, duration} | {t for s in (*marked, *lost) for t in (s.start, s.end)})
    laid: list[Stretch] = []
    for start, end in pairwise(edges):
        cover = next((s for s in (*lost, *marked) if s.start <= start and end <= s.end), None)
        kind, reason = (cover.kind, cover.reason) if cover else (StretchKind.SILENT, None)
        if laid and laid[-1].kind is kind and laid[-1].reason is reason:
            start = laid.pop().start
        laid.append(Stretch(start=start, end=end, kind=kind, reason=reason))
    return laid
