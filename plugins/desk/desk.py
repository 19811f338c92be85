"""The desk itself, without a browser: opens, judges, saves and commits articles for people. Routes are faces on it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.article.draft_errors import KEPT_BACK
from ..core.article.header_edit import halves, set_headers
from ..core.column.index import files_of
from ..core.errors import ColumnError
from ..core.reports.correction_diff import changed_wording
from ..core.text.decoding import line_ends
from ..core.text.vietnamese import nfc, slugify
from ..system import build_inputs
from ..system.memory import give_back
from .commits import Repository
from .drafts import Drafts
from .files import Folder, Opened, key_of, opened, written
from .landing import note_what_stands
from .live import Live
from .locks import Locks
from .people import EDITOR, Person
from .room import Looked, Room
from .rows import Rows, state_of
from .sync import Sync
from .uncut import UncutPictures

if TYPE_CHECKING:
    from ..core.article.record import Record

_LOOK = 30
"""Seconds after which the folder is looked at whatever is told of it."""
LONGEST = 1_000_000
"""Characters of one article's text."""


class RefusedError(ColumnError):
    """Raised when something may not be done; its text is for the person. status: of the answer; more: what the page
    shows beside the words."""

    def __init__(self, status: int, words: str, **more: object) -> None:
        super().__init__(words)
        self.status, self.more = status, more


class Edit(NamedTuple):
    """One state of an article in somebody's browser. head: all above the body as it was handed out, "" when the whole
    file is edited as text; changes: header → its values; base: of the file that it began from, "" for a new one."""

    head: str
    changes: Mapping[str, Sequence[str]]
    body: str
    base: str

    @property
    def text(self) -> str:
        """The whole file as it would be."""
        body = nfc(line_ends(self.body))
        whole = self.head + body
        return set_headers(whole, {name: [nfc(v) for v in values] for name, values in self.changes.items()})


class Saved(NamedTuple):
    """base: of the file now; text: what it says; commit: "" when nothing differed or there is no git."""

    base: str
    text: str
    commit: str


class Desk:
    """Everything that all people share. saving: held while files and branch change together."""

    def __init__(self, content: Path, settings: dict[str, Any], targets: Path | None = None) -> None:
        self.room = Room(content, settings)
        self.folder = Folder(content, self.room.named)
        self.git = Repository(content, self.room.named)
        self.locks = Locks()
        self.home = build_inputs.cache() / "desk" / build_inputs.store_home(content).name
        self.drafts = Drafts(self.home / "drafts")
        self.uncut = UncutPictures(self.home / "uncut")
        self.saving = threading.RLock()
        self.sync = Sync(self.git, self.folder, self.home, self.saving, self.look_again)
        self.live = Live(self.home, self.git, targets, lambda: self.rows.forget())
        self.rows = Rows(self.room, self.live.changed)
        self._keys: tuple[int, dict[str, str]] = (-1, {})
        self._stale = threading.Event()

    # ── the folder ───────────────────────────────────────────────────────────────────────────────────────────────

    def open(self) -> None:
        """Check the column, and begin to watch folder and line."""
        self.folder.clear()
        if self.git.here:
            self.git.clear()
            note_what_stands(self.git)
        self.room.refresh()
        for name, work in (("desk-room", self._follow), ("desk-watch", self._watch)):
            threading.Thread(target=work, name=name, daemon=True).start()
        self.sync.begin()
        self.live.begin()

    def look_again(self) -> None:
        """Files changed: the room follows soon."""
        self._stale.set()

    def _watch(self) -> None:
        """Where the system can't tell what changes, the room looks by itself now and then."""
        from watchfiles import watch

        with suppress(OSError, RuntimeError):
            for _ in watch(self.room.content, watch_filter=_is_seen, debounce=400, raise_interrupt=False):
                self.look_again()

    def _follow(self) -> None:
        self.rows.every()  # before somebody asks for the first list
        while True:
            self._stale.wait(timeout=_LOOK)
            self._stale.clear()
            with suppress(OSError, ColumnError):
                if self.room.refresh():
                    self.rows.every()
                    give_back()  # of 10,000 articles the state before took 15 MB

    def source(self, key: str) -> str:
        """The file behind a key. RefusedError when there is none any more."""
        now = self.room.version
        version, known = self._keys
        if version != now:
            known = {key_of(source): source for source in self.room.articles}
            self._keys = (now, known)
        source = known.get(key)
        if source is None:
            raise RefusedError(404, "không còn bài này trong content; có thể nó vừa được đổi tên hoặc xoá")
        return source

    def file(self, source: str) -> Opened:
        """The article as it stands on disk."""
        found = self.folder.open(source)
        if found is None:
            raise RefusedError(404, "tệp của bài không còn; có thể nó vừa được đổi tên hoặc xoá")
        return found

    # ── judging ──────────────────────────────────────────────────────────────────────────────────────────────────

    def look(self, source: str, text: str, *, whole: bool = False) -> Looked:
        """What the gate says of a text. RefusedError when it is too long to be one."""
        if len(text) > LONGEST:
            raise RefusedError(413, f"bài dài quá {LONGEST:,} ký tự; hãy chia nhỏ".replace(",", "."))
        return self.room.look(source, text, whole=whole)

    def judge(self, source: str, text: str) -> Looked:
        """The same, with rules across all files where they may have something to say."""
        looked = self.look(source, text)
        return self.look(source, text, whole=True) if looked.doubt else looked

    def state(self, record: Record | None, errors: int, source: str = "") -> str:
        """A key of rows.STATES."""
        return state_of(record, errors, datetime.now(self.room.zone), changed=source in self.live.changed())

    # ── saving ───────────────────────────────────────────────────────────────────────────────────────────────────

    def save(self, source: str, edit: Edit, person: Person, message: str = "", *, correction: str = "") -> Saved:
        """Write and commit. correction: "typo", "correction: WORDS" or "" when not asked yet. ConflictError when the
        file is another's; RefusedError when the text may not be saved as it is."""
        text = edit.text
        looked = self.judge(source, text)
        record = looked.reading.record
        with self.saving:
            standing = self.folder.open(source)
            self._refuse(standing, record, looked, person)
            if standing is not None and self._public(self._record(standing)) and self._public(record):
                text = self._corrected(standing.text, text, correction)
            data = written(text, windows=standing.windows if standing else False)
            base = self.folder.write(source, data, edit.base)
            files: dict[str, bytes | None] = {source: data, **self._pictures(record)}
            title = (record.title if record else "") or source
            commit = self._commit(files, person, message or f"{'Sửa' if edit.base else 'Thêm'} bài: {title}", source)
        self.drafts.drop(person.email, source)
        self.look_again()
        return Saved(base, opened(data).text, commit)

    def _refuse(self, standing: Opened | None, record: Record | None, looked: Looked, person: Person) -> None:
        """Readers' pages are not put at risk by a save, and a writer changes nothing that readers see."""
        before = self._record(standing)
        sure = record is not None and not looked.unreadable
        status = record.status if record is not None and sure else before.status if before else "draft"
        theirs = {status, before.status if before else "draft"} <= KEPT_BACK
        if not theirs and not person.may(EDITOR):
            raise RefusedError(403, "người viết chỉ sửa bài nháp và bài chờ duyệt; hãy gửi người biên tập")
        if status not in KEPT_BACK and looked.errors and not self._errors(standing):
            raise RefusedError(
                422,
                "bài này đang đăng hoặc đã hẹn giờ: hãy sửa hết lỗi rồi lưu, hoặc đưa bài về nháp. Chữ của bạn "
                "được giữ trong bản tạm",
            )

    def _record(self, standing: Opened | None) -> Record | None:
        return self.room.read("articles/x.md", standing.text).record if standing and not standing.fault else None

    def _errors(self, standing: Opened | None) -> bool:
        """Whether the file as it stands has an error already: then a save makes nothing worse."""
        if standing is None or standing.fault:
            return standing is not None
        reading = self.room.read("articles/x.md", standing.text)
        return any(problem.severity == "error" for problem in reading.problems)

    def _public(self, record: Record | None) -> bool:
        return self.state(record, 0) in {"dang-dang", "sua-doi"}

    def _corrected(self, old: str, new: str, correction: str) -> str:
        """A change of what readers have read says so. RefusedError(428) asks the person which kind it is."""
        before, after = self.room.read("articles/x.md", old), self.room.read("articles/x.md", new)
        said = [(r.record.title, r.record.sapo, r.record.lead, r.html) if r.record else None for r in (before, after)]
        if said[0] == said[1]:
            return new
        if not correction:
            words = changed_wording(old, new) or ("", "")
            raise RefusedError(428, "sửa lỗi gõ hay đính chính?", before=words[0], after=words[1])
        now = datetime.now(self.room.zone)
        changes: dict[str, list[str]] = {"Modified": [f"{now:%Y-%m-%d %H:%M}"]}
        kind, _, words_of_it = correction.partition(":")
        if kind == "correction":
            from ..core.article.front_matter import split

            told = [header.value for header in split(new).headers if header.key == "correction"]
            if not words_of_it.strip():
                raise RefusedError(422, "hãy viết một câu nói rõ điều đã sửa; người đọc sẽ thấy câu ấy")
            changes["Correction"] = [*told, f"{now:%Y-%m-%d}: {' '.join(words_of_it.split())}"]
        return set_headers(new, changes)

    def _pictures(self, record: Record | None) -> dict[str, bytes]:
        """Pictures of the article that git does not have, or has otherwise."""
        if record is None or not self.git.here:
            return {}
        return self.git.unknown(files_of(record), self.folder.read)

    def _commit(
        self, files: Mapping[str, bytes | None], person: Person, subject: str, source: str, *trailers: str
    ) -> str:
        if not self.git.here:
            return ""
        last = "\n".join((f"Article: {source}", *trailers))
        commit = self.git.commit(files, person, f"{subject}\n\n{last}\n")
        if commit:
            self.sync.wake()
        return commit

    # ── states ───────────────────────────────────────────────────────────────────────────────────────────────────

    def set_state(self, source: str, base: str, to: str, person: Person, *, date: str = "", words: str = "") -> Saved:
        """Send for review, approve (with an hour), return, take back, hide. to: a status; words: why it is returned."""
        standing = self.file(source)
        found = halves(standing.text)
        if found is None:
            raise RefusedError(422, "phần đầu bài chưa đọc được; hãy sửa và lưu trước")
        before = self._record(standing)
        theirs = {to, before.status if before else "draft"} <= KEPT_BACK
        if not theirs and not person.may(EDITOR):
            raise RefusedError(403, "chỉ người biên tập duyệt, hẹn giờ, ẩn bài hoặc đưa bài đang đăng về nháp")
        changes: dict[str, list[str]] = {"Status": [] if to == "published" else [to]}
        if date:
            changes["Date"] = [date]
        if words:
            from ..core.article.front_matter import split

            notes = [header.value for header in split(standing.text).headers if header.key == "note"]
            now = datetime.now(self.room.zone)
            changes["Note"] = [*notes, f"{now:%Y-%m-%d %H:%M}, {person.name}: {' '.join(words.split())}"]
        text = set_headers(standing.text, changes)
        looked = self.judge(source, text)
        left = [p for p in looked.problems if p.severity == "error" or p.rule == "placeholder"]
        if to in {"review", "published"} and left:
            raise RefusedError(422, f"còn {len(left)} chỗ phải sửa trước đã", problems=list(map(str, left)))
        name = _DONE[to]
        title = (looked.reading.record.title if looked.reading.record else "") or source
        trailers = [f"Reviewed-by: {person.name} <{person.email}>"] if to == "published" else []
        with self.saving:
            data = written(text, windows=standing.windows)
            new = self.folder.write(source, data, base or standing.base)
            files: dict[str, bytes | None] = {source: data, **self._pictures(looked.reading.record)}
            commit = self._commit(files, person, f"{name}: {title}", source, *trailers)
        self.look_again()
        return Saved(new, opened(data).text, commit)

    # ── new articles ─────────────────────────────────────────────────────────────────────────────────────────────

    def start(self, title: str, person: Person, headers: Mapping[str, Sequence[str]]) -> str:
        """A new draft; returns its source. headers: what is filled in already."""
        title = nfc(" ".join(title.split()))
        slug = slugify(title)[:80].strip("-")
        if not slug:
            raise RefusedError(422, "hãy viết tên bài, có chữ")
        now = datetime.now(self.room.zone)
        source = self._free(f"articles/{now:%Y}/{now:%Y-%m-%d}", slug)
        text = f"Title: {title}\nDate: {now:%Y-%m-%d %H:%M}\nCategory:\nSummary:\nStatus: draft\n\n"
        text = set_headers(text, headers)
        self._put({source: written(text)}, person, f"Bài nháp mới: {title}", source)
        return source

    def take_in(self, text: str, pictures: Mapping[str, bytes], slug: str, person: Person, name: str) -> str:
        """An imported article becomes a draft, whatever it says of itself; returns its source. pictures: by the names
        that the text gives them."""
        from ..core.article.front_matter import split

        now = datetime.now(self.room.zone)
        told = next((h.value[:10] for h in split(text).headers if h.key == "date"), "")
        day = told or f"{now:%Y-%m-%d}"
        source = self._free(f"articles/{day[:4]}/{day}", slug)
        folder = source.rpartition("/")[0]
        renamed = {}
        for picture in pictures:
            stem, _, ending = picture.rpartition(".")
            number, new = 1, picture
            while self.folder.read(f"{folder}/{new}") is not None:
                number += 1
                new = f"{stem}-{number}.{ending}"
            renamed[picture] = new
        for old, new in renamed.items():
            text = text.replace(old, new) if old != new else text
        text = set_headers(text, {"Status": ["draft"]})
        if not told:
            text = set_headers(text, {"Date": [f"{now:%Y-%m-%d %H:%M}"]})
        files: dict[str, bytes] = {f"{folder}/{renamed[n]}": data for n, data in pictures.items()}
        self._put({**files, source: written(text)}, person, f"Nhập bài: {name}", source, f"Imported-From: {name}")
        return source

    def _free(self, before: str, slug: str) -> str:
        """A file that nobody has, whose address no other article has or had. before: the folder, and the day."""
        taken = self.room.taken()
        number, own = 1, slug
        while own in taken or self.folder.read(f"{before}-{own}.md") is not None:
            number += 1
            own = f"{slug}-{number}"
        return f"{before}-{own}.md"

    def _put(self, files: Mapping[str, bytes], person: Person, subject: str, source: str, *trailers: str) -> None:
        with self.saving:
            for path, data in files.items():
                self.folder.write(path, data, "")
            self._commit(dict(files), person, subject, source, *trailers)
        self.room.refresh()


def _is_seen(_: object, path: str) -> bool:
    """Whether a file is any to a newsroom; those that begin with a dot are not."""
    return not Path(path).name.startswith(".")


_DONE = {"review": "Gửi duyệt", "draft": "Đưa về nháp", "published": "Duyệt đăng", "hidden": "Ẩn bài"}
"""What a change of state is called in history."""
