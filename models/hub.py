"""A repository of the model hub, by its id: resumed where it broke off, checked by the hashes it states."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatch
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from minutes.errors import ModelError
from models.catalogue import ModelCard
from models.papers import sha256

if TYPE_CHECKING:
    from huggingface_hub import HfApi
    from huggingface_hub.hf_api import ModelInfo, RepoSibling

_CHUNK = 1 << 20
PUBLIC = "public"
"""The hub that huggingface_hub itself knows. Any other is a mirror's address."""
_WANTED = (
    "model.safetensors",
    "model-*-of-*.safetensors",
    "model.safetensors.index.json",
    "model.bin",
    "*config.json",
    "tokenizer*",
    "vocab*",
    "merges.txt",
    "*.jinja",
    "LICENSE*",
    "NOTICE*",
    "README.md",
)
"""Weights in the forms that we read, and what goes with them; not the same weights in other forms."""


def fetch(card: ModelCard, hub: str, folder: Path, on_progress: Callable[[float], None]) -> str:
    """Fetch a model's files into a folder, going on with what lies there. Returns the commit.

    Args:
        card: a model by hub.
        hub: `PUBLIC` or the address of a mirror.
        folder: kept until all is there, so that a later call goes on.
        on_progress: told the fraction of all bytes.

    Raises:
        ModelError: the hub cannot be reached or refuses, or a file has another hash than the hub states.
    """
    import httpx2
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    api = HfApi(endpoint=None if hub == PUBLIC else hub)
    assert card.repository  # a model by hub has one: ModelCard refuses others
    try:
        info = api.model_info(card.repository, revision=card.revision, files_metadata=True)
        _fetch_all(api, card.repository, info, folder, on_progress)
    except HfHubHTTPError as error:
        status = error.response.status_code
        raise ModelError(
            f"the hub refuses {card.repository} ({status})",
            where=card.name,
            remedy="Accept its conditions at the hub and log in with the command 'hf auth login'"
            if status in (401, 403)
            else "Try again later, or import it from a folder",
        ) from error
    except httpx2.HTTPError as error:
        raise ModelError(
            f"the hub cannot be reached, or it broke off ({type(error).__name__})",
            where=card.name,
            remedy="Run the command again: it goes on where it was",
        ) from error
    return str(info.sha)


def _fetch_all(
    api: HfApi, repository: str, info: ModelInfo, folder: Path, on_progress: Callable[[float], None]
) -> None:
    from huggingface_hub import hf_hub_url

    files = [one for one in info.siblings or [] if _is_wanted(one.rfilename)]
    total = max(1, sum(one.size or 0 for one in files))
    done = 0

    def report(count: int) -> None:
        nonlocal done
        done += count
        on_progress(min(1.0, done / total))

    for one in files:
        place = folder / one.rfilename
        if not place.is_file():
            url = hf_hub_url(repository, one.rfilename, revision=info.sha, endpoint=api.endpoint)
            _download(url, place, one.size or 0, report)
        _check(place, one)


def _download(url: str, place: Path, size: int, report: Callable[[int], None]) -> None:
    """Fetch one file, going on behind what a call that broke off has left.

    huggingface_hub's own download begins a file anew each time, and a large one may take a night.
    """
    from huggingface_hub import get_session, get_token, hf_raise_for_status

    part = place.with_name(place.name + ".part")
    here = part.stat().st_size if part.is_file() else 0
    if here < size or not here:
        token = get_token()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if here:
            headers["Range"] = f"bytes={here}-"
        with get_session().stream("GET", url, headers=headers, follow_redirects=True) as response:
            hf_raise_for_status(response)
            goes_on = response.status_code == HTTPStatus.PARTIAL_CONTENT
            report(here if goes_on else 0)
            with part.open("ab" if goes_on else "wb") as file:
                for chunk in response.iter_bytes(_CHUNK):
                    file.write(chunk)
                    report(len(chunk))
    part.replace(place)


def _is_wanted(name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in _WANTED)


def _check(file: Path, stated: RepoSibling) -> None:
    """Large files carry a SHA-256 at the hub; small ones only their size."""
    good = sha256(file) == stated.lfs.sha256 if stated.lfs else file.stat().st_size == stated.size
    if not good:
        file.unlink()
        raise ModelError(
            f"the file {stated.rfilename} has another hash than the hub states",
            where=file.parent.name,
            remedy="Run the command again: the file is fetched anew",
        )
