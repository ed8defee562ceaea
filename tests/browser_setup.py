"""Finds a Chromium and a Danish dictionary for the tests of the pages; run as a program, installs them.

Looks for `CHROMIUM`, then on the path, then for Playwright's own. Installs Playwright's, else Debian's
package where it may; says in one line what it could not do.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
DICTIONARY = Path("/usr/share/hunspell/da_DK.dic")
PATIENCE_SECONDS = 300


def find_chromium() -> Path | None:
    """A Chromium on this machine, or None."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    return _playwrights_own()


def dictionary() -> Path | None:
    """Hunspell's Danish word list, where hunspell can read it, or None."""
    return DICTIONARY if DICTIONARY.is_file() and shutil.which("hunspell") else None


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.is_file() else None


def _install() -> None:
    if find_chromium() is None:
        _try(sys.executable, "-m", "playwright", "install", "chromium")
    missing = [name for name, there in _debian().items() if not there]
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        _try("apt-get", "update", "-q")
        _try("apt-get", "install", "-q", "-y", "--no-install-recommends", *missing)
    still = [name for name, there in _debian().items() if not there]
    if still:
        print(f"The tests that need {', '.join(still)} are left out: install the package to run them.")


def _debian() -> dict[str, bool]:
    return {
        "chromium": find_chromium() is not None,
        "hunspell": shutil.which("hunspell") is not None,
        "hunspell-da": DICTIONARY.is_file(),
    }


def _try(*command: str) -> None:
    try:
        subprocess.run(command, timeout=PATIENCE_SECONDS, check=False, capture_output=True)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"{command[0]}: {error}")


if __name__ == "__main__":
    _install()
