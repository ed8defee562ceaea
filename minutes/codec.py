"""Domain types to JSON and back. Unknown keys and wrong types are refused with the path to them."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from minutes.errors import InputError

T = TypeVar("T")
_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    """The adapter of a type, built once: building one costs far more than using it."""
    if kind not in _adapters:
        strict = with_config(ConfigDict(extra="forbid"))(kind) if isinstance(kind, type) else kind
        _adapters[kind] = TypeAdapter(strict)  # a tuple of domain types cannot carry a setting of its own
    return _adapters[kind]


def to_json(value: T, kind: type[T]) -> str:
    """A domain value as indented JSON text."""
    return _adapter(kind).dump_json(value, indent=1).decode() + "\n"


def to_plain(value: T, kind: type[T]) -> Any:
    """A domain value as JSON-compatible Python values."""
    return _adapter(kind).dump_python(value, mode="json")


def from_plain(value: Any, kind: type[T]) -> T:
    """A domain value from what `to_plain` gave."""
    return _adapter(kind).validate_python(value)


def json_schema(kind: type[T]) -> dict[str, Any]:
    """The JSON Schema of what `to_json` writes."""
    return _adapter(kind).json_schema(mode="serialization")


def from_json(text: str | bytes, kind: type[T], *, where: str) -> T:
    """A domain value from JSON text.

    Raises:
        InputError: not JSON, or not of this type; says which key.
    """
    try:
        return _adapter(kind).validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(part) for part in first["loc"]) or "the document"
        raise InputError(
            f"this is not a Referent {kind.__name__} ({path}: {first['msg'].lower()})",
            where=where,
            remedy="Give a file that Referent wrote, or one of the other formats that it reads",
        ) from error
