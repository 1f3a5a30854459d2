"""A session of an editor with the real server, over standard input and output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

types: Any = pytest.importorskip("lsprotocol.types")
client_module: Any = pytest.importorskip("pygls.lsp.client")

pytestmark = pytest.mark.tools

EXAMPLES = Path(__file__).parents[2] / "docs/examples"
WRONG = (EXAMPLES / "slip.md").read_text(encoding="utf-8")
RIGHT = WRONG.replace("M1 -- 60 -->", "M1 -- 4.5 -->")
LINE = WRONG.split("\n").index("    M1 -- 60 --> Price")


class Editor:
    """What an editor does with the server, and what it is told."""

    def __init__(self, client: Any, uri: str) -> None:
        self.client = client
        self.uri = uri
        self.marks: asyncio.Queue[Any] = asyncio.Queue()

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
        def marked(found: Any) -> None:
            self.marks.put_nowait(found)

    async def open(self, text: str) -> list[Any]:
        item = types.TextDocumentItem(self.uri, "markdown", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self.told()

    def type(self, text: str, version: int) -> None:
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version, self.uri),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    async def told(self) -> list[Any]:
        found = await asyncio.wait_for(self.marks.get(), 30)
        return list(found.diagnostics)

    async def hover(self, line: int, character: int) -> str | None:
        found = await self.client.text_document_hover_async(
            types.HoverParams(
                types.TextDocumentIdentifier(self.uri), types.Position(line, character)
            )
        )
        return found.contents.value if found else None

    async def actions(self, line: int, *only: str) -> list[Any]:
        everywhere = types.Range(types.Position(line, 0), types.Position(line, 99))
        return list(
            await self.client.text_document_code_action_async(
                types.CodeActionParams(
                    types.TextDocumentIdentifier(self.uri),
                    everywhere,
                    types.CodeActionContext([], only=list(only) or None),
                )
            )
        )


@asynccontextmanager
async def editor(folder: Path, name: str = "post.md") -> AsyncIterator[Editor]:
    client = client_module.LanguageClient("test", "1")
    session = Editor(client, (folder / name).as_uri())
    await client.start_io(sys.executable, "-m", "mdgrad", "lsp")
    hello = await client.initialize_async(
        types.InitializeParams(types.ClientCapabilities(), root_uri=folder.as_uri())
    )
    assert hello.server_info.name == "mdgrad"
    client.initialized(types.InitializedParams())
    yield session
    await client.shutdown_async(None)
    client.exit(None)
    await asyncio.wait_for(client._server.wait(), 10)
    assert client._server.returncode == 0


def in_an_editor(
    folder: Path, work: Callable[[Editor], Awaitable[None]], name: str = "post.md"
) -> None:
    async def session() -> None:
        async with editor(folder, name) as opened:
            await work(opened)

    asyncio.run(session())


def test_wrong_labels_are_marked_and_the_marks_go_when_they_are_mended(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        marks = await editor.open(WRONG)
        assert [(mark.code, mark.severity, mark.source) for mark in marks] == [
            ("MG301", types.DiagnosticSeverity.Error, "mdgrad")
        ]
        assert marks[0].range == types.Range(types.Position(LINE, 10), types.Position(LINE, 12))
        assert "4.5, not 60" in marks[0].message
        editor.type(RIGHT, 2)
        assert await editor.told() == []

    in_an_editor(tmp_path, work)


def test_marks_are_in_the_language_of_the_configuration(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        (mark,) = await editor.open(WRONG)
        assert "60 ではなく 4.5" in mark.message
        hover = await editor.hover(LINE, 11)
        assert hover is not None
        assert hover.startswith("勾配: 誤り\n記載: 60\n正解: 4.5\n")
        quick, *_ = await editor.actions(LINE)
        assert quick.title == "4.5 と書く"

    (tmp_path / "mdgrad.toml").write_text('language = "ja"\n')
    in_an_editor(tmp_path, work)


def test_a_post_is_judged_when_the_typing_pauses(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        await editor.open(WRONG)
        for version, text in enumerate((WRONG + "a", WRONG + "ab", RIGHT), start=2):
            editor.type(text, version)
        assert await editor.told() == []
        await asyncio.sleep(0.5)
        assert editor.marks.empty()  # what was typed in between was never judged

    in_an_editor(tmp_path, work)


def test_a_hover_tells_the_verdict_and_the_derivation(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        await editor.open(WRONG)
        wrong = await editor.hover(LINE, 11)
        assert wrong is not None
        assert wrong.startswith("gradient wrong\nwritten: 60\nexpected: 4.5\n")
        right = await editor.hover(LINE - 1, 12)
        assert right is not None
        assert right.startswith("gradient verified, proved for all inputs\n")
        assert right.endswith("= 1 · 1.5 = 1.5")
        assert await editor.hover(0, 3) is None

    in_an_editor(tmp_path, work)


def test_a_quick_fix_writes_what_is_right(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        await editor.open(WRONG)
        quick, everything = await editor.actions(LINE)
        assert (quick.title, quick.kind) == ("Write 4.5", types.CodeActionKind.QuickFix)
        assert everything.kind == "source.fixAll.mdgrad"
        for action in (quick, everything):
            (change,) = action.edit.changes[editor.uri]
            assert change.new_text == "4.5"
            assert change.range == types.Range(types.Position(LINE, 10), types.Position(LINE, 12))
        assert await editor.actions(LINE, types.CodeActionKind.Refactor) == []
        on_saving = await editor.actions(LINE, types.CodeActionKind.SourceFixAll)
        assert [action.kind for action in on_saving] == ["source.fixAll.mdgrad"]
        assert [one.kind for one in await editor.actions(0)] == ["source.fixAll.mdgrad"]

    in_an_editor(tmp_path, work)


def test_the_backward_pass_of_the_diagram_under_the_cursor_is_drawn(tmp_path: Path) -> None:
    unfinished = "```mermaid\ngraph LR\nx -- 2 --> m((× 3))\nm -- 6 --> y[ ]\n```\n"

    async def work(editor: Editor) -> None:
        await editor.open(unfinished + unfinished)
        for start in (0, 5):
            (drawing,) = await editor.actions(start + 2)
            assert drawing.title == "Draw the backward pass"
            assert drawing.kind == types.CodeActionKind.RefactorRewrite
            (change,) = drawing.edit.changes[editor.uri]
            assert change.range == types.Range(
                end := types.Position(start + 3, len("m -- 6 --> y[ ]")), end
            )
            assert change.new_text.split("\n")[1:3] == ["y -- 1 --> m", "m -- 3 --> x"]
        assert await editor.actions(2, types.CodeActionKind.QuickFix) == []

    in_an_editor(tmp_path, work)


@pytest.mark.parametrize(
    ("configuration", "marks"),
    [('ignore = ["MG3"]', 0), ('exclude = ["post.md"]', 0), ("strict = true", 3)],
    ids=["ignore", "exclude", "strict"],
)
def test_the_nearest_configuration_holds(tmp_path: Path, configuration: str, marks: int) -> None:
    async def work(editor: Editor) -> None:
        assert len(await editor.open(WRONG)) == marks

    (tmp_path / "mdgrad.toml").write_text(configuration)
    in_an_editor(tmp_path, work)


@pytest.mark.parametrize("text", ["", "```mermaid\n", "\u2028\x0b```mermaid\ngraph LR\nA-->\n```"])
def test_half_a_post_is_no_trouble(tmp_path: Path, text: str) -> None:
    async def work(editor: Editor) -> None:
        await editor.open(text)
        assert await editor.hover(0, 0) is None
        assert await editor.actions(0) == []

    in_an_editor(tmp_path, work)
