"""The command itself: help, version, rules, interruptions, pipes and odd terminals."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import mdgrad
from mdgrad.rules.catalogue import RULES
from tests.cli.conftest import Run


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "mdgrad", *arguments]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ("--version", 0, f"mdgrad {mdgrad.__version__}"),
        ("--help", 0, "exit status"),
        ("check --help", 0, "--exclude"),
        ("check --help", 0, "examples:"),
        ("fix --help", 0, "--diff"),
        ("completion --help", 0, "_mdgrad"),
        ("", 2, "COMMAND"),
        ("chekc x.md", 2, "invalid choice"),
        ("check", 2, "PATH"),
        ("rule", 0, "MG301"),
        ("rule mg301", 0, "# MG301: a gradient is wrong"),
        ("rule MG30l", 2, "did you mean MG30"),
        ("rule 7", 2, "there is no code 7"),
    ],
)
def test_what_is_said(run: Run, arguments: str, status: int, said: str) -> None:
    ran = run(*arguments.split())
    assert ran.status == status
    assert said in (ran.err if status else ran.out)


def test_every_code_is_listed(run: Run) -> None:
    assert [line.split()[0] for line in run("rule").out.splitlines()] == sorted(RULES)


def test_ctrl_c_is_130() -> None:
    # What a shell runs in the background ignores it, and all that this starts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        command("check", "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    signal.signal(signal.SIGINT, before)
    assert process.stdin is not None
    process.stdin.write(b"more than a pipe holds: " * 10_000)  # so it is reading when this is over
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err == b"mdgrad: interrupted\n"


def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run(
        command("rule"), stdout=writing, stderr=subprocess.PIPE, check=False, cwd=tmp_path
    )
    os.close(writing)
    assert process.stderr == b""
    assert process.returncode == 1


def test_an_ascii_terminal_gets_utf_8(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    process = subprocess.run(
        command("check", "empty", "호두.md"),
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert process.stderr.decode().endswith("mdgrad: 호두.md: no such file or folder\n")


def test_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    try:
        (tmp_path / "\udcff.md").write_text("text")
    except OSError:
        pytest.skip("the file system takes UTF-8 only")
    process = subprocess.run(command("check", "."), capture_output=True, check=False, cwd=tmp_path)
    assert process.returncode == 0
    assert process.stdout.startswith(b"1 post,")


def test_completion_for_a_shell_that_has_none(run: Run) -> None:
    pytest.importorskip("shtab")
    ran = run("completion", "elvish")
    assert ran.status == 2
    assert "no completion for elvish" in ran.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_that_the_shell_reads(run: Run, tmp_path: Path, shell: str) -> None:
    pytest.importorskip("shtab")
    script = run("completion", shell).out
    assert "write-baseline" in script
    if shutil.which(shell):
        (tmp_path / "script").write_text(script)
        subprocess.run([shell, "-n", "script"], check=True, cwd=tmp_path)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("mdgrad ch", "check"),
        ("mdgrad check --form", "--format"),
        ("mdgrad check --format sa", "sarif"),
    ],
)
def test_bash_completes(run: Run, tmp_path: Path, words: str, completed: str) -> None:
    pytest.importorskip("shtab")
    (tmp_path / "script").write_text(run("completion", "bash").out)
    ask = (
        "source ./script; COMP_WORDS=($1); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
        'compopt() { :; }; _shtab_mdgrad; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    told = subprocess.run(
        ["bash", "-c", ask, "bash", words], capture_output=True, check=True, cwd=tmp_path
    )
    assert told.stdout.decode().split() == [completed]


def test_starting_imports_nothing_heavy() -> None:
    script = (
        "import sys; from mdgrad.cli import main\n"
        "try: main(['check', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'sympy', 'networkx', 'markdown_it', 'pathspec', 'mdgrad.posts.reading'}\n"
        "print(heavy & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stderr == b"set()\n"
