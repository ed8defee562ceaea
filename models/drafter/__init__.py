"""The drafting adapter that Referent ships: see CARD.md, and train/README.md for how it was made."""

from __future__ import annotations

from pathlib import Path

ADAPTER = Path(__file__).with_name("adapter.safetensors")
