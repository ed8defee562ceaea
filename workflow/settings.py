"""The only reader of the environment and of `referent.toml`; hands each room what it needs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from minutes.errors import SettingsError
from models.weights import default_models_dir

CONFIG_FILE = Path("referent.toml")


class DrafterKind(StrEnum):
    """Who writes the first draft: fixed formulas from what was said, or a language model."""

    FORMULA = "formula"
    MODEL = "model"


class Settings(BaseSettings):
    """Every setting, with its default. Each has a heading in `docs/operations.md`.

    Read from `referent.toml` in the working folder and from `REFERENT_…` variables, which win.
    """

    model_config = SettingsConfigDict(
        env_prefix="REFERENT_", toml_file=CONFIG_FILE, extra="forbid", frozen=True
    )

    models_dir: Path = default_models_dir()
    speech_model: str = "whisper-base-da"
    drafter: DrafterKind = DrafterKind.FORMULA
    language_model: str | None = None
    language_url: str | None = None
    language_api_key: SecretStr | None = None

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
