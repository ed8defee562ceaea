"""What a list may be asked for, in the words of Umbraco's Content Delivery API: filter, sort, fields.

filter=body:boerne-og-skoleudvalget      filter=date>:2026-01-01      filter=date<2027-01-01
filter=kle:00.01                         filter=journalNumber:00.01.00-A00-32-24
sort=updateDate:asc                      fields=properties[body,startsAt]
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from api.problems import Problem
from minutes.reading.dates import COPENHAGEN
from workflow.published.moments import stamp
from workflow.published.reading import Order, Wanted

MOST_FILTERS = 10
_FILTER = re.compile(r"(?P<field>[A-Za-z]+)(?P<sign>>:|<:|>|<|:)(?P<value>[^\x00-\x1f]{1,100})")
_SORT = re.compile(r"(?P<by>[A-Za-z]+)(?::(?P<way>asc|desc))?")
_FIELDS = re.compile(r"properties\[(?P<names>[A-Za-z$,]{0,500})\]")
_KLE = re.compile(r"\d{2}(?:\.\d{2}){0,2}")
_DAY = timedelta(days=1)
ALL = "$all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorting:
    """How a list is sorted."""

    order: Order
    descending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters as read; `bodies` are the slugs that were named, of which there can only be one to hit."""

    wanted: Wanted
    bodies: tuple[str, ...] = ()


def read_filters(given: Sequence[str]) -> Filters:
    """What the filters ask for; all of them must hold.

    Raises:
        Problem: a filter is not one of ours, or its value is not of its kind.
    """
    filters = Filters(wanted=Wanted())
    if len(given) > MOST_FILTERS:
        raise Problem("invalid", f"the filter '{MOST_FILTERS + 1}' cannot be read")
    for one in given:
        found = _FILTER.fullmatch(one)
        if found is None:
            raise unreadable(one)
        filters = _with(filters, one, found["field"], found["sign"], found["value"].strip())
    return filters


def _with(filters: Filters, one: str, field: str, sign: str, value: str) -> Filters:
    if field == "date":
        return replace(filters, wanted=_between(filters.wanted, one, sign, value))
    if sign != ":":
        raise unreadable(one)
    if field == "body":
        return replace(filters, bodies=(*filters.bodies, value))
    if field == "journalNumber":
        return _tagged(filters, f"journal:{value.casefold()}")
    if field == "kle" and _KLE.fullmatch(value):
        return _tagged(filters, f"kle:{value}")
    raise unreadable(one)


def _tagged(filters: Filters, tag: str) -> Filters:
    return replace(filters, wanted=replace(filters.wanted, tags=(*filters.wanted.tags, tag)))


def _between(wanted: Wanted, one: str, sign: str, value: str) -> Wanted:
    try:
        day = date.fromisoformat(value)
        start, after = _midnight(day), _midnight(day + _DAY)
    except (ValueError, OverflowError) as error:
        raise unreadable(one) from error
    since = {">": after, ">:": start, ":": start}.get(sign, "")
    until = {"<": start, "<:": after, ":": after}.get(sign, "")
    return replace(
        wanted,
        since=max(wanted.since, since),
        until=min(filter(None, (wanted.until, until)), default=""),
    )


def _midnight(day: date) -> str:
    return stamp(datetime.combine(day, time(), COPENHAGEN))


def unreadable(one: str) -> Problem:
    """The refusal of a filter."""
    return Problem("invalid", f"the filter '{one[:60]}' cannot be read")


def read_sorting(given: str | None, *, updates: bool) -> Sorting:
    """How to sort; where nothing is said, newest meeting first, or what changed first where `updates`.

    Raises:
        Problem: minutes cannot be sorted so.
    """
    if given is None:
        return Sorting(order=Order.UPDATED if updates else Order.DATE, descending=not updates)
    found = _SORT.fullmatch(given)
    if found is None or found["by"] not in set(Order):
        raise Problem("invalid", f"minutes cannot be sorted by '{given[:60]}'")
    return Sorting(order=Order(found["by"]), descending=found["way"] == "desc")


def read_moment(given: str) -> str:
    """A moment with its zone as the shelf writes it. A blank where the plus sign was is put right.

    Raises:
        Problem: it is none.
    """
    try:
        moment = datetime.fromisoformat(given.strip().replace(" ", "+") if "T" in given else given)
        if moment.tzinfo is not None:
            return stamp(moment)
    except (ValueError, OverflowError):
        pass
    raise Problem("invalid", f"'{given[:60]}' is not a moment with a zone")


def read_fields(given: str | None, known: frozenset[str]) -> frozenset[str] | None:
    """Which properties are asked for; None is all of them.

    Raises:
        Problem: there is no such property.
    """
    if given is None:
        return None
    found = _FIELDS.fullmatch(given)
    if found is None:
        raise Problem("invalid", f"there is no field '{given[:60]}'")
    names = frozenset(filter(None, found["names"].split(",")))
    if ALL in names:
        return None
    unknown = sorted(names - known)
    if unknown:
        raise Problem("invalid", f"there is no field '{unknown[0][:60]}'")
    return names


def only(document: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """A document with no other properties than these."""
    kept = {key: value for key, value in document["properties"].items() if key in names}
    return {**document, "properties": kept}
