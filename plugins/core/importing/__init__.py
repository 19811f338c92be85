"""Foreign texts on their way into the column: what a reader found → draft article, losses and guesses.

    model (blocks, spans) → characters → frame (title, sapo, captions, letterhead) → write (Markdown) → account

No file is opened here and no clock asked; `plugins/importing` reads the files.

May import article, body, text and what lies below.
"""
