"""Published minutes as HTML: a fragment for other people's pages, and pages of our own. No script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from api.templates import environment
from minutes import vocabulary
from minutes.agenda import Meeting, Participant
from minutes.rendering import wording
from minutes.rendering.blocks import blocks
from minutes.vocabulary import APPROVED_BY

Document = Mapping[str, Any]
_FOLDER = "api.web.intranet"
_DRAFTED = "Udkast lavet med {model}."
_PERSON = "person"


def fragment(document: str) -> str:
    """Minutes, as the API's JSON, as a piece of HTML."""
    minutes = json.loads(document)
    return page("fragment.html", minutes=minutes, facts=_facts(minutes))


def minutes_page(document: str, address: str) -> str:
    """Minutes, as the API's JSON, as a page of their own."""
    minutes = json.loads(document)
    return page(
        "referat.html",
        root="../",
        minutes=minutes,
        fragment=Markup(fragment(document)),
        metas=_metas(minutes),
        linked=_linked(minutes, address),
        address=address,
    )


def page(template: str, **values: object) -> str:
    """One of our templates, filled in; everything but `Markup` is escaped."""
    return _templates().get_template(template).render(**values)


def style() -> bytes:
    """The style sheet of all pages."""
    return files(_FOLDER).joinpath("style.css").read_bytes()


@cache
def _templates() -> Environment:
    return environment(
        _FOLDER,
        words=vocabulary,
        blocks=blocks,
        approved=_approved,
        when=lambda at: wording.moment(datetime.fromisoformat(at)),
        day=lambda at: wording.day(datetime.fromisoformat(at)),
    )


def _facts(minutes: Document) -> tuple[tuple[str, str], ...]:
    properties = minutes["properties"]
    starts_at = properties["startsAt"]
    return wording.facts(
        Meeting(
            id=minutes["id"],
            body=properties["body"]["name"],
            starts_at=datetime.fromisoformat(starts_at) if starts_at else None,
            place=properties["place"],
            participants=tuple(Participant(**person) for person in properties["participants"]),
        )
    )


def _approved(provenance: Document) -> str:
    at = wording.moment(datetime.fromisoformat(provenance["approvedAt"]))
    said = APPROVED_BY.format(person=provenance["approvedBy"], when=at)
    drafted = provenance["draftedWith"]
    if drafted is None or drafted["model"] == _PERSON:
        return said
    return f"{said} {_DRAFTED.format(model=drafted['model'])}"


def _provenances(minutes: Document) -> list[Document]:
    return [item["provenance"] for item in minutes["properties"]["items"] if item.get("provenance")]


def _metas(minutes: Document) -> list[tuple[str, str]]:
    """How the minutes came about, for machines: each distinct answer once."""
    made = _provenances(minutes)
    models = dict.fromkeys(one["draftedWith"]["model"] for one in made if one["draftedWith"])
    people = dict.fromkeys(one["approvedBy"] for one in made)
    return [
        ("referent-version", str(minutes["properties"]["version"])),
        ("referent-published-at", minutes["properties"]["publishedAt"]),
        *(("referent-drafted-with", model) for model in models),
        *(("referent-approved-by", person) for person in people),
        *(("referent-approved-at", max(one["approvedAt"] for one in made)) for _ in made[:1]),
    ]


def _part(item: Document) -> Document:
    """One item: who approved its decision and when, and what drafted it."""
    made = item["provenance"]
    drafted = made["draftedWith"]
    part = {
        "@type": "CreativeWork",
        "@id": f"urn:uuid:{item['id']}",
        "position": item["position"],
        "name": item["title"],
        "editor": {"@type": "Person", "name": made["approvedBy"]},
        "dateModified": made["approvedAt"],
    }
    if drafted is None or drafted["model"] == _PERSON:
        return part
    program = {
        "@type": "SoftwareApplication",
        "name": drafted["model"],
        "softwareVersion": drafted["revision"],
        "identifier": f"sha256:{drafted['promptSha256']}" if drafted["promptSha256"] else None,
    }
    told = {name: value for name, value in program.items() if value is not None}
    return part | {"dateCreated": drafted["draftedAt"], "contributor": told}


def _linked(minutes: Document, address: str) -> Markup:
    """The same as JSON-LD in the words of schema.org."""
    properties = minutes["properties"]
    made = _provenances(minutes)
    linked = {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": f"urn:uuid:{minutes['id']}",
        "url": address + minutes["route"]["path"],
        "name": minutes["name"],
        "inLanguage": "da",
        "version": properties["version"],
        "datePublished": properties["publishedAt"],
        "dateModified": minutes["updateDate"],
        "publisher": {"@type": "GovernmentOrganization", "name": properties["body"]["name"]},
        "editor": [
            {"@type": "Person", "name": name} for name in dict.fromkeys(one["approvedBy"] for one in made)
        ],
        "contributor": [
            {"@type": "SoftwareApplication", "name": model}
            for model in dict.fromkeys(one["draftedWith"]["model"] for one in made if one["draftedWith"])
            if model != _PERSON
        ],
        "hasPart": [_part(item) for item in properties["items"] if item.get("provenance")],
    }
    text = json.dumps(linked, ensure_ascii=False)
    # The only way out of the element is a "<": JSON can spell it otherwise.
    return Markup(text.replace("<", "\\u003c"))
