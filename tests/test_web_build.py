"""The web app from its sources to an installation: sdist, wheel, licences, and no node at hand."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from hatchling.build import get_requires_for_build_wheel

import hatch_build

ROOT = Path(__file__).parents[1]
PARTS = ("src", "ontology", "web", "hatch_build.py", "pyproject.toml", "README.md", "LICENSE")
BUILD = (sys.executable, "-m", "build", "--no-isolation", "--skip-dependency-check")

# Packages that the libraries name and of which nothing is used: types, and another way to parse.
NOTHING_BUNDLED = {"graphology-types", "@codemirror/search", "@codemirror/streamparser"}


def copy_of_tree(folder: Path) -> Path:
    """Copy what a build reads, without anything that was built or installed before."""
    folder.mkdir()
    for name in (*PARTS, ".gitignore"):
        source = ROOT / name
        if source.is_dir():
            left_out = shutil.ignore_patterns("built*", "node_modules", "__pycache__")
            shutil.copytree(source, folder / name, ignore=left_out)
        else:
            shutil.copy(source, folder / name)
    return folder


def run(*words: str | Path, folder: Path, path: Path | None = None) -> str:
    """Run a command that must succeed, with `path` before the path of commands."""
    done = attempt(*words, folder=folder, path=path)
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def attempt(
    *words: str | Path, folder: Path, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if path is not None:
        environment["PATH"] = f"{path}{os.pathsep}{environment['PATH']}"
    return subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def command(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clean copy of the sources, in which an sdist was made."""
    folder = copy_of_tree(tmp_path_factory.mktemp("tree") / "clivage")
    run(*BUILD, "--sdist", "--outdir", folder / "dist", folder, folder=folder)
    return folder


@pytest.fixture(scope="module")
def unpacked(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sdist, unpacked."""
    (sdist,) = (tree / "dist").glob("*.tar.gz")
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (found,) = folder.iterdir()
    return found


@pytest.fixture(scope="module")
def no_node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of commands in which node and npm leave a note that they were called."""
    folder = tmp_path_factory.mktemp("no-node")
    for name in ("node", "npm"):
        command(folder / name, f"echo {name} >> '{folder}/called'; exit 1")
    return folder


@pytest.fixture(scope="module")
def no_registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of commands whose npm finds no registry."""
    folder = tmp_path_factory.mktemp("no-registry")
    command(folder / "npm", "echo 'npm error the registry cannot be reached' >&2; exit 1")
    return folder


@pytest.fixture(scope="module")
def wheel(unpacked: Path, no_node: Path) -> dict[str, bytes]:
    """Return the files of a wheel that was made from the sdist where there is no node."""
    words = (*BUILD, "--wheel", "--outdir", unpacked / "dist", unpacked)
    run(*words, folder=unpacked, path=no_node)
    (path,) = (unpacked / "dist").glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def built_files(wheel: dict[str, bytes]) -> dict[str, str]:
    """Return the built files of a wheel as text, by their names."""
    return {
        name.rpartition("/")[2]: contents.decode()
        for name, contents in wheel.items()
        if name.startswith("clivage/web/built/")
    }


def test_the_sdist_carries_the_app_and_no_package_of_npm(unpacked: Path) -> None:
    assert (unpacked / "web/built/app.js").stat().st_size > 1000
    assert (unpacked / "web/built/licences.txt").is_file()
    assert not list(unpacked.rglob("node_modules"))


def test_a_wheel_from_the_sdist_is_made_without_node(
    wheel: dict[str, bytes], unpacked: Path, no_node: Path
) -> None:
    """Neither node nor npm is called, and what the sdist carries is what the wheel carries."""
    assert not (no_node / "called").exists()
    names = {path.name for path in (unpacked / "web/built").iterdir()} - {"sources.sha256"}
    assert built_files(wheel).keys() == names
    for name in names:
        assert wheel[f"clivage/web/built/{name}"] == (unpacked / "web/built" / name).read_bytes()


def test_the_wheel_has_what_runs_and_not_what_builds(wheel: dict[str, bytes]) -> None:
    """The offline page needs its modules; nobody needs those of the app a second time."""
    web = {name.removeprefix("clivage/web/") for name in wheel if name.startswith("clivage/web/")}
    for folder, pattern in (("page", "*.js"), ("shared", "*.js"), ("serve", "*.html")):
        there = {f"{folder}/{path.name}" for path in (ROOT / "web" / folder).glob(pattern)}
        assert there, folder
        assert there <= web
    assert {"words.json", "page.html", "page.css", "built/app.js", "app/index.html"} <= web
    unwanted = [name for name in web if re.search(r"node_modules|package|\.mjs$|^app/.*js$", name)]
    assert unwanted == []


def test_nothing_in_the_app_is_loaded_from_elsewhere(wheel: dict[str, bytes]) -> None:
    """No script, style, font or picture has an address, and no source map is named."""
    loading = re.compile(
        r"""(?:from|import|import\(|src=|href=|url\(|@import|sourceMappingURL=)\s*["'`]?https?:"""
    )
    for name, text in built_files(wheel).items():
        assert not loading.findall(text), name
        assert "sourceMappingURL" not in text, name
        assert not name.endswith(".map")


def test_the_app_makes_no_code_from_text(wheel: dict[str, bytes]) -> None:
    """The content security policy of the pages would refuse it."""
    for name, text in built_files(wheel).items():
        if name.endswith(".js"):
            assert not re.search(r"\beval\(|\bnew Function\b", text), name


def test_the_wheel_is_small(unpacked: Path) -> None:
    (path,) = (unpacked / "dist").glob("*.whl")
    assert path.stat().st_size <= 2_100_000


def imported_packages(web: Path) -> set[str]:
    """Return the packages that our own modules import."""
    named = re.compile(r"""(?:from|import|import\()\s*["']((?:@[\w-]+/)?[\w-]+)""")
    modules = [*web.glob("app/**/*.js"), *web.glob("shared/**/*.js")]
    return {name for module in modules for name in named.findall(module.read_text("utf-8"))}


def with_what_they_need(names: set[str], lock: dict[str, dict[str, dict[str, str]]]) -> set[str]:
    """Return packages and, by the lock file, all that they need."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            entry = lock[f"node_modules/{name}"]
            waiting += [*entry.get("dependencies", {}), *entry.get("peerDependencies", {})]
    return found


def test_the_licences_are_those_of_what_is_bundled(tree: Path, wheel: dict[str, bytes]) -> None:
    """Every package of the bundle, in its version, with the text of its licence; no other."""
    lock = json.loads((tree / "web/package-lock.json").read_text("utf-8"))["packages"]
    expected = with_what_they_need(imported_packages(tree / "web"), lock) - NOTHING_BUNDLED
    assert expected, "our modules import no package"
    text = built_files(wheel)["licences.txt"]
    listed = re.findall(r"^## (\S+) (\S+) \((.+)\)$", text, flags=re.MULTILINE)
    versions = {(name, lock[f"node_modules/{name}"]["version"]) for name in expected}
    assert {(name, version) for name, version, _ in listed} == versions
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        assert "Permission is hereby granted" in part, part.splitlines()[0]


def test_a_package_without_a_licence_is_refused(tree: Path, tmp_path: Path) -> None:
    web = tmp_path / "web"
    shutil.copytree(tree / "web", web, symlinks=True)
    (web / "node_modules/graphology/LICENSE.txt").unlink()
    (web / "app/main.js").write_text('import "graphology";\n', encoding="utf-8")
    assert "graphology 0.26.0 does not say its licence" in hatch_build.build(web)


def test_where_npm_reaches_nothing_the_installation_works_and_says_so(
    tmp_path: Path, no_registry: Path
) -> None:
    """Everything but the web app is there."""
    tree = copy_of_tree(tmp_path / "clivage")
    pip = (sys.executable, "-m", "pip", "install", "--verbose", "--no-deps")
    there = (*pip, "--no-build-isolation", "--target", tmp_path / "there", tree)
    said = run(*there, folder=tmp_path, path=no_registry)
    wanted = "the web app could not be built (the registry cannot be reached)"
    assert f"{wanted}: everything but it will run." in said
    assert (tmp_path / "there/clivage/web/page.html").is_file()
    assert not (tmp_path / "there/clivage/web/built").exists()


def test_an_sdist_is_not_made_without_the_app(tmp_path: Path, no_registry: Path) -> None:
    tree = copy_of_tree(tmp_path / "clivage")
    done = attempt(*BUILD, "--sdist", tree, folder=tmp_path, path=no_registry)
    assert done.returncode != 0
    assert "An sdist without it would need node" in done.stdout + done.stderr


def digests(folder: Path) -> dict[str, str]:
    files = sorted(folder.iterdir())
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_the_app_is_built_anew_when_a_source_changes_and_only_then(
    tree: Path, no_node: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = tree / "web"
    style = web / "app/app.css"
    before, text = digests(web / "built"), style.read_text("utf-8")
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(no_node))
        assert hatch_build.build(web) == "", "nothing changed, and yet node was looked for"
    style.write_text(text + "\n#changed { color: inherit }\n", encoding="utf-8")
    assert not hatch_build.is_built(web)
    assert hatch_build.build(web) == ""
    assert "#changed" in (web / "built/app.css").read_text("utf-8")
    style.write_text(text, encoding="utf-8")
    assert hatch_build.build(web) == ""
    assert digests(web / "built") == before, "the same sources make the same files"


def test_a_fault_in_a_source_is_told_with_its_place_and_the_app_stays(tree: Path) -> None:
    web = tree / "web"
    main, before = web / "app/main.js", digests(web / "built")
    text = main.read_text("utf-8")
    main.write_text('import "./nowhere.js";\n', encoding="utf-8")
    problem = hatch_build.build(web)
    main.write_text(text, encoding="utf-8")
    assert "app/main.js:1:7: ERROR: Could not resolve" in problem
    assert problem.endswith("the one built before is kept.")
    assert digests(web / "built") == before


@pytest.mark.parametrize(
    ("version", "needs"),
    [(None, True), ("v16.20.2", True), ("nonsense", True), ("v18.0.0", False), ("v20.1.0", False)],
)
def test_node_is_a_build_requirement_only_where_the_machine_has_none(
    version: str | None, needs: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With node 18 or newer and npm, or with the app built, nothing is asked of the index."""
    tree = copy_of_tree(tmp_path / "clivage")
    path = tmp_path / "path"
    path.mkdir()
    if version is not None:
        command(path / "node", f"echo {version}")
        command(path / "npm", "exit 1")
    monkeypatch.chdir(tree)
    monkeypatch.setenv("PATH", str(path))
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    assert get_requires_for_build_wheel() == ([hatch_build.NODE_WHEEL] if needs else [])


def test_a_built_tree_asks_for_no_node(unpacked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unpacked)
    monkeypatch.setenv("PATH", "")
    assert get_requires_for_build_wheel() == []


def test_versions_are_exact_and_no_index_is_named() -> None:
    """Any mirror of the registry brings the same bytes."""
    package = json.loads((ROOT / "web/package.json").read_text("utf-8"))
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    lock = (ROOT / "web/package-lock.json").read_text("utf-8")
    assert "resolved" not in lock
    assert "http" not in lock
    entries = json.loads(lock)["packages"]
    assert [name for name, entry in entries.items() if name and not entry.get("integrity")] == []
