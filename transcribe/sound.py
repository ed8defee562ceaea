"""A key for how a Danish name sounds: two spellings of the same name share it.

From general knowledge of Danish spelling: silent letters go, and letters that a recogniser takes for each
other become one (b and p, d and t, g and k; e, æ, i and y; o, å and ø).
"""

from __future__ import annotations

import re

_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[^\w]", ""),
        (r"aa", "å"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ch|ck|q|c(?=[aoukl])", "k"),
        (r"[cz]", "s"),
        (r"w", "v"),
        (r"x", "ks"),
        (r"hj", "j"),
        (r"hv", "v"),
        (r"(?<=[nlr])d(?=$|s|e)", ""),
    )
)
_ALIKE = str.maketrans("bdgæäyiéèøöåüj", "ptkeeeeeeoooue")
_DOUBLE = re.compile(r"(.)\1+")
_LAST_E = re.compile(r"(?<=..)e$")


def spoken(name: str) -> str:
    """A finer key, for spellings spoken just alike: Kristian and Christian, but not Karin and Karen."""
    key = name.casefold()
    for pattern, replacement in _RULES:
        key = pattern.sub(replacement, key)
    return _DOUBLE.sub(r"\1", key)


def sound(name: str) -> str:
    """The key of one word."""
    key = spoken(name).translate(_ALIKE)
    return _LAST_E.sub("", _DOUBLE.sub(r"\1", key))
