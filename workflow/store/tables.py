"""Every table, for SQLite and PostgreSQL alike. Times are aware UTC; payloads are JSON of domain types.

`decisions`, `minutes` and `audit` are never changed or deleted: triggers refuse it (`database.py`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcTime(sa.TypeDecorator[datetime]):
    """An aware moment; SQLite, which has no zones, keeps it as UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Gives the zone back."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _required(name: str, kind: Any, *more: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, *more, nullable=False, **options)


def _meeting_key(**options: Any) -> sa.Column[Any]:
    return sa.Column("meeting_id", sa.String(36), sa.ForeignKey("meetings.id"), nullable=False, **options)


# --- people -----------------------------------------------------------------------------------------------
people = sa.Table(
    "people",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    _required("name", sa.Text),
    _required("email", sa.Text, unique=True),
    sa.Column("password_hash", sa.Text),
    sa.Column("oidc_subject", sa.Text, unique=True),
    _required("active", sa.Boolean),
    _required("created_at", UtcTime),
)

grants = sa.Table(
    "grants",
    metadata,
    sa.Column("person_id", sa.String(36), sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("body", sa.Text, primary_key=True),  # "*": every body
    sa.Column("role", sa.String(20), primary_key=True),
    _required("closed", sa.Boolean),  # may see closed items
    _required("source", sa.String(10)),  # local | oidc
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    _required("person_id", sa.String(36), sa.ForeignKey("people.id")),
    _required("csrf_token", sa.String(64)),
    _required("created_at", UtcTime),
    _required("last_seen_at", UtcTime),
    _required("expires_at", UtcTime),
    sa.Column("revoked_at", UtcTime),
)

login_links = sa.Table(
    "login_links",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    _required("person_id", sa.String(36), sa.ForeignKey("people.id")),
    _required("expires_at", UtcTime),
    sa.Column("used_at", UtcTime),
)

api_keys = sa.Table(
    "api_keys",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    _required("name", sa.Text),
    _required("secret_hash", sa.String(64), unique=True),
    _required("person_id", sa.String(36), sa.ForeignKey("people.id")),
    _required("scopes", sa.JSON),
    _required("created_at", UtcTime),
    _required("expires_at", UtcTime),
    sa.Column("last_used_at", UtcTime),
    sa.Column("revoked_at", UtcTime),
)

oidc_logins = sa.Table(
    "oidc_logins",  # sign-ins that were sent to the identity provider and are not back yet
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    _required("state", sa.Text),
    _required("nonce", sa.Text),
    _required("code_verifier", sa.Text),
    _required("expires_at", UtcTime),
)

idempotency = sa.Table(
    "idempotency",
    metadata,
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("person_id", sa.String(36), primary_key=True),
    _required("request_sha256", sa.String(64)),
    sa.Column("status", sa.Integer),
    sa.Column("response", sa.Text),
    _required("created_at", UtcTime),
)

# --- meetings and their files -----------------------------------------------------------------------------
meetings = sa.Table(
    "meetings",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    _required("body", sa.Text, index=True),
    sa.Column("starts_at", UtcTime),
    _required("agenda", sa.Text),  # Agenda
    _required("agenda_file_id", sa.String(36)),
    _required("legal_basis", sa.Text),
    _required("participants_informed_by", sa.Text),  # who said that they were informed
    _required("participants_informed_at", UtcTime),
    _required("phase", sa.String(20), index=True),
    _required("job", sa.String(12), index=True),  # JobState
    _required("revision", sa.Integer),  # counts starts and retries; the job id is <meeting>:<revision>
    _required("priority", sa.Integer),  # 1 first
    sa.Column("stage", sa.String(20)),
    _required("fraction", sa.Float),
    sa.Column("stage_started_at", UtcTime),
    sa.Column("failure", sa.Text),
    _required("warnings", sa.JSON),
    _required("row_version", sa.Integer),
    _required("legal_hold", sa.Boolean),
    _required("created_by", sa.Text),
    _required("created_at", UtcTime),
    _required("updated_at", UtcTime),
    sa.Column("deleted_at", UtcTime),
)

files = sa.Table(
    "files",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    _meeting_key(index=True),
    _required("kind", sa.String(12)),  # agenda | recording | transcript
    _required("name", sa.Text),
    _required("size_bytes", sa.BigInteger),
    _required("sha256", sa.String(64), index=True),
    _required("position", sa.Integer),  # recordings are joined in this order
    sa.Column("seconds", sa.Float),
    _required("created_at", UtcTime),
    sa.Column("destroyed_at", UtcTime),
)

# --- what the machine made ----------------------------------------------------------------------------------
plans = sa.Table(
    "plans",
    metadata,
    sa.Column("file_id", sa.String(36), sa.ForeignKey("files.id"), primary_key=True),
    _required("payload", sa.Text),  # Plan: where the recording's windows lie
    _required("created_at", UtcTime),
)

batches = sa.Table(
    "batches",
    metadata,
    sa.Column("file_id", sa.String(36), sa.ForeignKey("files.id"), primary_key=True),
    sa.Column("recipe", sa.String(64), primary_key=True),  # hash of audio, engine, options, hints
    sa.Column("number", sa.Integer, primary_key=True),
    _required("payload", sa.Text),  # tuple[WindowResult, ...]
    _required("created_at", UtcTime),
)

job_starts = sa.Table(
    "job_starts",
    metadata,
    _meeting_key(primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    _required("starts", sa.Integer),  # since a step was last finished: a job that kills its worker shows here
)

workers = sa.Table(
    "workers",  # who was seen doing the jobs; one that ends in order takes its row away
    metadata,
    sa.Column("executor_id", sa.Text, primary_key=True),
    _required("version", sa.Text),
    _required("seen_at", UtcTime),
)

transcripts = sa.Table(
    "transcripts",
    metadata,
    _meeting_key(primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    _required("payload", sa.Text),  # Transcript
    _required("author", sa.Text),
    _required("change", sa.String(20)),  # heard | imported | name | speaker
    _required("created_at", UtcTime),
)

segmentations = sa.Table(
    "segmentations",
    metadata,
    _meeting_key(primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    _required("payload", sa.Text),  # Segmentation
    _required("fixed", sa.JSON),  # utterance id -> item id or null: the secretary's word
    _required("author", sa.Text),
    _required("created_at", UtcTime),
)

# --- what a person does with it -----------------------------------------------------------------------------
items = sa.Table(
    "items",
    metadata,
    _meeting_key(primary_key=True),
    sa.Column("item_id", sa.Text, primary_key=True),
    _required("position", sa.Integer),
    _required("state", sa.String(10)),  # ItemState: open | approved
    sa.Column("text_version", sa.Integer),  # the current text; null before the first
    sa.Column("decision_version", sa.Integer),  # the standing decision; null when none or reopened
    _required("row_version", sa.Integer),
    sa.Column("attendance", sa.JSON),  # participant -> {presence, utterance_ids}: took no part in it
    sa.Column("vote", sa.JSON),
    sa.Column("redraft", sa.JSON),  # Wish: the machine is to draft the item again; null when it is not
    sa.Column("talk_changed_at", UtcTime),  # since then other talk lies under an approved text
)

texts = sa.Table(
    "texts",
    metadata,
    _meeting_key(primary_key=True),
    sa.Column("item_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    _required("payload", sa.Text),  # Draft, grounded
    _required("author_kind", sa.String(10)),  # person | formula | model
    _required("author", sa.Text),  # the person's or the model's name
    sa.Column("prompt_sha256", sa.String(64)),
    sa.Column("instruction", sa.Text),
    sa.Column("based_on", sa.Integer),
    _required("created_at", UtcTime),
)

acknowledgements = sa.Table(
    "acknowledgements",
    metadata,
    _meeting_key(primary_key=True),
    sa.Column("item_id", sa.Text, primary_key=True),
    sa.Column("text_version", sa.Integer, primary_key=True),
    sa.Column("concern", sa.String(16), primary_key=True),  # short hash of kind, detail and sentence
    _required("person", sa.Text),
    _required("reason", sa.Text),
    _required("created_at", UtcTime),
)

reopenings = sa.Table(
    "reopenings",
    metadata,
    _meeting_key(primary_key=True),
    sa.Column("item_id", sa.Text, primary_key=True),
    sa.Column("decision_version", sa.Integer, primary_key=True),  # the decision that no longer stands
    _required("person", sa.Text),
    _required("reason", sa.Text),
    _required("created_at", UtcTime),
)

holds = sa.Table(
    "holds",
    metadata,
    _meeting_key(primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),  # 1 first
    _required("held", sa.Boolean),  # what the meeting was set to
    _required("person", sa.Text),
    _required("reason", sa.Text),
    _required("created_at", UtcTime),
)

removals = sa.Table(
    "removals",  # what retention is to destroy at its next run; the row goes with it
    metadata,
    _meeting_key(primary_key=True),
    sa.Column("kind", sa.String(10), primary_key=True),  # audio | talk
    _required("marked_at", UtcTime),
)

# --- what the public was given ------------------------------------------------------------------------------
publications = sa.Table(
    "publications",
    metadata,
    _meeting_key(primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),  # counts what was published
    _required("minutes_version", sa.Integer),  # the approved minutes that it was made from
    _required("payload", sa.Text),  # PublicMinutes
    _required("provenance", sa.Text),  # tuple[ItemProvenance, ...]
    _required("sha256", sa.String(64)),  # of the payload
    _required("published_by", sa.String(36)),
    _required("published_at", UtcTime),
    sa.Column("withdrawn_by", sa.String(36)),
    sa.Column("withdrawn_at", UtcTime),
    sa.Column("withdrawal_reason", sa.Text),
    sa.Column("shelved_at", UtcTime),  # null while the shelf does not show what this row says
)

publication_answers = sa.Table(
    "publication_answers",
    metadata,
    _meeting_key(primary_key=True),
    sa.Column("finding", sa.String(16), primary_key=True),  # short hash of what was found where
    _required("person", sa.Text),
    _required("reason", sa.Text),
    _required("created_at", UtcTime),
)

public_wordings = sa.Table(
    "public_wordings",  # what may be said in public of a closed item, beside its number
    metadata,
    _meeting_key(primary_key=True),
    sa.Column("item_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    _required("text", sa.Text),  # empty: nothing is said
    _required("written_by", sa.Text),
    _required("written_at", UtcTime),
    sa.Column("approved_by", sa.Text),  # null until somebody approved this version
    sa.Column("approved_at", UtcTime),
)

webhooks = sa.Table(
    "webhooks",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    _required("name", sa.Text),
    _required("url", sa.Text),
    _required("secret", sa.Text),  # as it is: it signs
    _required("created_by", sa.String(36)),
    _required("created_at", UtcTime),
)

deliveries = sa.Table(
    "deliveries",  # the outbox of the webhooks: written with what it tells of
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),  # the webhook-id of the message
    _required("webhook_id", sa.String(36), sa.ForeignKey("webhooks.id"), index=True),
    _meeting_key(),
    _required("kind", sa.String(30)),  # minutes.published | minutes.corrected | minutes.withdrawn
    _required("body", sa.Text),  # the bytes that are signed and sent
    _required("state", sa.String(10), index=True),  # waiting | delivered | dead
    _required("attempts", sa.Integer),
    _required("created_at", UtcTime),
    _required("next_at", UtcTime),  # not sent before
    sa.Column("answered_at", UtcTime),  # when the last attempt ended
    sa.Column("status", sa.Integer),  # what the receiver answered last, if it did
    sa.Column("failure", sa.String(20)),  # why the last attempt failed, if it did
)

# --- the record: never changed ------------------------------------------------------------------------------
decisions = sa.Table(
    "decisions",
    metadata,
    _meeting_key(primary_key=True),
    sa.Column("item_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    _required("text_version", sa.Integer),
    _required("payload", sa.Text),  # Decision
    _required("sha256", sa.String(64)),
    _required("person_id", sa.String(36)),
    _required("created_at", UtcTime),
)

minutes = sa.Table(
    "minutes",
    metadata,
    _meeting_key(primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    _required("payload", sa.Text),  # Minutes
    _required("sha256", sa.String(64)),
    _required("person_id", sa.String(36)),
    _required("created_at", UtcTime),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    _required("at", UtcTime),
    _required("actor", sa.Text),  # person id, key id, or "system"
    _required("action", sa.String(40)),
    sa.Column("meeting_id", sa.String(36), index=True),  # no foreign key: it outlives the meeting
    _required("detail", sa.JSON),  # ids and numbers only; never a person's words
    _required("previous_hash", sa.String(64)),
    _required("hash", sa.String(64)),
)

IMMUTABLE = (decisions, minutes, audit)
