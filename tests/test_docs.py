"""What the documentation says is so: commands run, links lead somewhere, names exist."""

from __future__ import annotations

import ast
import doctest
import importlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from rdflib import Graph, URIRef

import clivage
from clivage import coding, namespaces, query, rdf, resources, vocabulary
from clivage.cli import main
from tests.pages import (
    BOLIVIA,
    CODE,
    DOCS,
    FENCE,
    GUIDE,
    NAMES,
    PACKAGE,
    PAGES,
    README,
    ROOT,
    blocks,
    prose,
    read,
    run,
    section,
    table,
)

# Commands and what they print


def commands(page: Path) -> list[str]:
    """Return the commands of the console blocks of a page."""
    lines = [line for block in blocks(page, "console") for line in block.splitlines()]
    assert all(line.startswith("$ clivage ") for line in lines)
    return [line.removeprefix("$ clivage ") for line in lines]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder: a copy of what a reader has after cloning."""
    shutil.copytree(BOLIVIA, tmp_path / "graph" / "bolivia-1971")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("document", "count"), [(README, 12), (GUIDE, 7)], ids=["README", "guide"])
def test_the_commands_of_a_page_run(document: Path, count: int, checkout: Path) -> None:
    """Typed one after the other, each succeeds and answers something."""
    typed = commands(document)
    assert len(typed) == count
    for command in typed:
        words, _, file = (part.strip() for part in command.partition(" > "))
        done = run(*shlex.split(words))
        assert done.exit_code == 0, f"{command}: {done.output}"
        assert done.stdout.count("\n") >= 1, command
        if file:
            (checkout / file).write_text(done.stdout, encoding="utf-8")


def replaced(file: Path, old: str, new: str) -> None:
    text = read(file)
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("document", [README, GUIDE], ids=["README", "guide"])
def test_a_wrong_quotation_is_refused_in_the_words_of_the_page(
    document: Path, checkout: Path
) -> None:
    """The message that a page quotes is the one that is printed, to the letter."""
    run("init", "my-corpus")
    coding_file = Path("my-corpus/codings/gazette.yaml")
    replaced(coding_file, "quote: The fishers' union refused", "quote: The fishers' union refuses")
    refused = run("check", "my-corpus")
    assert refused.exit_code == 1
    message = refused.stderr.splitlines()[0]
    assert f"{message}\n" in [*blocks(document, ""), *blocks(document, "text")]


def test_a_command_in_a_sentence_can_be_typed() -> None:
    """The command exists, with its options, and so does the question that it asks."""
    text = "\n".join(prose(page) for page in PAGES)
    typed = re.findall(r"`clivage\s+([a-z]+)([^`]*)`", text)
    assert len(typed) > 10
    for name, rest in typed:
        options = {option for one in main.commands[name].params for option in one.opts}
        assert set(re.findall(r"--[a-z][a-z-]*", rest)) <= options
        if name == "query" and (question := re.match(r"\s+([a-z-]+)", rest)):
            assert question[1].startswith("--") or question[1] in query.questions()


# Python


def run_python(block: str, names: dict[str, Any], checked: list[str]) -> None:
    """Run a block; where a comment after an expression shows a value, the value is compared."""
    lines = block.splitlines()
    for node in ast.parse(block).body:
        source = ast.get_source_segment(block, node) or ""
        shown = lines[(node.end_lineno or 0) - 1].partition("  # ")[2]
        if isinstance(node, ast.Expr) and shown:
            value = repr(eval(source, names))
            same = doctest.OutputChecker().check_output(shown, value, doctest.ELLIPSIS)
            assert same, f"{source} is {value}, not {shown}"
            checked.append(source)
        else:
            exec(source, names)


@pytest.mark.parametrize(
    ("document", "count", "values", "edges"),
    [(README, 1, 0, 35), (DOCS / "python.md", 4, 2, 35), (DOCS / "analysis.md", 1, 1, 3)],
    ids=["README", "python", "analysis"],
)
def test_the_python_of_a_page_runs(
    document: Path, count: int, values: int, edges: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed one after the other, the blocks run, and the values that they show are right."""
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    checked: list[str] = []
    found = blocks(document, "python")
    assert len(found) == count
    for block in found:
        run_python(block, names, checked)
    assert len(checked) == values
    assert names["graph"].number_of_edges() == edges


def test_every_function_of_the_library_is_documented() -> None:
    """docs/python.md has a row for each function, and none for another."""
    rows = re.findall(r"^\| `clivage\.(\w+)\(", read(DOCS / "python.md"), re.MULTILINE)
    functions = {name for name in clivage.__all__ if name.islower() and name != "__version__"}
    assert sorted(rows) == sorted(functions)


# Links, files and names


def links(page: Path) -> list[str]:
    """Return the relative links of a page."""
    found = re.findall(r"\]\(([^)\s]+)\)", prose(page))
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def anchors(file: Path) -> set[str]:
    """Return the places in a page that a link can lead to."""
    if file.suffix == ".html":
        return set(re.findall(r'\bid="([^"]+)"', read(file)))
    headings = re.findall(r"^#+ (.+)$", prose(file), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", PAGES, ids=NAMES)
def test_every_link_leads_somewhere(document: Path) -> None:
    """To a file or a folder that is there, and to an anchor in it."""
    for link in links(document):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        assert not anchor or anchor in anchors(target), link


def test_there_are_links_to_check() -> None:
    """The README leads to every page of docs/."""
    assert len(links(README)) == 27
    assert {page.name for page in DOCS.glob("*.md")} <= {Path(link).name for link in links(README)}
    assert [link for link in links(GUIDE) if "#" in link] == ["../ontology/index.html#relations"]


def test_every_file_that_a_sentence_names_is_there() -> None:
    """From the top of the repository, or from the package."""
    text = "\n".join(prose(page) for page in PAGES)
    suffixes = "md|py|ttl|rq|json|jsonld|toml|html"
    named = set(re.findall(rf"`((?:[\w.-]+/)+[\w.-]+\.(?:{suffixes}))`", text))
    named.remove("exports/bolivia-1971/network.html")  # make demo writes it
    assert len(named) >= 8
    for name in named:
        assert (ROOT / name).exists() or (PACKAGE / name).exists(), name


def test_every_command_and_option_has_help_and_is_documented() -> None:
    """The reference has a section for each command, with all its options."""
    page = DOCS / "command-line.md"
    assert len(main.commands) >= 7
    for name, command in main.commands.items():
        assert command.help
        documented = section(page, f"clivage {name}")
        options = [one for one in command.params if isinstance(one, click.Option)]
        assert all(option.help for option in options)
        assert all(option.opts[-1] in documented for option in options)


def test_the_reference_is_what_the_program_says() -> None:
    """Whoever changes a command runs ``python docs/generate.py``."""
    # In a process of its own: a command keeps the options of help that a test first asked it with.
    command = [sys.executable, str(DOCS / "generate.py"), "--check"]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_line_for_a_shell_gives_its_completion(shell: str) -> None:
    """The variable that the page sets makes clivage print a script, which names the command."""
    page = read(DOCS / "command-line.md")
    assert f"_CLIVAGE_COMPLETE={shell}_source clivage" in page
    code = "from clivage.cli import main; main(prog_name='clivage')"
    environment = {**os.environ, "_CLIVAGE_COMPLETE": f"{shell}_source"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert f"_CLIVAGE_COMPLETE={shell}_complete" in done.stdout


def test_there_is_one_version() -> None:
    """The package, its metadata, the citation and the changelog say the same."""
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    citation = yaml.safe_load(read(ROOT / "CITATION.cff"))
    newest = re.search(r"^## (\S+?),? ", read(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert newest
    assert {project["version"], clivage.__version__, str(citation["version"]), newest[1]} == {
        clivage.__version__
    }
    assert project["license"] == citation["license"]


def modules() -> set[str]:
    """Return the modules and packages of clivage, by the name of their file or folder."""
    files = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    return files | {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def test_the_architecture_names_every_module_in_its_layer() -> None:
    """The table of layers is the one that import-linter holds, top to bottom."""
    contracts = tomllib.loads(read(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = [layer.split(" | ") for layer in contracts[0]["layers"]]
    rows = [CODE.findall(row[0]) for row in table(section(DOCS / "architecture.md", "Layers"))]
    assert rows == layers
    assert {name for row in rows for name in row} == modules()


def test_what_the_architecture_calls_a_function_is_one() -> None:
    """`module.name` on the page can be imported, or is a file."""
    page = read(DOCS / "architecture.md")
    named = {
        (module, name)
        for module, name in re.findall(r"\b([a-z_]+)\.([A-Za-z_]+)\b", page)
        if module in modules() and name not in ("html", "ttl", "py", "toml")
    }
    assert len(named) >= 10
    for module, name in named:
        assert hasattr(importlib.import_module(f"clivage.{module}"), name), (module, name)


# The words of the ontology


@pytest.fixture(scope="module")
def known() -> set[URIRef]:
    """Return every IRI that the ontology, its shapes and the founding corpus use."""
    graph = Graph(bind_namespaces="none")
    for name in ("clivage.ttl", "shapes.ttl"):
        graph.parse(resources.ontology(name))
    graph += rdf.to_graph(coding.read(BOLIVIA))
    reifies = URIRef(namespaces.RDF + "reifies")  # of RDF 1.2, which rdflib does not know
    return {reifies} | {node for triple in graph for node in triple if isinstance(node, URIRef)}


def prefixes() -> dict[str, str]:
    """Return the prefixes of clivage and those that the ontology declares for its alignments."""
    declared = re.findall(
        r"^@prefix (\w+):\s+<(.+)> \.$", read(resources.ontology("clivage.ttl")), re.MULTILINE
    )
    return {**dict(declared), **namespaces.PREFIXES}


def names(page: Path) -> set[tuple[str, str]]:
    """Return the prefixed names in the code of a page, as prefix and local name."""
    code = CODE.findall(prose(page))
    for block in FENCE.finditer(read(page)):
        turtle = block["sort"].startswith("turtle")  # it holds IRIs and strings, too
        code.append(
            re.sub(r'<[^<>\s]*>|"[^"\n]*"', " ", block["body"]) if turtle else block["body"]
        )
    return {pair for one in code for pair in re.findall(r"(?<![\w/:])(\w+):([A-Za-z][\w-]*)", one)}


@pytest.mark.parametrize("document", PAGES, ids=NAMES)
def test_every_term_that_a_page_uses_exists(document: Path, known: set[URIRef]) -> None:
    """A term in code is one of the ontology, or one of another vocabulary that it uses."""
    for prefix, name in names(document):
        if prefix in prefixes():
            assert URIRef(prefixes()[prefix] + name) in known, f"{prefix}:{name}"


def test_there_are_terms_to_check() -> None:
    """The page of the ontology is full of them, and every prefix is known or the page's own."""
    found = names(DOCS / "ontology.md")
    assert len({name for prefix, name in found if prefix == "clv"}) > 30
    assert ("clv", "opposes") in names(README)
    folders = {"actor", "analysis", "coder", "finding", "issue", "source", "statement"}
    elsewhere = {"my", "file"}  # the foreign corpus of the page, and file:line
    elsewhere |= {"who", "who_type", "target", "Wikidata", "my_package"}  # tags of annotations
    used = {prefix for page in PAGES for prefix, _ in names(page)}
    assert used <= set(prefixes()) | folders | elsewhere


def test_every_rule_that_a_page_quotes_exists() -> None:
    """A rule is known by its id."""
    sorts = "corpus|actor|issue|identity|source|passage|statement|edge"
    sorts += "|tie|code|analysis|finding|camp|measurement|hypothesis"
    quoted = {
        rule for page in PAGES for rule in re.findall(rf"`((?:{sorts})-[a-z-]+)`", prose(page))
    }
    assert quoted == set(vocabulary.rule_ids())
