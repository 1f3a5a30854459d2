"""The cache changes how long a run takes, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import mdgrad
from mdgrad.cache import Cache, cache_folder, clean
from mdgrad.cache.entries import read_entry, write_entry
from mdgrad.cli import main
from mdgrad.cli.arguments import FORMATS
from mdgrad.settings import Settings
from tests.sampling import one_in

WRONG = """# Product

```mermaid
flowchart LR
    X[ ] -- 2 --> M((×))
    Y[ ] -- 3 --> M
    M -- 7 --> Z[ ]
    Z -- 1 --> M
    M -- 3 --> X
    M -- 2 --> Y
```
"""
FIXTURES = sorted((Path(__file__).parents[1] / "fixtures").glob("*.md"))
SETTINGS = repr(Settings())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "post.md").write_text(WRONG, encoding="utf-8")
    return tmp_path


def lines_of(folder: Path) -> list[Path]:
    return [path for path in (folder / ".mdgrad_cache").iterdir() if path.name[0] not in ".C"]


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = main(["check", "post.md", *arguments])
    return status, capsys.readouterr().out


@pytest.fixture
def no_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    def judged(*_: object, **__: object) -> None:
        raise AssertionError("judged again")

    monkeypatch.setattr("mdgrad.api.judge", judged)


@pytest.mark.parametrize("post", one_in(2, FIXTURES), ids=lambda post: post.stem)
def test_a_report_comes_back_as_it_was(post: Path) -> None:
    settings = Settings(strict=True, complete=True)
    text = post.read_text(encoding="utf-8")
    report = mdgrad.check(text, path=post.name, settings=settings).files[0]
    assert read_entry(write_entry(report), post.name) == report


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_the_same(capsys: pytest.CaptureFixture[str], form: str) -> None:
    fresh = output(capsys, "--format", form, "--no-cache")
    assert not Path(".mdgrad_cache").exists()
    assert [output(capsys, "--format", form) for _ in range(2)] == [fresh, fresh]
    assert fresh[0] == 1


@pytest.mark.usefixtures("no_judge")
@pytest.mark.parametrize(
    "other",
    [
        pytest.param(("post.md", "x", SETTINGS), id="content"),
        pytest.param(("post.mdx", WRONG, SETTINGS), id="kind"),
        pytest.param(("post.md", WRONG, repr(Settings(strict=True))), id="settings"),
        pytest.param(("post.md", WRONG, repr(Settings(flavor="myst"))), id="flavor"),
    ],
)
def test_what_another_report_would_follow_from_is_not_found(
    folder: Path, other: tuple[str, str, str]
) -> None:
    cache = Cache(str(folder / "kept"))
    report = mdgrad.report.FileReport("post.md")
    cache.put(WRONG.encode(), SETTINGS, report)
    cache.keep()
    path, text, settings = other
    assert Cache(str(folder / "kept")).get("post.md", WRONG.encode(), SETTINGS) == report
    assert Cache(str(folder / "kept")).get(path, text.encode(), settings) is None


@pytest.mark.parametrize("who", ["mdgrad", "sympy"])
def test_another_version_judges_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    cache = Cache(str(folder / "kept"))
    cache.put(b"x", SETTINGS, mdgrad.report.FileReport("post.md"))
    cache.keep()
    if who == "mdgrad":
        monkeypatch.setattr("mdgrad.cache.versions.__version__", "0.0.0")
    else:
        monkeypatch.setattr("mdgrad.cache.versions._content", lambda *_: b"another")
    assert Cache(str(folder / "kept")).get("post.md", b"x", SETTINGS) is None


def test_a_known_post_is_not_judged(capsys: pytest.CaptureFixture[str]) -> None:
    first = output(capsys)
    code = (
        "import sys; from mdgrad.cli import main; main(['check', 'post.md']); "
        "heavy = ('sympy', 'networkx', 'markdown_it', 'mdgrad.api'); "
        "sys.exit(any(name in sys.modules for name in heavy))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == first[1]


@pytest.mark.parametrize("at", [0, 10, 40, 100, -30, -2])
def test_a_damaged_line_is_judged_anew(
    folder: Path, capsys: pytest.CaptureFixture[str], at: int
) -> None:
    fresh = output(capsys)
    for kept in lines_of(folder):
        damaged = bytearray(kept.read_bytes())
        damaged[at] ^= 1
        kept.write_bytes(damaged)
    assert output(capsys) == fresh


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff" * 99, b"{}", WRONG.encode()])
def test_a_file_of_something_else_is_no_cache(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    fresh = output(capsys)
    for kept in lines_of(folder):
        kept.write_bytes(content)
    assert output(capsys) == fresh


def test_a_cut_file_keeps_its_whole_lines(folder: Path) -> None:
    cache = Cache(str(folder / "kept"))
    for content in (b"1", b"2"):
        cache.put(content, SETTINGS, mdgrad.report.FileReport("post.md"))
    cache.keep()
    [kept] = (path for path in (folder / "kept").iterdir() if len(path.name) == 32)
    kept.write_bytes(kept.read_bytes()[:-5])
    again = Cache(str(folder / "kept"))
    assert again.get("post.md", b"1", SETTINGS) is not None
    assert again.get("post.md", b"2", SETTINGS) is None


def test_what_cannot_be_written_is_no_matter(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = output(capsys, "--no-cache")

    def full(path: str, content: bytes) -> None:
        Path(path).write_bytes(content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mdgrad.cache.lines._write", full)
    assert output(capsys) == fresh
    assert not [path for path in (folder / ".mdgrad_cache").iterdir() if path.suffix == ".new"]


def test_a_file_in_its_place_is_no_matter(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fresh = output(capsys, "--no-cache")
    (folder / ".mdgrad_cache").write_text("mine", encoding="utf-8")
    assert output(capsys) == fresh
    assert (folder / ".mdgrad_cache").read_text(encoding="utf-8") == "mine"


def test_runs_at_once_do_not_harm_each_other(folder: Path) -> None:
    reports = {str(n).encode(): mdgrad.report.FileReport(f"{n}.md") for n in range(40)}

    def run(content: bytes) -> None:
        cache = Cache(str(folder / "kept"))
        cache.put(content, SETTINGS, reports[content])
        cache.keep()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(run, reports))
    again = Cache(str(folder / "kept"))
    for content, report in reports.items():
        assert again.get(report.path, content, SETTINGS) in (report, None)


def test_it_is_ignored_by_git_and_cleaned(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ".git").mkdir()
    (folder / "posts").mkdir()
    assert cache_folder(str(folder / "posts")) == str(folder / ".mdgrad_cache")
    output(capsys)
    assert (folder / ".mdgrad_cache/.gitignore").read_text(encoding="utf-8") == "*\n"
    tag = (folder / ".mdgrad_cache/CACHEDIR.TAG").read_text(encoding="utf-8")
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55")
    assert main(["clean"]) == 0
    assert not (folder / ".mdgrad_cache").exists()
    assert main(["clean"]) == 0


def test_a_folder_that_is_not_ours_is_not_cleaned(folder: Path) -> None:
    (folder / ".mdgrad_cache").mkdir()
    (folder / ".mdgrad_cache/mine").touch()
    assert not clean(str(folder / ".mdgrad_cache"))
    assert (folder / ".mdgrad_cache/mine").exists()
