"""The names of the files in a model's folder."""

from __future__ import annotations

CHECKPOINT = "model.pt"
"""Weights for openai-whisper."""
CT2_WEIGHTS = "model.bin"
"""Weights for CTranslate2, the runtime of faster-whisper."""
PROVENANCE = "provenance.json"
"""What the folder was made of."""
NOTICE = "NOTICE"
"""The terms that hold for the weights and for what is derived from them."""
HF_WEIGHTS = "model.safetensors"
"""Weights as Hugging Face publishes them; a large model is in several files, which `HF_INDEX` lists."""
HF_INDEX = "model.safetensors.index.json"
HASHES = "SHA256SUMS"
"""The SHA-256 of every other file, as `sha256sum --check` reads it."""
