"""A Gemma in GGUF, unpacked once into a folder that transformers loads in seconds."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from minutes.errors import ModelError

_PACKAGES = ("gguf", "accelerate")


def check_packages(where: str) -> None:
    """Make sure, before work starts, that GGUF files can be read here.

    Raises:
        ModelError: a package is not installed.
    """
    absent = [package for package in _PACKAGES if find_spec(package) is None]
    if absent:
        raise ModelError(
            f"reading a GGUF file needs {' and '.join(absent)}, which is not installed",
            where=where,
            remedy="Run 'pip install --no-deps --require-hashes -r requirements-drafter.txt'",
        )


def unpack(file: Path, folder: Path) -> None:
    """Write the model and its tokenizer as transformers saves them, weights in bfloat16.

    Nearly all of its time is spent reading the vocabulary, and transformers' Auto classes read it three times
    over: the configuration is read here once, and the tokenizer's class is named.
    """
    import torch
    import transformers

    place = {"gguf_file": file.name, "local_files_only": True}
    bars_were_on = transformers.utils.logging.is_progress_bar_enabled()
    transformers.utils.logging.disable_progress_bar()
    try:
        config = transformers.AutoConfig.from_pretrained(file.parent, **place)
        tokenizer = transformers.GemmaTokenizer.from_pretrained(file.parent, **place)
        model = transformers.AutoModelForCausalLM.from_pretrained(
            file.parent,
            config=config,
            dtype=torch.bfloat16,
            quantization_config=transformers.GgufConfig(dequantize=True),
            **place,
        )
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    finally:
        if bars_were_on:
            transformers.utils.logging.enable_progress_bar()
    for path in folder.iterdir():
        path.chmod(0o644)  # transformers saves weights for their owner only; a service runs as another user
