"""Whether a model fits into this machine's memory, said before it is loaded."""

from __future__ import annotations

from pathlib import Path

from minutes.errors import ModelError

BESIDE_GB = 0.7
"""PyTorch, and what is worked on: measured with the demo model."""
_GB = 10**9
_LIMIT = Path("/sys/fs/cgroup/memory.max")
_USED = Path("/sys/fs/cgroup/memory.current")


def require_memory(weights: Path, times: float) -> None:
    """Make sure that there is memory for a model which takes `times` the size of its file.

    Args:
        weights: a file, or a folder of safetensors.
        times: what it takes while it is loaded, as a multiple of its size.

    Raises:
        ModelError: there is not; says how much it needs and how much is free.
    """
    files = [weights] if weights.is_file() else list(weights.glob("*.safetensors"))
    needed = times * sum(file.stat().st_size for file in files) / _GB + BESIDE_GB
    free = free_gb()
    if free < needed:
        raise ModelError(
            f"the model needs about {needed:.1f} GB of memory and {free:.1f} GB are free",
            where=str(weights),
            remedy="Free some, or choose a smaller model: 'referent models list' says what each needs",
        )


def free_gb() -> float:
    """What this process may still take, in GB: of the GPU where there is one, else of the machine."""
    import psutil
    import torch

    if torch.cuda.is_available():
        return float(torch.cuda.mem_get_info()[0]) / _GB
    machine = float(psutil.virtual_memory().available)
    return min(machine, _free_of_group()) / _GB


def _free_of_group() -> float:
    """Of a container or a systemd unit with a limit."""
    if not (_LIMIT.is_file() and _USED.is_file()):
        return float("inf")
    limit = _LIMIT.read_text(encoding="ascii").strip()
    return float("inf") if limit == "max" else float(limit) - float(_USED.read_text(encoding="ascii"))
