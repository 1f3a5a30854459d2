"""The commit hooks, as pre-commit and prek run them on a scratch repository."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from mdgrad.files.walking import POST_SUFFIXES
from tests.integrations.site import RIGHT, WRONG, Built, run_tool

ROOT = Path(__file__).parents[2]
MANIFEST = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")


def test_the_hooks_run_on_every_kind_of_post() -> None:
    patterns = re.findall(r"files: (.*)", MANIFEST)
    assert len(patterns) == 2
    for pattern in patterns:
        suffixes = re.search(r"\\\.\((.*)\)\$", pattern)
        assert suffixes is not None
        assert {f".{suffix}" for suffix in suffixes[1].split("|")} == POST_SUFFIXES
        assert re.search(pattern, "docs/A.MD")
        assert not re.search(pattern, "docs/a.md.txt")


def test_the_hooks_are_serial() -> None:
    assert MANIFEST.count("require_serial: true") == MANIFEST.count("- id: ") == 2


@pytest.fixture(scope="module")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for what the runners install, which takes them most of the time."""
    return tmp_path_factory.mktemp("caches")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with the project as it stands, so that it is installed only once."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("the project is in no git repository")
    copy = tmp_path_factory.mktemp("project")
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    committed = ["-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "-qm", "x"]
    for arguments in (["init", "-q"], ["add", "-A"], committed):
        subprocess.run(["git", *arguments], cwd=copy, check=True)
    return copy


@pytest.fixture
def scratch(tmp_path: Path, caches: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PRE_COMMIT_HOME", str(caches / "pre-commit"))
    monkeypatch.setenv("PREK_HOME", str(caches / "prek"))
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    return tmp_path


def run(runner: str, scratch: Path, *arguments: str) -> Built:
    subprocess.run(["git", "add", "-A"], cwd=scratch, check=True)
    built = run_tool(runner, *arguments, "--all-files", folder=scratch, seconds=500)
    if "No matching distribution" in built.said:
        pytest.skip("packages cannot be had here")
    return built


def assert_told(built: Built) -> None:
    assert built.status == 1
    assert "docs/wrong.md:15:11: MG301" in built.said
    assert re.search(r"written: +60\n", built.said)
    assert re.search(r"expected: +4\.5\n", built.said)


@pytest.mark.tools
@pytest.mark.parametrize("runner", [pytest.param("pre-commit", marks=pytest.mark.fuzz), "prek"])
def test_a_wrong_label_fails_the_hook_and_the_fixer_mends_it(
    runner: str, project: Path, scratch: Path
) -> None:
    revision = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=project, capture_output=True, check=True
    )
    (scratch / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {project}\n    rev: {revision.stdout.decode().strip()}\n"
        "    hooks: [{id: mdgrad-check}, {id: mdgrad-fix}]\n"
    )
    (scratch / "docs").mkdir()
    (scratch / "right.md").write_text(RIGHT)
    (scratch / "notes.txt").write_text(WRONG)  # no post
    passed = run(runner, scratch, "run", "mdgrad-check")
    assert passed.status == 0, passed.said

    (scratch / "docs/wrong.md").write_text(WRONG)
    assert_told(run(runner, scratch, "run", "mdgrad-check"))
    mending = run(runner, scratch, "run", "mdgrad-fix")
    assert mending.status == 1  # a hook that changes files fails, so that they are looked at
    assert (scratch / "docs/wrong.md").read_text() == WRONG.replace(" 60 ", " 4.5 ")
    assert (scratch / "notes.txt").read_text() == WRONG
    assert run(runner, scratch, "run").status == 0


@pytest.mark.tools
def test_the_hooks_can_be_tried(project: Path, scratch: Path) -> None:
    (scratch / "docs").mkdir()
    (scratch / "right.md").write_text(RIGHT)
    (scratch / "docs/wrong.md").write_text(WRONG)
    tried = run("pre-commit", scratch, "try-repo", str(project))
    assert_told(tried)
    assert "right.md:" not in tried.said
    assert tried.said.count("Failed") == 2  # the check, and then the fixer that changed a file
    assert (scratch / "docs/wrong.md").read_text() == WRONG.replace(" 60 ", " 4.5 ")
    assert (scratch / "right.md").read_text() == RIGHT
