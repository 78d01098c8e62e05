"""Find a Chromium for the browser tests, or get one; `make test` runs this first.

One on the PATH is taken; else Debian's, where we are root; else Playwright's own. Without any, the
browser tests are skipped and say so, except where ``CI=true``: there it is an error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def on_path() -> str | None:
    """Return the Chromium on the PATH."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def playwrights_own() -> str | None:
    """Return the Chromium that Playwright has downloaded."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find() -> str | None:
    """Return a Chromium that is there already."""
    return on_path() or playwrights_own()


def get() -> str | None:
    """Return a Chromium, installing one where that can be done."""
    if found := find():
        return found
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "--quiet", *words], check=False, env=environment)
    if not on_path():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find()


if __name__ == "__main__":
    browser = get()
    print(f"browser tests: {browser or 'no Chromium found, they are skipped'}")
    if browser is None and os.environ.get("CI") == "true":
        sys.exit("browser tests may not be skipped where CI=true")
