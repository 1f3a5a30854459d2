"""A post with nothing to judge is told without what judges: its report must be the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import mdgrad
from mdgrad.posts.quick import has_nothing_to_judge
from mdgrad.report import FileReport

HEAVY = ("sympy", "networkx", "markdown_it", "tomllib", "json", "mdgrad.api")


@pytest.mark.parametrize(
    ("text", "path", "nothing"),
    [
        pytest.param("", "post.md", True, id="empty"),
        pytest.param("# Words\n\n```python\n1\n```\n", "post.md", True, id="other-code"),
        pytest.param("---\ntitle: x\n---\nWords on mermaid.\n", "post.md", True, id="front-matter"),
        pytest.param("```mermaid\nflowchart LR\nA-->B\n```\n", "post.md", False, id="diagram"),
        pytest.param("---\nmdgrad: of\n---\n", "post.md", False, id="odd-setting"),
        pytest.param("---\nmdgrad: {ignore: MG301}\n---\n", "post.md", False, id="unused-ignore"),
        pytest.param("{", "post.ipynb", False, id="no-notebook"),
        pytest.param("flowchart LR\nA--", "post.mmd", False, id="diagram-file"),
    ],
)
def test_nothing_to_judge_is_an_empty_report(text: str, path: str, nothing: bool) -> None:
    assert has_nothing_to_judge(text, path=path) is nothing
    report = mdgrad.check(text, path=path, strict=True).files[0]
    assert not nothing or report == FileReport(path)


def test_what_judges_is_not_imported_for_it(tmp_path: Path) -> None:
    post = tmp_path / "post.md"
    post.write_text("# Words\n", encoding="utf-8")
    code = (
        "import sys; from mdgrad.cli import main; main(sys.argv[1:]); "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, "check", str(post)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[-1] == "[]"
