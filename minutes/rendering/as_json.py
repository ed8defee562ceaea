"""Minutes as JSON: the view itself, with a version. The schema is `MinutesView`'s."""

from __future__ import annotations

import json

from minutes.codec import to_plain
from minutes.rendering.view import MinutesView
from minutes.vocabulary import DRAFT_MARK

SCHEMA = "referent-minutes-1"


def as_json(view: MinutesView) -> bytes:
    """The document as UTF-8 JSON; `status` is UDKAST until it is approved."""
    plain = {"schema": SCHEMA, "status": DRAFT_MARK if view.draft else view.approved, "title": view.title}
    plain.update(to_plain(view, MinutesView))
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()
