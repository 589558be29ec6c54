"""Finds the Chromium that the tests of the dashboard drive; run as a program it installs one where there is none.

    python tests/browser/chromium.py

An installed one (Chromium, Chrome) is taken as it is; `LINLI_CHROMIUM` names another. Else, for an administrator of Debian or Ubuntu, the package of the
system is installed, and for all others Playwright's own is downloaded, once for this user.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    """Return the program of an installed browser; None if there is none."""
    named = os.environ.get("LINLI_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


def playwrights_own() -> bool:
    """Tell whether Playwright has downloaded one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        return os.path.exists(play.chromium.executable_path)


def debians() -> bool:
    """Install the package of Debian or Ubuntu; tell whether there is a browser now. Ubuntu's package of that name may be an empty one."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "-q", "update"], ["apt-get", "-q", "install", "-y", "--no-install-recommends", "chromium"]):
        if subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode:
            return False
    return installed() is not None


if __name__ == "__main__":
    if found := installed():
        print(f"Chromium: {found}")
    elif playwrights_own():
        print("Chromium: Playwright's own")
    elif debians():
        print(f"Chromium: {installed()}")
    else:
        sys.exit(subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode)
