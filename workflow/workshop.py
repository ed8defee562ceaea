"""What a worker keeps between jobs: database, files, and the engines, opened when first needed."""

from __future__ import annotations

from collections.abc import Callable

from summarise.drafter import Drafter
from transcribe.engine import TranscribeOptions, Transcriber
from transcribe.plan import WindowReader
from workflow.files import Files
from workflow.settings import Settings
from workflow.store.database import Database
from workflow.wiring import open_drafter, open_transcriber

OpenEngine = Callable[[Settings, TranscribeOptions], Transcriber]


class Workshop:
    """Used by one job at a time."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        open_engine: OpenEngine = open_transcriber,
        options: TranscribeOptions = TranscribeOptions(),
    ) -> None:
        self.settings = settings
        self.database = database
        self.files = Files(settings.data_dir / "files")
        self.options = options
        self._open_engine = open_engine
        self._engine: Transcriber | None = None
        self._drafter: Drafter | None = None
        self._reader: WindowReader | None = None

    @property
    def engine(self) -> Transcriber:
        """The speech engine.

        Raises:
            ModelError: its weights are absent or damaged.
        """
        if self._engine is None:
            self._engine = self._open_engine(self.settings, self.options)
        return self._engine

    @property
    def drafter(self) -> Drafter:
        """The drafter.

        Raises:
            SettingsError: the settings name no language model where one is needed.
            ModelError: its weights are absent or damaged.
        """
        if self._drafter is None:
            self._drafter = open_drafter(self.settings)
        return self._drafter

    def reader(self, file_id: str) -> WindowReader:
        """The recording's windows; reads on where the last batch ended."""
        path = self.files.path(file_id)
        if self._reader is None or self._reader.audio != path:
            self._reader = WindowReader(path)
        return self._reader
