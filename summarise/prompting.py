"""Prompts as data: strict TOML in `prompts/`, rendered with declared variables, known by their hash."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minutes.errors import SettingsError

PROMPTS = Path(__file__).resolve().parents[1] / "prompts"
"""The folder beside the packages: the same in a checkout, an editable install and a wheel."""
_KEYS = {
    "name": str,
    "version": int,
    "description": str,
    "system": str,
    "user": str,
    "variables": list,
    "limits": dict,
}
_PLACE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a prompt may cost, in the model's tokens."""

    max_new_tokens: int
    transcript_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One task for a language model. `sha256` is that of the file's bytes."""

    name: str
    version: int
    system: str
    user: str
    variables: tuple[str, ...]
    limits: Limits
    sha256: str

    def render(self, values: Mapping[str, str]) -> str:
        """The user message with every `{{variable}}` filled in. Values are taken as they are.

        Raises:
            SettingsError: a declared variable is missing, or an undeclared one is given.
        """
        wrong = sorted(set(self.variables) ^ set(values))
        if wrong:
            raise _refused(self.name, f"the variables do not fit: {', '.join(wrong)}")
        return _PLACE.sub(lambda match: values[match[1]], self.user)


def load_prompt(name: str, folder: Path = PROMPTS) -> Prompt:
    """The prompt `NAME.toml`.

    Raises:
        SettingsError: the file is absent or no TOML, a key is missing, unknown or of the wrong type, or the
            text uses other variables than it declares.
    """
    path = folder / f"{name}.toml"
    try:
        content = path.read_bytes()
        table = tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        raise _refused(str(path), f"the prompt cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _refused(str(path), f"the prompt is no TOML ({error})") from error
    _check(table, str(path))
    return Prompt(
        name=table["name"],
        version=table["version"],
        system=table["system"].strip(),
        user=table["user"].strip(),
        variables=tuple(table["variables"]),
        limits=Limits(**table["limits"]),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _check(table: Mapping[str, Any], where: str) -> None:
    for key in sorted(set(table) ^ set(_KEYS)):
        raise _refused(where, f"the key '{key}' is {'unknown' if key in table else 'missing'}")
    for key, kind in _KEYS.items():
        if type(table[key]) is not kind:
            raise _refused(where, f"the key '{key}' is not of the type {kind.__name__}")
    limits = table["limits"]
    for key in sorted(set(limits) ^ set(Limits.__dataclass_fields__)):
        raise _refused(where, f"the limit '{key}' is {'unknown' if key in limits else 'missing'}")
    if any(type(value) is not int or value < 1 for value in limits.values()):
        raise _refused(where, "a limit is not a positive whole number")
    used = set(_PLACE.findall(table["user"]))
    for name in sorted(used ^ set(table["variables"])):
        raise _refused(where, f"the variable '{name}' is {'undeclared' if name in used else 'unused'}")


def _refused(where: str, what: str) -> SettingsError:
    return SettingsError(what, where=where, remedy="Correct the prompt; prompts/README.md has the form")
