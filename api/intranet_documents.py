"""What the intranet API gives out, for its OpenAPI document.

The answers are made when published (`workflow/published/documents.py`); a test holds them against these.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from api.intranet_answers import GoneDocument
from api.problems import MEDIA_TYPE, ProblemDocument
from minutes.vocabulary import Outcome, SectionKind

P = TypeVar("P")
T = TypeVar("T")
_ID = "6f1c2b58-93a7-4a54-8f0e-0d5b4d1f6a10"
_ITEM_ID = "1b1d1f0e-8f0a-5c55-9d52-0b6f0d1c2a33"


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Route(_Document):
    """Where people read it, relative to the intranet app."""

    path: str = Field(examples=[f"/referater/{_ID}"])


class NamedBody(_Document):
    """A body by its name in addresses."""

    id: str = Field(examples=["boerne-og-skoleudvalget"])
    name: str = Field(examples=["Børne- og Skoleudvalget"])


class NamedMinutes(_Document):
    """The minutes that an item is of."""

    id: str = Field(examples=[_ID])
    name: str = Field(examples=["REFERAT Børne- og Skoleudvalget d. 06-05-2026"])


class PublishedSection(_Document):
    """A section as printed: lines joined by one newline, paragraphs by two."""

    kind: SectionKind
    heading: str = Field(examples=["Sagsfremstilling"])
    text: str


class Attachment(_Document):
    """A bilag by name."""

    id: str
    name: str = Field(examples=["Høringssvar.pdf"])


class DraftedWith(_Document):
    """What drafted the decision before a person approved it; `person` where no model did."""

    model: str = Field(examples=["formula"])
    revision: str | None
    promptSha256: str | None
    draftedAt: datetime | None


class ItemProvenanceDocument(_Document):
    """How the decision came about."""

    draftedWith: DraftedWith | None
    approvedBy: str
    approvedAt: datetime


class BriefItem(_Document):
    """An item as lists show it. Of a closed one there is nothing but its number."""

    id: str = Field(examples=[_ITEM_ID])
    position: int = Field(description="Its place in the minutes, from 1.")
    number: int = Field(description="The number as printed, which may come twice.")
    title: str = Field(examples=["Budget 2027, første behandling"])
    closed: bool
    journalNumber: str | None = Field(examples=["00.30.00-S00-1-26"])
    outcome: Outcome | None


class FullItem(BriefItem):
    """An item in full. A closed one has what `BriefItem` has, and `publicWording` if one was approved."""

    kle: str | None = Field(default=None, examples=["00.30.00"])
    decision: str | None = None
    sections: list[PublishedSection] | None = None
    attachments: list[Attachment] | None = None
    provenance: ItemProvenanceDocument | None = None
    publicWording: str | None = Field(
        default=None, description="All that is said in public of a closed item, where anything is."
    )


class Attendee(_Document):
    """A person on the roster, as printed."""

    name: str
    role: str | None
    initials: str | None
    present: bool | None


class SummaryProperties(_Document):
    """All are given unless `fields` asks for fewer."""

    body: NamedBody | None = None
    startsAt: datetime | None = None
    place: str | None = None
    version: int | None = None
    versionId: str | None = None
    corrects: int | None = None
    publishedAt: datetime | None = None
    items: list[BriefItem] | None = None


class MinutesProperties(SummaryProperties):
    """All are given unless `fields` asks for fewer."""

    items: list[FullItem] | None = None  # type: ignore[assignment]
    participants: list[Attendee] | None = None


class ItemProperties(_Document):
    """An item with what it belongs to. Of a closed one there is `publicWording` alone."""

    body: NamedBody
    startsAt: datetime | None
    place: str | None
    version: int
    versionId: str
    corrects: int | None
    publishedAt: datetime
    minutes: NamedMinutes
    position: int
    number: int
    closed: bool
    journalNumber: str | None
    outcome: Outcome | None
    kle: str | None
    decision: str | None
    sections: list[PublishedSection]
    attachments: list[Attachment]
    provenance: ItemProvenanceDocument | None
    publicWording: str | None


class HitProperties(_Document):
    """An item that was found. `title` and `snippet` are HTML in which only `<mark>` is not escaped."""

    minutes: NamedMinutes
    body: NamedBody
    startsAt: datetime | None
    number: int
    journalNumber: str | None
    outcome: Outcome | None
    title: str = Field(examples=["<mark>Budget</mark> 2027, første behandling"])
    snippet: str = Field(examples=["…at <mark>driftsbudgettet</mark> godkendes…"])


class TombstoneProperties(_Document):
    """When and why minutes were withdrawn."""

    body: NamedBody | None = None
    withdrawnAt: datetime | None = None
    reason: str | None = None


class BodyProperties(_Document):
    """How many minutes stand."""

    minutes: int


class Content(_Document, Generic[P]):
    """What Umbraco's Content Delivery API calls an item of content."""

    id: str = Field(examples=[_ID])
    contentType: str
    name: str
    createDate: datetime
    updateDate: datetime
    route: Route
    properties: P


class MinutesContent(Content[MinutesProperties]):
    """One version of minutes in full."""

    contentType: Literal["minutes"]


class MinutesSummary(Content[SummaryProperties]):
    """Minutes as lists show them."""

    contentType: Literal["minutes"]


class Tombstone(Content[TombstoneProperties]):
    """What is left of withdrawn minutes."""

    contentType: Literal["tombstone"]


class ItemContent(Content[ItemProperties]):
    """An item that is not closed, or of which something may be said."""

    contentType: Literal["item"]


class HitContent(Content[HitProperties]):
    """An item that was found."""

    contentType: Literal["item"]


class BodyContent(Content[BodyProperties]):
    """A body with published minutes."""

    contentType: Literal["body"]


class Page(_Document, Generic[T]):
    """Part of a list; `total` counts all of it."""

    total: int
    items: list[T]


class MinutesPage(Page[MinutesSummary | Tombstone]):
    """Published minutes, and what was withdrawn where it was asked for."""


class BodiesPage(Page[BodyContent]):
    """The bodies that have published minutes."""


class BodyFacet(NamedBody):
    """How many hits are of a body."""

    count: int


class YearFacet(_Document):
    """How many hits are of a year; 0 where the day of the meeting is not known."""

    year: int
    count: int


class Facets(_Document):
    """How the hits divide."""

    bodies: list[BodyFacet]
    years: list[YearFacet]


class SearchPage(Page[HitContent]):
    """Hits. Where `totalIsExact` is false, there are more than `total`, and only the newest are hits."""

    totalIsExact: bool
    facets: Facets


MINUTES_FIELDS = frozenset(MinutesProperties.model_fields) | frozenset(TombstoneProperties.model_fields)

Answers = dict[int | str, dict[str, Any]]
_NO_BODY = {"description": "The reader has it already."}


def _problem(says: str, model: type[BaseModel] = ProblemDocument) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"description": says, "content": {MEDIA_TYPE: {"schema": reference}}}


NOT_FOUND: Answers = {404: _problem("Nothing is published under this address.")}
GONE: Answers = {410: _problem("The minutes were withdrawn.", GoneDocument)}
NOT_ACCEPTABLE: Answers = {406: _problem("None of the formats that `Accept` names.")}
_DOCUMENT_TYPES = (
    "text/html",
    "text/plain",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)


def answers(model: type[BaseModel] | None, *more: Answers, documents: bool = False) -> Answers:
    """What a route may answer; `documents` adds the formats beside JSON."""
    made: Answers = {
        200: {"description": "As asked for."},
        304: _NO_BODY,
        401: _problem("An API key is needed, and none that holds was sent."),
        403: _problem("The API key is not for that body."),
        422: _problem("Something in the address cannot be read."),
    }
    if model is not None:
        made[200]["model"] = model
    if documents:
        made[200]["content"] = {kind: {"schema": {"type": "string"}} for kind in _DOCUMENT_TYPES}
    for one in more:
        made |= one
    return made


def text_answers(media_type: str, *more: Answers) -> Answers:
    """What a route may answer that gives a text of this kind."""
    made = answers(None, *more)
    kind = "object" if media_type.endswith("json") else "string"
    made[200] = {"description": "As asked for.", "content": {media_type: {"schema": {"type": kind}}}}
    return made
