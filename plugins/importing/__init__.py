"""The way in for foreign texts: bytes and a name → article, pictures, losses and guesses, or a refusal.

    .docx ────────────────► container ─► prepare ─► docx ─┐
    .doc .odt .rtf ─► office ─► .docx ─┘                   ├─► Document ─► core.importing (frame, write, account)
    HTML of Word, Google Docs, the clipboard ──► html ─────┘
    sites of other programs ──► archives ──► html

`incoming.import_file` does all of it in a child process with limits of time and memory and without a network
(`child`); `importer.read` is the same without a child. Whatever a reader leaves out, it tells; what it neither
shows nor tells, the account at the end does.

May import system and core.
"""
