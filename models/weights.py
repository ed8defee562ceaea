"""Where weights lie on this machine, and what is known of those that are here."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from minutes.errors import ModelError
from models.catalogue import ModelCard, Role, Source, all_cards, find
from models.layout import CHECKPOINT
from models.merged import made_of
from models.papers import provenance

NAME = re.compile(r"[a-z0-9][a-z0-9._-]*", re.IGNORECASE)
"""What a model may be called, and its folder after it."""


def default_models_dir() -> Path:
    """`share/referent/models` of the environment that Referent runs in."""
    return Path(sys.prefix) / "share" / "referent" / "models"


def installed(name: str, models_dir: Path) -> Path | None:
    """The folder of a model that is here, or None. One that an older version made otherwise is not here."""
    folder = models_dir / name
    if not NAME.fullmatch(name) or not folder.is_dir():
        return None
    card = known(name)
    if card and card.source is Source.MERGED and not made_of(card).items() <= provenance(folder).items():
        return None
    if card and card.role is Role.SPEECH and not (folder / CHECKPOINT).is_file():
        return None
    return folder


def require(name: str, models_dir: Path) -> Path:
    """The folder of a model that is here, or the local file or folder that `name` is the path of.

    Raises:
        ModelError: neither is here; says how to get it.
    """
    if Path(name).exists():
        return Path(name)
    folder = installed(name, models_dir)
    if folder is None:
        raise ModelError("the model is not installed", where=name, remedy=how_to_get(find(name)))
    return folder


def how_to_get(card: ModelCard) -> str:
    """What a person does to bring a model in."""
    terms = " --accept-terms" if card.terms else ""
    if card.source is not Source.HUB:
        return f"Run 'referent models pull {card.name}{terms}'"
    return (
        f"Fetch {card.repository} from the hub on a machine that may reach it and run "
        f"'referent models import {card.name} FOLDER{terms}', or set model_hub and run "
        f"'referent models pull {card.name}{terms}'"
    )


def has_time_marks(name: str, folder: Path) -> bool:
    """Whether the model writes time marks: from its card, or as it was said at its import."""
    card = known(name)
    return card.time_marks if card else provenance(folder).get("time_marks") != "no"


def own_names(models_dir: Path) -> tuple[str, ...]:
    """The models that are here under names that the catalogue does not have."""
    if not models_dir.is_dir():
        return ()
    names = sorted(path.name for path in models_dir.iterdir() if path.is_dir())
    return tuple(name for name in names if NAME.fullmatch(name) and not known(name))


def known(name: str) -> ModelCard | None:
    """The card of a name, if the catalogue has it."""
    return next((card for card in all_cards() if card.name == name), None)
