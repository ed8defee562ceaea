"""The only reader of the environment and of `referent.toml`; hands each room what it needs."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from minutes.errors import SettingsError
from minutes.rendering.look import PLAIN, Look
from models.weights import default_models_dir
from transcribe.engines.kinds import EngineKind
from workflow.access import EVERY_BODY, Grant, Role

CONFIG_FILE = Path("referent.toml")
DEFAULT_LOOK = "default"


class DrafterKind(StrEnum):
    """Who writes the first draft: fixed formulas from what was said, or a language model."""

    FORMULA = "formula"
    MODEL = "model"


class IntranetAccess(StrEnum):
    """Who may read what is published: whoever reaches the address, or holders of an API key."""

    OPEN = "open"
    KEYS = "keys"


class GroupGrant(BaseModel):
    """What members of a group of the identity provider may do: see `workflow/access.py`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Role
    body: str = EVERY_BODY
    closed: bool = False

    def grant(self) -> Grant:
        """The grant that is meant."""
        return Grant(role=self.role, body=self.body, closed=self.closed)


class Settings(BaseSettings):
    """Every setting, with its default. Each has a heading in `docs/operations.md`.

    Read from `referent.toml` in the working folder and from `REFERENT_…` variables, which win.
    """

    model_config = SettingsConfigDict(
        env_prefix="REFERENT_", toml_file=CONFIG_FILE, extra="forbid", frozen=True
    )

    models_dir: Path = default_models_dir()
    model_hub: str | None = None
    speech_model: str = "whisper-base-da"
    speech_engine: EngineKind = EngineKind.OPENAI
    drafter: DrafterKind = DrafterKind.FORMULA
    house_style: Path | None = None
    language_model: str | None = None
    language_url: str | None = None
    language_api_key: SecretStr | None = None

    data_dir: Path = Path("referent-data")
    database_url: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = 8642
    public_url: str | None = None
    executor_id: str = Field(default_factory=socket.gethostname)
    upload_max_bytes: int = 20 * 10**9
    agenda_max_bytes: int = 50 * 10**6
    session_hours: float = 12.0
    session_idle_hours: float = 2.0
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_groups_claim: str = "groups"
    oidc_groups: Mapping[str, tuple[GroupGrant, ...]] = Field(default_factory=dict)
    audio_days_after_draft: int | None = 30
    transcript_days_after_approval: int | None = 30
    retention_grace_days: int = Field(default=1, ge=0)

    look: Mapping[str, Look] = Field(default_factory=dict)

    published_url: SecretStr | None = None
    intranet_host: str = "127.0.0.1"
    intranet_port: int = 8643
    intranet_url: str | None = None
    intranet_access: IntranetAccess = IntranetAccess.OPEN
    intranet_origins: tuple[str, ...] = ()
    webhook_allowed_hosts: tuple[str, ...] = ()

    def database(self) -> str:
        """The database's URL: a file in the data folder unless another is set."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{(self.data_dir / 'referent.db').absolute()}"

    def published(self) -> str:
        """The shelf's URL: beside the house's own database unless another is set."""
        if self.published_url is not None:
            return self.published_url.get_secret_value()
        if self.database_url is not None and self.database_url.get_secret_value().startswith("postgresql"):
            return self.database_url.get_secret_value()
        return f"sqlite:///{(self.data_dir / 'published.db').absolute()}"

    def unfinished(self) -> Path:
        """The folder of what killed runs of the command line heard."""
        return self.data_dir / "unfinished"

    @field_validator("look", mode="before")
    @classmethod
    def _over_default(cls, tables: object) -> object:
        """Each body's table on top of the one called default; a key that no look has is refused."""
        if not isinstance(tables, Mapping) or not all(isinstance(t, Mapping) for t in tables.values()):
            raise ValueError("it holds tables by the names of bodies, such as [look.default]")
        known = {field.name for field in fields(Look)}
        for body, table in tables.items():
            if unknown := sorted(set(table) - known):
                raise ValueError(f"'{unknown[0]}' under '{body}' is none of {', '.join(sorted(known))}")
        default = tables.get(DEFAULT_LOOK, {})
        return {body: {**default, **table} for body, table in tables.items()}

    def look_of(self, body: str) -> Look:
        """How the documents of a body look; its name is compared without regard to case."""
        named = {name.strip().casefold(): look for name, look in self.look.items()}
        return named.get(body.strip().casefold(), named.get(DEFAULT_LOOK, PLAIN))

    def intranet_address(self) -> str:
        """Where people reach the intranet app, without a slash at the end."""
        return (self.intranet_url or f"http://{self.intranet_host}:{self.intranet_port}").rstrip("/")

    def address(self) -> str:
        """Where people reach the staff app, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments win over the environment, which wins over the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**overrides: object) -> Settings:
    """The settings that hold here; `overrides` that are None are left out.

    Raises:
        SettingsError: an unknown key or a value of the wrong form; says which.
    """
    given = {key: value for key, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"the setting '{key}' cannot be used ({first['msg'].lower()})",
            where=f"{CONFIG_FILE} or REFERENT_{key.upper()}",
            remedy="Correct it; docs/operations.md lists every setting",
        ) from error
