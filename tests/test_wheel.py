"""The built wheel, in an empty environment, with the sources out of reach."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*words: str | Path, folder: Path) -> str:
    left_out = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    environment = {key: value for key, value in os.environ.items() if key not in left_out}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the commands of an environment with nothing but the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    words = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    run(*words, folder=folder)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv")
    commands = folder / "venv" / "bin"
    # Of all that is installed little is used: that is compiled as it is imported.
    pip = (sys.executable, "-m", "pip", "--python", commands / "python", "install", "--no-compile")
    quiet = ("--quiet", "--disable-pip-version-check")
    run(*pip, *quiet, "--constraint", ROOT / "constraints.txt", wheel, folder=folder)
    return commands


def test_a_stranger_can_make_build_ask_and_draw_a_corpus(installed: Path, tmp_path: Path) -> None:
    """`init`, `check`, `build`, `query` and `render` work where only the wheel is."""
    clivage = installed / "clivage"
    run(clivage, "init", "dyke", folder=tmp_path)
    assert "no problem" in run(clivage, "check", "--shacl", "dyke", folder=tmp_path)
    assert "camps" in run(clivage, "build", "dyke", folder=tmp_path)
    asked = run(clivage, "query", "-c", "dyke", "opponents", "dyke", folder=tmp_path)
    assert "The fishers' union refused the tax" in asked
    run(clivage, "render", "dyke", "-o", "dyke.html", folder=tmp_path)
    page = (tmp_path / "dyke.html").read_text(encoding="utf-8")
    assert "The fishers' union refused the tax" in page.replace("\\u0027", "'")
    where = run(
        installed / "python", "-c", "import clivage; print(clivage.__file__)", folder=tmp_path
    )
    assert str(ROOT) not in where


def test_the_web_app_is_installed_with_it(installed: Path, tmp_path: Path) -> None:
    """Its files, and the licences of what is in them, are found where only the wheel is."""
    for name in ("built/app.js", "built/licences.txt", "app/index.html"):
        code = f"from clivage import resources; print(resources.web({name!r}))"
        path = Path(run(installed / "python", "-c", code, folder=tmp_path).strip())
        assert installed.parent in path.parents, path
