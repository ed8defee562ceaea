"""The family of errors that a person can act on.

    ReferentError            what went wrong, where, and what to do about it
    ├── InputError      (3)  a file or value that we were given cannot be used
    ├── OutputError     (4)  the result cannot be written where it was asked for
    ├── ModelError      (5)  weights are absent, damaged or not allowed
    ├── EngineError     (6)  a speech or language engine failed
    ├── SettingsError   (7)  the configuration contradicts itself
    ├── StateError      (8)  the meeting is not in a phase in which this can be done
    └── AccessError     (9)  the person may not do this

Some have a special case that a caller can tell apart: `NotFoundError` and `TooLargeError` of the input,
`FormatError` of the output, `ChangedError`, `BusyError` and `UnavailableError` of the state, `SignInError` of
access. They share the exit code.

The number is the exit code of the command line. 2 is left to click for wrong usage.
"""

from __future__ import annotations

from functools import partial


class ReferentError(Exception):
    """An error for a person: one sentence of what, where and what to do.

    Args:
        what: what went wrong, as a short clause without a full stop.
        where: the file, field or place that it concerns.
        remedy: what the person can do about it, as a short clause.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}. {remedy}.")
        self.what = what
        self.where = where
        self.remedy = remedy

    def __reduce__(self) -> tuple[partial[ReferentError], tuple[str]]:
        """Rebuilt from its parts, so that it survives the way between processes."""
        return partial(type(self), where=self.where, remedy=self.remedy), (self.what,)


class InputError(ReferentError):
    """A file or value that we were given cannot be used."""

    exit_code = 3


class NotFoundError(InputError):
    """What was asked for does not exist, or not any more."""


class TooLargeError(InputError):
    """What was given is larger than this house takes."""


class OutputError(ReferentError):
    """The result cannot be written where it was asked for."""

    exit_code = 4


class FormatError(OutputError):
    """The result cannot be made in the format that was asked for; it can in another."""


class ModelError(ReferentError):
    """Weights are absent, damaged or not allowed."""

    exit_code = 5


class EngineError(ReferentError):
    """A speech or language engine failed."""

    exit_code = 6


class SettingsError(ReferentError):
    """The configuration contradicts itself."""

    exit_code = 7


class StateError(ReferentError):
    """The meeting is not in a phase in which this can be done."""

    exit_code = 8


class ChangedError(StateError):
    """Somebody else changed it since the person read it."""


class BusyError(StateError):
    """Another request is at it right now; the same one may succeed in a moment."""


class UnavailableError(StateError):
    """The database does not answer now; the same request may succeed in a moment."""


class AccessError(ReferentError):
    """The person may not do this."""

    exit_code = 9


class SignInError(AccessError):
    """Nobody is signed in, or what they signed in with does not hold."""
