"""Posts checked in every language: the same findings, in other words, with no English left."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import mdgrad
from mdgrad.checking import check_post
from mdgrad.cli import main
from mdgrad.cli.arguments import FORMATS
from mdgrad.messages.languages import translations
from mdgrad.report import FileReport
from mdgrad.rules.catalogue import RULES
from mdgrad.rules.pages import examples
from mdgrad.settings import Settings
from mdgrad.translating import translated
from tests.fixture_posts import POSTS
from tests.messages.test_translations import OTHERS, words
from tests.mistaken import DIALECTS
from tests.rules.test_examples import WITHOUT_EXAMPLE
from tests.sampling import one_in
from tests.test_mistakes import ORACLES, cases

WRONG = """\
```mermaid
flowchart LR
    A[a] -- 2 --> M((×))
    B[b] -- 7 --> M
    M -- 15 --> L[L]
    L -- 1 --> M
    M -- 2 --> A
```
"""
TOLD = {
    "en": "the gradient from M “×” to A “a” is 7, not 2: that is the gradient of “×”'s other "
    "operand “b”: the two are swapped",
    "ja": "M “×” から A “a” への勾配は 2 ではなく 7。“×” のもう一方の被演算子 “b” の勾配です。"
    "二つが入れ替わっています",
    "ko": "M “×” → A “a” 방향의 기울기: 적힌 것은 2, 올바른 것은 7. “×”의 다른 피연산자 “b”의 "
    "기울기입니다: 둘이 서로 바뀌었습니다",
    "zh": "从 M “×” 到 A “a” 的梯度应为 7，而不是 2：这是 “×” 的另一个操作数 “b” 的梯度："
    "两者写反了",
}
SUMMARIES = {
    "en": "1 post, 1 computation graph: 3 claims verified, 2 wrong, 0 undecided; "
    "1 gradient not drawn; 2 can be mended by `mdgrad fix`",
    "ja": "記事 1 件、計算グラフ 1 個: 検証済み 3、誤り 2、判定不能 0。描かれていない勾配 1 個。"
    "`mdgrad fix` で修正できるもの 2 件",
    "ko": "글 1개, 계산 그래프 1개: 검증됨 3, 틀림 2, 판정 불가 0; 그려지지 않은 기울기 1개; "
    "`mdgrad fix` 명령으로 고칠 수 있는 것 2개",
    "zh": "1 篇文章，1 个计算图：已验证 3，错误 2，未定 0；1 个梯度没有画出；"
    "2 处可用 `mdgrad fix` 修正",
}
LANGUAGES = ["en", *OTHERS]
NAMES = {"affine", "float", "matmul", "ps"}
"""What messages have of operators, of arithmetic, and of `ops`, whose `o` Mermaid takes away."""


def without_words(report: FileReport) -> FileReport:
    """Return a report without what is told in a language."""
    findings = tuple(
        replace(one, message="", edits=tuple(replace(edit, reason=None) for edit in one.edits))
        for one in report.findings
    )
    diagrams = tuple(
        replace(one, claims=tuple(replace(claim, reason=None) for claim in one.claims))
        for one in report.diagrams
    )
    return replace(report, findings=findings, diagrams=diagrams)


def said(report: FileReport) -> list[str]:
    """Return all that is told in a language."""
    reasons = [claim.reason for diagram in report.diagrams for claim in diagram.claims]
    return [finding.message for finding in report.findings] + [one for one in reasons if one]


def assert_same_in_other_words(post: str, path: str, language: str) -> None:
    english = mdgrad.check(post, path=path, strict=True).files[0]
    other = mdgrad.check(post, path=path, strict=True, language=language).files[0]
    assert_in_other_words(english, other, post, language)


def assert_in_other_words(english: FileReport, other: FileReport, post: str, language: str) -> None:
    assert without_words(other) == without_words(english)
    known = NAMES.union(words(post), *map(words, translations(language).values()))
    known.update(*(words(one.expected or "") for one in english.findings))
    for message in said(other):
        assert words(message) <= known, message
    assert all(one != other for one, other in zip(said(english), said(other), strict=True))


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("code", sorted(set(RULES) - WITHOUT_EXAMPLE))
def test_every_rule_is_told(code: str, language: str) -> None:
    wrong, _ = examples(code)
    assert_same_in_other_words(wrong.post, wrong.path, language)


@pytest.mark.parametrize("path", one_in(8, POSTS), ids=lambda path: path.stem)
def test_every_fixture_is_told(path: Path) -> None:
    post = path.read_text(encoding="utf-8")
    english = check_post(post, path=path.name, settings=Settings())
    for language in OTHERS:
        assert_in_other_words(english, translated(english, language), post, language)


@pytest.mark.parametrize("language", OTHERS)
def test_every_mistake_is_told(language: str) -> None:
    named: set[str] = set()
    for oracle in ORACLES.values():
        for mistake, place, label in cases(oracle, "edges"):
            if mistake not in named:
                named.add(mistake)
                drawn = DIALECTS["edges"](oracle.circuit, {**oracle.labels, place: label})
                post = "```mermaid\n" + "\n".join(drawn.lines) + "\n```\n"
                assert_same_in_other_words(post, "post.md", language)
    assert len(named) > 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_label_is_told(language: str) -> None:
    messages = [one.message for one in mdgrad.check(WRONG, language=language).findings]
    assert TOLD[language] in messages


@pytest.mark.parametrize("post", [WRONG, ""])
def test_an_unknown_language_is_misuse(post: str) -> None:
    with pytest.raises(ValueError, match="there is no language 'xx'"):
        mdgrad.check(post, language="xx")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    (tmp_path / "post.md").write_text(WRONG, encoding="utf-8")
    return tmp_path


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    main([*arguments])
    return capsys.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_line_is_asked_for_a_language(
    language: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = output(capsys, "check", "post.md", "--language", language)
    assert f"MG301 {TOLD[language]}\n" in told
    assert told.endswith(f"{SUMMARIES[language]}\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_configuration_asks_for_a_language(
    language: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mdgrad.toml").write_text(f'language = "{language}"\n')
    assert output(capsys, "check", "post.md").endswith(f"{SUMMARIES[language]}\n")
    english = output(capsys, "check", "post.md", "--language", "en")
    assert english.endswith(f"{SUMMARIES['en']}\n")


def test_the_environment_asks_for_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert output(capsys, "check", "post.md").endswith(f"{SUMMARIES['en']}\n")


def test_a_language_that_is_not_there_is_misuse(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mdgrad.toml").write_text('language = "xx"\n')
    assert main(["check", "post.md"]) == 2
    assert "language must be one of en, ja, ko, zh" in capsys.readouterr().err


@pytest.mark.parametrize("language", OTHERS)
def test_the_cache_keeps_languages_apart(
    language: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert TOLD["en"] in output(capsys, "check", "post.md")
        assert TOLD[language] in output(capsys, "check", "post.md", "--language", language)


@pytest.mark.parametrize("language", OTHERS)
def test_formats_for_programs_have_the_message_in_them(
    language: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in set(FORMATS) - {"text"}:
        told = output(capsys, "check", "post.md", "--format", name, "--language", language)
        shown = re.sub(r"\\+u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), told)
        assert TOLD[language] in shown.replace("\\\\", ""), name
        assert "MG301" in told


@pytest.mark.parametrize("language", OTHERS)
def test_json_is_the_same_but_for_messages(
    language: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    english = json.loads(output(capsys, "check", "post.md", "--format", "json"))
    other = json.loads(
        output(capsys, "check", "post.md", "--format", "json", "--language", language)
    )
    for report in (english, other):
        for finding in report["files"][0]["findings"]:
            del finding["message"]
        for claim in report["files"][0]["diagrams"][0]["claims"]:
            del claim["reason"]
    assert other == english


@pytest.mark.parametrize("language", OTHERS)
def test_mending_is_told(language: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mended = output(capsys, "fix", "post.md", "--complete", "--language", language)
    known = set().union(*map(words, translations(language).values()))
    post = (folder / "post.md").read_text(encoding="utf-8")
    assert words(mended) <= words(post) | known | {"post", "md"}
    assert mended.count("“2” → “7”") == 1


@pytest.mark.parametrize("language", OTHERS)
def test_what_mending_refuses_is_told(language: str) -> None:
    """Nothing but the derivatives says which way these arrows run."""
    post = """\
```mermaid
flowchart RL
    Z[ ] -- "∂z/∂z" --> M((×))
    M -- "∂z/∂z · y" --> X[x]
    M -- "∂z/∂z · x" --> Y[y]
```
"""
    (finding,) = mdgrad.exercise(
        post, "gradients", settings=Settings(language=language)
    ).report.findings
    assert finding.code == "MG904"
    assert not words(finding.message)


@pytest.mark.parametrize("language", OTHERS)
def test_a_file_that_is_too_large_is_told(
    language: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mdgrad.toml").write_text("max-bytes = 20\n")
    told = output(capsys, "check", "post.md", "--language", language).splitlines()[0]
    assert "MG905" in told
    assert words(told) <= {"post", "md", "mg"}


def test_a_report_is_translated_once() -> None:
    report = mdgrad.check(WRONG, language="ko").files[0]
    assert translated(report, "ja") == report
