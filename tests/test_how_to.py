"""What the how-to pages say is so."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import mdgrad
from mdgrad.authoring import DIALECTS
from mdgrad.cli import main
from mdgrad.cli.arguments import EXPLANATIONS, FORMATS, parser
from mdgrad.configuration.reading import KEYS, read_configuration
from mdgrad.exports import LANGUAGES

PAGES = sorted((Path(__file__).parents[1] / "docs/how-to").glob("*.md"))
TEXTS = {page.name: page.read_text(encoding="utf-8") for page in PAGES}
COMMAND = re.compile(
    r"(?:^|`|run: |- )(mdgrad (?:check|fix|explain|new|export|lsp|completion)[^`\n|>]*)",
    re.MULTILINE,
)
SESSION = re.compile(r"```console\n.*?```", re.DOTALL)
"""What a page shows of a terminal; `tests.docs` runs it."""
COMMANDS = [
    (name, command)
    for name, text in TEXTS.items()
    for command in COMMAND.findall(SESSION.sub("", text))
]


@pytest.mark.parametrize(("page", "command"), COMMANDS, ids=lambda part: part[:50])
def test_commands_are_understood(page: str, command: str) -> None:
    parser().parse_args(shlex.split(command)[1:])


def test_there_are_commands() -> None:
    assert len(COMMANDS) > 10


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", TEXTS[page.name]):
        assert (page.parent / target).exists(), target


def test_configurations_are_read(tmp_path: Path) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", TEXTS["configuration.md"], re.DOTALL)
    assert len(blocks) == 2
    for name, block in zip(("pyproject.toml", "mdgrad.toml"), blocks, strict=True):
        (tmp_path / name).write_text(block)
        configuration = read_configuration(tmp_path / name)
        assert configuration is not None
        assert configuration.settings.strict


def test_every_key_and_every_format_is_described() -> None:
    described = re.findall(r"^\| `([a-z-]+)` \|", TEXTS["configuration.md"], re.MULTILINE)
    assert sorted(described) == sorted(KEYS)
    formats = re.findall(r"^\| `([a-z]+)` \|", TEXTS["continuous-integration.md"], re.MULTILINE)
    assert sorted([*formats, "text"]) == sorted(FORMATS)


def test_the_other_toml_is_toml() -> None:
    for name in ("python-markdown.md", "editors.md"):
        for block in re.findall(r"```toml\n(.*?)```", TEXTS[name], re.DOTALL):
            assert tomllib.loads(block)


def test_the_drawn_diagram_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    page = TEXTS["new-diagrams.md"]
    command = re.search(r"^mdgrad (new .*)$", page, re.MULTILINE)
    assert command is not None
    assert main(shlex.split(command[1])) == 0
    assert capsys.readouterr().out in page


def test_every_dialect_is_described_and_the_python_runs() -> None:
    page = TEXTS["new-diagrams.md"]
    assert tuple(re.findall(r"^\| `--dialect ([a-z-]+)`", page, re.MULTILINE)) == DIALECTS
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(code, {})


def test_the_explanation_is_what_the_command_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PAGES[0].parents[2])
    monkeypatch.setenv("COLUMNS", "80")
    page = TEXTS["explain.md"]
    command = re.search(r"^\$ mdgrad (explain .*)$", page, re.MULTILINE)
    assert command is not None
    assert main(shlex.split(command[1])) == 0
    assert capsys.readouterr().out.rstrip() in page
    assert tuple(re.findall(r"^\| `([a-z]+)` \|", page, re.MULTILINE)) == EXPLANATIONS
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(code, {})


def test_the_exported_program_is_what_the_command_prints() -> None:
    page = TEXTS["export.md"]
    (program,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert mdgrad.export(page, "python") == program
    assert tuple(re.findall(r"^\| `--to ([a-z]+)`", page, re.MULTILINE)) == LANGUAGES


def test_the_last_step_of_the_github_action_fails_on_a_wrong_label_alone(tmp_path: Path) -> None:
    (action,) = re.findall(
        r"```yaml\n(name: .*?)```", TEXTS["continuous-integration.md"], re.DOTALL
    )
    *_, last = re.findall(r"- run: mdgrad (.*)", action)
    command = [sys.executable, "-m", "mdgrad", *shlex.split(last)]
    examples = PAGES[0].parents[1] / "examples"
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/right.md").write_bytes((examples / "lemonade.md").read_bytes())
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0
    (tmp_path / "docs/wrong.md").write_bytes((examples / "slip.md").read_bytes())
    failed = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True)
    assert failed.returncode == 1
    (note,) = (one for one in failed.stdout.decode().splitlines() if one.startswith("::error "))
    for part in ("file=docs/wrong.md", "line=15", "written: 60", "expected: 4.5"):
        assert part in note
