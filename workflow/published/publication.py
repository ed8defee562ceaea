"""What is put on the shelf: one version of public minutes, with when it was published and how it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from minutes.decision import PublicMinutes


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemProvenance:
    """What an open item's decision was first drafted with; `model` is "person" where no machine did.

    `item_id` is the item's id in the minutes. Who approved it and when stands in the item itself.
    """

    item_id: str
    model: str
    revision: str | None = None
    prompt_sha256: str | None = None
    drafted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One published version of a meeting's minutes.

    `meeting_id` is the house's id of the meeting, which no other meeting has; `version` counts the published
    versions from 1, and `corrects` names the version that this one replaces.
    """

    meeting_id: str
    public: PublicMinutes
    version: int
    published_at: datetime
    first_published_at: datetime
    corrects: int | None = None
    provenance: tuple[ItemProvenance, ...] = ()
