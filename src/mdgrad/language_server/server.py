"""The server: posts judged as they are typed, off the thread that talks to the editor."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from mdgrad import __version__
from mdgrad.api import judge
from mdgrad.configuration import ConfigurationError, Nearest
from mdgrad.language_server.answers import FIX_ALL, Judged, actions, diagnostics, hover
from mdgrad.report import FileReport
from mdgrad.settings import Settings
from mdgrad.source import Text

__all__ = ["serve", "server"]

PAUSE: Final = 0.2
"""Seconds without a keystroke after which a post is judged."""


class _Server(LanguageServer):
    """The server, and the posts that it has judged."""

    def __init__(self) -> None:
        # Whole texts: a post is read whole anyway, and no two ways of counting can come apart.
        super().__init__(
            "mdgrad", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self.posts: dict[str, Judged] = {}
        self.one_at_a_time = asyncio.Lock()

    async def judge(self, uri: str) -> Judged:
        """Return the verdicts on a post as the editor has it now, and mark its findings."""
        async with self.one_at_a_time:
            document = self.workspace.get_text_document(uri)
            version, text = document.version, document.source
            known = self.posts.get(uri)
            if known is not None and known.text.content == text:
                return known
            path = Path(to_fs_path(uri) or "untitled.md")
            settings = self._settings(path)
            report = FileReport(str(path))
            if settings is not None:
                report = await asyncio.to_thread(
                    judge, text, path=str(path), settings=replace(settings, complete=True)
                )
            judged = Judged(
                uri, version, Text(text), report, settings or Settings(),
                self.workspace.position_encoding or types.PositionEncodingKind.Utf16,
            )  # fmt: skip
            self.posts[uri] = judged
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, diagnostics(judged), judged.version)
        )
        return judged

    def _settings(self, path: Path) -> Settings | None:
        """Return the settings of the post at `path`, None if it is left out."""
        try:
            configuration = Nearest().to(path)
        except ConfigurationError as error:
            self.window_show_message(
                types.ShowMessageParams(types.MessageType.Error, f"mdgrad: {error}")
            )
            return Settings()
        return None if configuration.leaves_out(path) else configuration.settings_for(path)


def server() -> LanguageServer:
    """Return a server that knows what to do with every message."""
    new = _Server()

    @new.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(ls: _Server, parameters: types.DidOpenTextDocumentParams) -> None:
        await ls.judge(parameters.text_document.uri)

    @new.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(ls: _Server, parameters: types.DidChangeTextDocumentParams) -> None:
        await asyncio.sleep(PAUSE)
        uri = parameters.text_document.uri
        document = ls.workspace.text_documents.get(uri)
        if document is not None and document.version == parameters.text_document.version:
            await ls.judge(uri)

    @new.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: _Server, parameters: types.DidCloseTextDocumentParams) -> None:
        uri = parameters.text_document.uri
        ls.posts.pop(uri, None)
        ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    @new.feature(types.TEXT_DOCUMENT_HOVER)
    async def hovered(ls: _Server, parameters: types.HoverParams) -> types.Hover | None:
        post = await ls.judge(parameters.text_document.uri)
        return hover(post, parameters.position)

    @new.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(
            code_action_kinds=[
                types.CodeActionKind.QuickFix,
                types.CodeActionKind.RefactorRewrite,
                FIX_ALL,
            ]
        ),
    )
    async def asked(ls: _Server, parameters: types.CodeActionParams) -> list[types.CodeAction]:
        post = await ls.judge(parameters.text_document.uri)
        found = actions(post, parameters.range)
        only = parameters.context.only
        if only is None:
            return found
        return [one for one in found if any(_is_of(one.kind, kind) for kind in only)]

    return new


def _is_of(kind: str | None, wanted: str) -> bool:
    """Return whether a kind is the one wanted, or one below it (`source.fixAll` has ours)."""
    return kind is not None and (kind == wanted or kind.startswith(f"{wanted}."))


def serve() -> None:
    """Serve an editor over standard input and output until it leaves."""
    # pygls closes what it writes to, which the process still needs for its own end.
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    server().start_io(stdout=output)
