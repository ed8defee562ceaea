"""From settings to engines. Fails loudly; never falls back to a weaker engine."""

from __future__ import annotations

from minutes.errors import SettingsError
from models.weights import require
from summarise.drafter import Drafter
from transcribe.engine import TranscribeOptions, Transcriber
from workflow.settings import DrafterKind, Settings


def open_transcriber(settings: Settings, options: TranscribeOptions) -> Transcriber:
    """The speech engine that the settings name.

    Raises:
        ModelError: the model is unknown, absent or damaged.
    """
    from transcribe.engines.registry import open_engine

    return open_engine(settings.speech_model, settings.models_dir, options, settings.speech_engine)


def open_drafter(settings: Settings) -> Drafter:
    """The drafter that the settings name.

    Raises:
        SettingsError: `drafter = "model"` without a language model.
        InputError: the file of the house's style cannot be read.
        ModelError: the language model is absent or damaged.
    """
    if settings.drafter is DrafterKind.FORMULA:
        return _by_rules(settings)
    from summarise.language_model import HttpModel, LanguageModel, TransformersModel
    from summarise.model_drafter import ModelDrafter
    from summarise.taught import taught_for

    if settings.language_model is None:
        raise SettingsError(
            "the drafter 'model' needs a language model",
            where="language_model",
            remedy="Set REFERENT_LANGUAGE_MODEL to a name of 'referent models list' or a folder, or to the "
            "model's name on the server given by REFERENT_LANGUAGE_URL; or use --drafter formula",
        )
    model: LanguageModel
    if settings.language_url is not None:
        key = settings.language_api_key.get_secret_value() if settings.language_api_key else None
        model = HttpModel(url=settings.language_url, model=settings.language_model, api_key=key)
    else:
        folder = require(settings.language_model, settings.models_dir)
        model = TransformersModel(folder, taught_for(folder))
    return ModelDrafter(model, fallback=_by_rules(settings))


def _by_rules(settings: Settings) -> Drafter:
    from summarise.formula_drafter import FormulaDrafter
    from summarise.style import read_style

    style = read_style(settings.house_style) if settings.house_style else None
    return FormulaDrafter(style.chosen() if style else None)
