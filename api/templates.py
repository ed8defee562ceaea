"""Pages are made of templates: all but `Markup` is escaped, and a name that is not given is a fault."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined


def environment(folder: str, **shared: object) -> Environment:
    """The templates of a folder (a package), with what all of them may use."""
    made = Environment(
        loader=FunctionLoader(lambda name: files(folder).joinpath(name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= shared
    return made
