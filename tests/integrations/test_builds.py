"""Sites built by the real tools: MkDocs, ProperDocs, Zensical, Python-Markdown and Sphinx."""

from __future__ import annotations

import importlib
import logging
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integrations.site import FRONT_MATTER, RIGHT, WRONG, Built, run_mkdocs, run_tool

pytestmark = pytest.mark.tools

SUPERFENCES = """\
markdown_extensions:
  - admonition
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
"""


def site(folder: Path, posts: dict[str, str], options: str = "", more: str = "") -> Path:
    """Write a site with some posts, for MkDocs and ProperDocs alike."""
    options = f"\n      {options}" if options else ""
    (folder / "mkdocs.yml").write_text(
        f"site_name: Sample\ntheme:\n  name: material\n{SUPERFENCES}{more}"
        f"plugins:\n  - mdgrad:{options or ' {}'}\n"
    )
    (folder / "docs").mkdir()
    for name, text in {"index.md": "# Sample\n", **posts}.items():
        (folder / "docs" / name).write_text(text)
    return folder


def told(built: Built) -> list[str]:
    return re.findall(r"docs/\S+: MG\d+.*", built.said)


@pytest.mark.parametrize("tool", ["mkdocs", "properdocs"])
def test_a_strict_build_fails_on_a_wrong_label_alone(tool: str, tmp_path: Path) -> None:
    site(tmp_path, {"right.md": FRONT_MATTER + RIGHT})
    passed = run_tool(tool, "build", "--strict", folder=tmp_path)
    assert passed.status == 0, passed.said
    assert told(passed) == []

    (tmp_path / "docs/wrong.md").write_text(FRONT_MATTER + WRONG)
    failed = run_tool(tool, "build", "--strict", folder=tmp_path)
    assert failed.status == 1
    assert len(told(failed)) == 1
    # Six lines of front matter come before the fifteenth of the post.
    assert told(failed)[0].startswith("docs/wrong.md:21:11: MG301 ")
    assert told(failed)[0].endswith("written: 60; expected: 4.5")
    assert run_tool(tool, "build", folder=tmp_path).status == 0


@pytest.mark.parametrize(
    ("options", "status", "findings"),
    [
        pytest.param("fail: true", 1, 1, id="fail"),
        pytest.param("fail: false", 0, 1, id="no-fail"),
        pytest.param("ignore: [mg3]", 0, 0, id="ignore"),
        pytest.param("select: [MG2]", 0, 0, id="select"),
        pytest.param("exclude: [wr*.md]", 0, 0, id="exclude"),
        pytest.param("strict: true", 0, 3, id="strict"),
        pytest.param("ignore: [MG7]", 1, 0, id="unknown-code"),
        pytest.param("exclude: ['!']", 1, 0, id="no-pattern"),
        pytest.param("bagde: true", 0, 1, id="unknown-option"),
    ],
)
def test_options(tmp_path: Path, options: str, status: int, findings: int) -> None:
    site(tmp_path, {"wrong.md": WRONG}, options)
    built = run_mkdocs("build", folder=tmp_path)
    assert built.status == status, built.said
    assert len(told(built)) == findings
    assert ("Unrecognised configuration name: bagde" in built.said) == options.startswith("bagde")


def test_a_configuration_beside_the_posts_holds(tmp_path: Path) -> None:
    site(tmp_path, {"wrong.md": WRONG})
    (tmp_path / "mdgrad.toml").write_text('[per-file-ignores]\n"docs/w*" = ["MG301"]')
    assert told(run_mkdocs("build", folder=tmp_path)) == []
    (tmp_path / "mdgrad.toml").write_text("strikt = true")
    failed = run_mkdocs("build", folder=tmp_path)
    assert failed.status == 1
    assert "there is no key strikt" in failed.said


def test_findings_are_in_the_language_of_the_configuration(tmp_path: Path) -> None:
    site(tmp_path, {"wrong.md": WRONG})
    (tmp_path / "mdgrad.toml").write_text('language = "zh"')
    (finding,) = told(run_mkdocs("build", folder=tmp_path))
    assert "应为 4.5，而不是 60" in finding
    assert finding.endswith("写的: 60; 应为: 4.5")


def test_front_matter_turns_the_check_off(tmp_path: Path) -> None:
    site(tmp_path, {"wrong.md": f"---\nmdgrad: off\n---\n{WRONG}"})
    assert told(run_mkdocs("build", "--strict", folder=tmp_path)) == []


HOOK = """
def on_page_markdown(markdown, **_):
    return "put in\\nby a plugin\\n\\n" + markdown.replace("{{ slope }}", "60")
"""


def test_what_another_plugin_wrote_is_judged_where_the_file_has_it(tmp_path: Path) -> None:
    post = FRONT_MATTER + WRONG.replace(" 60 ", " {{ slope }} ")
    site(tmp_path, {"wrong.md": post}, more="hooks:\n  - hook.py\n")
    (tmp_path / "hook.py").write_text(HOOK)
    (finding,) = told(run_mkdocs("build", folder=tmp_path))
    assert finding.startswith("docs/wrong.md:21:11: MG301 ")


CONTAINED = f"- in a list\n\n{re.sub('^', '    ', RIGHT[RIGHT.index('```') :], flags=re.MULTILINE)}"


@pytest.mark.parametrize(
    "post",
    [
        pytest.param(FRONT_MATTER + RIGHT, id="plain"),
        pytest.param(f"!!! note\n\n{CONTAINED.split(chr(10), 2)[2]}", id="in-an-admonition"),
        pytest.param(CONTAINED, id="in-a-list"),
    ],
)
def test_notes_stand_under_verified_diagrams(tmp_path: Path, post: str) -> None:
    site(tmp_path, {"right.md": post, "wrong.md": WRONG}, "badge: true\n      table: true")
    built = run_mkdocs("build", "--strict", folder=tmp_path)
    assert built.status == 1  # but the pages were written before
    page = (tmp_path / "site/right/index.html").read_text()
    assert page.count('<div class="mdgrad">') == 3
    assert page.count('<pre class="mermaid">') == 3
    assert len(re.findall(r'</pre>\s*<div class="mdgrad">', page)) == 3
    assert "<p><div" not in page.replace("\n", "")
    assert "assets/mdgrad.css" in page
    assert (tmp_path / "site/assets/mdgrad.css").is_file()
    assert 'class="mdgrad"' not in (tmp_path / "site/wrong/index.html").read_text()
    assert (tmp_path / "docs/right.md").read_text() == post


UNFINISHED = "```mermaid\ngraph LR\nx -- 2 --> m((× 3))\nm -- ? --> y[ ]\n```\n"


def test_what_is_missing_is_drawn_on_the_page_alone(tmp_path: Path) -> None:
    site(tmp_path, {"a.md": UNFINISHED, "b.md": WRONG}, "complete: true\n      badge: true")
    built = run_mkdocs("build", folder=tmp_path)
    # What the source says is told, though readers see what is right.
    assert re.findall(r"WARNING.*docs/(\S+): MG", built.said) == ["b.md:15:11"]
    assert re.findall(r"INFO.*docs/(\S+): MG", built.said) == ["a.md:4:6"]
    page = (tmp_path / "site/a/index.html").read_text()
    for drawn in ("m -- 6 --&gt; y[ ]", "y -- 1 --&gt; m", "m -- 3 --&gt; x"):
        assert drawn in page
    assert "all 4 labels are right" in page
    assert "M1 -- 4.5 --&gt; Price" in (tmp_path / "site/b/index.html").read_text()
    assert (tmp_path / "docs/a.md").read_text() == UNFINISHED
    assert (tmp_path / "docs/b.md").read_text() == WRONG


COUNTING = """
import mdgrad.api as api

judge = api.judge

def counted(text, **options):
    with open("judged", "a") as file:
        print(options["path"], file=file)
    return judge(text, **options)

api.judge = counted
"""


@contextmanager
def served(folder: Path, port: int) -> Iterator[None]:
    tool = Path(sys.executable).parent / "mkdocs"
    if not tool.is_file():
        pytest.skip("mkdocs is not here")
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [tool, "serve", "-a", f"127.0.0.1:{port}"], cwd=folder, stdout=log, stderr=log
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(20)


def until(folder: Path, port: int, page: str, words: str) -> None:
    """Wait until a page says something."""
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{page}") as answer:
                if words in answer.read().decode():
                    return
        except OSError:
            pass
        time.sleep(0.5)
    pytest.fail((folder / "log").read_text())


def test_serve_judges_only_what_changed(tmp_path: Path) -> None:
    site(tmp_path, {"a.md": RIGHT, "b.md": WRONG}, more="hooks:\n  - hook.py\n")
    (tmp_path / "hook.py").write_text(COUNTING)
    port = 18_431
    with served(tmp_path, port):
        until(tmp_path, port, "b/", "mermaid")
        (tmp_path / "docs/b.md").write_text(WRONG.replace(" 60 ", " 4.5 ") + "\nmended\n")
        until(tmp_path, port, "b/", "mended")
    judged = [Path(line).name for line in (tmp_path / "judged").read_text().split()]
    assert judged == ["a.md", "b.md", "b.md"]
    assert (tmp_path / "log").read_text().count("MG301") == 1


def test_the_next_build_judges_only_what_changed(tmp_path: Path) -> None:
    site(tmp_path, {"a.md": RIGHT, "b.md": WRONG}, more="hooks:\n  - hook.py\n")
    (tmp_path / "hook.py").write_text(COUNTING)
    first = run_tool("mkdocs", "build", folder=tmp_path)
    second = run_tool("mkdocs", "build", folder=tmp_path)
    assert told(second) == told(first) != []
    (tmp_path / "docs/a.md").write_text(RIGHT + "\nmore\n")
    assert told(run_tool("mkdocs", "build", folder=tmp_path)) == told(first)
    judged = [Path(line).name for line in (tmp_path / "judged").read_text().split()]
    assert judged == ["a.md", "b.md", "a.md"]


# Zensical

ZENSICAL = """\
[project]
site_name = "Sample"
[project.markdown_extensions.pymdownx.superfences]
custom_fences = [
  { name = "mermaid", class = "mermaid", format = "pymdownx.superfences.fence_code_format" },
]
[project.markdown_extensions.mdgrad]
badge = true
table = true
"""


def test_zensical_tells_file_and_line_and_fails_where_asked(tmp_path: Path) -> None:
    site(tmp_path, {"right.md": FRONT_MATTER + RIGHT, "wrong.md": FRONT_MATTER + WRONG})
    (tmp_path / "mkdocs.yml").unlink()
    (tmp_path / "zensical.toml").write_text(ZENSICAL)
    built = run_tool("zensical", "build", folder=tmp_path)
    assert built.status == 0, built.said
    assert [line[:31] for line in told(built)] == ["docs/wrong.md:21:11: MG301 the "]
    page = (tmp_path / "site/right/index.html").read_text()
    assert page.count('<div class="mdgrad">') == 3
    assert page.count("<style>/* The notes that mdgrad") == 1
    (tmp_path / "zensical.toml").write_text(ZENSICAL + "fail = true\n")
    failed = run_tool("zensical", "build", "--clean", folder=tmp_path)
    assert failed.status != 0
    assert "docs/wrong.md:21:11: MG301" in failed.said


# Python-Markdown by itself


def test_python_markdown(caplog: pytest.LogCaptureFixture) -> None:
    markdown = importlib.import_module("markdown")
    extensions = ["fenced_code", "mdgrad"]
    configs = {"mdgrad": {"badge": True, "path": "post.md"}}
    with caplog.at_level(logging.WARNING):
        html = markdown.markdown(WRONG, extensions=extensions, extension_configs=configs)
    assert [record.getMessage()[:21] for record in caplog.records] == ["post.md:15:11: MG301 "]
    assert "mdgrad-badge" not in html
    html = markdown.markdown(RIGHT, extensions=extensions, extension_configs=configs)
    assert html.count('mdgrad-badge"') == 3
    assert len(re.findall(r"</code></pre>\n<div>", html)) == 1
    assert "<p><div" not in html


def test_python_markdown_draws_what_is_missing() -> None:
    markdown = importlib.import_module("markdown")
    configs = {"mdgrad": {"complete": True}}
    html = markdown.markdown(
        UNFINISHED, extensions=["fenced_code", "mdgrad"], extension_configs=configs
    )
    assert "m -- 6 --&gt; y[ ]" in html
    assert "m -- 3 --&gt; x" in html


def test_python_markdown_fails_where_asked() -> None:
    markdown = importlib.import_module("markdown")
    configs = {"mdgrad": {"fail": True}}
    with pytest.raises(Exception, match=r"line:15:11: MG301 .* expected: 4\.5"):
        markdown.markdown(WRONG, extensions=["mdgrad"], extension_configs=configs)


# Sphinx

CONFIGURATION = (
    'extensions = ["myst_parser", "sphinxcontrib.mermaid", "mdgrad.integrations.sphinx"]\n'
    'exclude_patterns = ["out"]\n'
)


def documents(folder: Path, post: str) -> None:
    myst = post.replace("```mermaid", "```{mermaid}")
    (folder / "conf.py").write_text(CONFIGURATION)
    (folder / "index.md").write_text("# Sample\n\n```{toctree}\na\nb\n```\n")
    (folder / "a.md").write_text(myst)
    diagram = post[post.index("flowchart") : post.rindex("```")]
    indented = re.sub("^(?=.)", "   ", diagram, flags=re.MULTILINE)
    (folder / "b.rst").write_text(
        f"B\n=\n\n.. mermaid::\n   :title: Titled\n\n{indented}\nThe end.\n"
    )


def test_sphinx_warns_at_the_line_in_either_markup(tmp_path: Path) -> None:
    documents(tmp_path, WRONG)
    failed = run_tool("sphinx-build", "-W", "--keep-going", "-q", ".", "out", folder=tmp_path)
    assert failed.status == 1, failed.said
    warnings = re.findall(r"(\w\.\w+):(\d+): WARNING: (MG\d+) .*expected: 4\.5", failed.said)
    in_rst = (tmp_path / "b.rst").read_text().split("\n").index("       M1 -- 60 --> Price") + 1
    assert sorted(warnings) == [("a.md", "15", "MG301"), ("b.rst", str(in_rst), "MG301")]


def test_sphinx_is_silent_where_all_is_right_or_suppressed(tmp_path: Path) -> None:
    documents(tmp_path, WRONG.replace(" 60 ", " 4.5 "))
    passed = run_tool("sphinx-build", "-W", "-q", ".", "out", folder=tmp_path)
    assert (passed.status, passed.said) == (0, "")
    documents(tmp_path, WRONG)
    with (tmp_path / "conf.py").open("a") as file:
        file.write('suppress_warnings = ["mdgrad.MG301"]\n')
    passed = run_tool("sphinx-build", "-W", "-q", "-E", ".", "out", folder=tmp_path)
    assert (passed.status, passed.said) == (0, "")
