"""Three publishers with clocks of their own, clones that lag behind, kills and pauses: what is live stays right.

Real targets, real git, the real pipeline from the manifest on; only the site itself is made by a few lines here instead
of by Pelican, so that hundreds of rounds fit into minutes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from plugins.core.errors import ColumnError, HeldError, LossError
from plugins.core.publishing.live_record import RECORD
from plugins.core.publishing.manifest import FILE, FileSum, Manifest
from plugins.core.publishing.target_notes import NOTES
from plugins.publish import built, publish, rollback
from plugins.publish.ancestry import commit_of
from plugins.publish.targets import FolderTarget, GitTarget, PublishTarget, S3Target, SshTarget
from tests.helpers.programs import program

from .servers import Ssh, Storage

pytestmark = pytest.mark.slow

URL = "http://127.0.0.1:9"
WHO = ("an", "binh", "chi")
ARTICLES = 6
_PAGE = re.compile(r"bai-viet/[^/]+/index\.html")
_IDENTITY = {
    f"GIT_{role}_{part}": f"{value}"
    for role in ("AUTHOR", "COMMITTER")
    for part, value in (("NAME", "t"), ("EMAIL", "t@localhost"))
}
GIT = {**os.environ, **_IDENTITY, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder: Path, *arguments: str, check: bool = True) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=check, capture_output=True, text=True, env=GIT).stdout.strip()


def texts_of(clone: Path) -> dict[str, str]:
    """Article → what it says."""
    return {path.stem: path.read_text() for path in sorted((clone / "content/articles").glob("*.md"))}


def site_of(texts: dict[str, str]) -> dict[str, bytes]:
    """A small site: pages, a list and a feed of all of them, open data, a style sheet named after its content."""
    every = "".join(f"<li>{name}: {text}" for name, text in texts.items()).encode() * 30
    style = f"theme/column.{sha256(every).hexdigest()[:10]}.css"
    pages = {
        f"bai-viet/{name}/index.html": f"<html>{text} {style}</html>".encode() * 30 for name, text in texts.items()
    }
    rows = [{"id": f"tag:{name}", "url": f"{URL}/bai-viet/{name}/"} for name in texts]
    data = json.dumps({"articles": rows}).encode()
    return {**pages, "index.html": every, "rss.xml": every, "du-lieu/bai-viet.json": data, style: every}


def build(root: Path, clone: Path) -> built.Built:
    """Write the site where it differs."""
    files = site_of(texts_of(clone))
    for name, data in files.items():
        path = root / name
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    sums = {name: FileSum(sha256(data).hexdigest(), len(data)) for name, data in files.items()}
    times = {name: (root / name).stat().st_mtime_ns for name in files}
    return built.Built(root=root, content=clone / "content", sums=sums, times=times, since=0.0, report="")


def manifest(made: built.Built, url: str) -> Manifest:
    commit, clean = commit_of(made.content)
    files = {
        name: entry._replace(sources=(f"articles/{name.split('/')[1]}.md",)) if name.startswith("bai-viet/") else entry
        for name, entry in made.sums.items()
    }
    since = "2021-01-01T00:00:00+00:00"
    return Manifest(site=url, commit=commit, clean=clean, since=since, plan={}, tools={}, redirects={}, files=files)


def _at_git(group: int) -> bool:
    """Whether a git of these processes goes on: what a killed publisher had it fetch holds the clone's locks."""
    command = ["pgrep", "-g", str(group), "-x", "git"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


class TakenBack(NamedTuple):
    """texts: article → the text a rollback withdrew; commit: the one that brought them."""

    texts: dict[str, str]
    commit: str


class Publishers(RuleBasedStateMachine):
    """commit, serial: of what is live; taken_back: what rollbacks withdrew and nobody has put right; whole: whether
    live is one release, which storage that lost its publisher in the middle of the copies is not until the next one;
    ends: how often each verb ended how."""

    def __init__(
        self, target: PublishTarget, read: Callable[[], dict[str, bytes]], folder: Path, ends: Counter[tuple[str, int]]
    ) -> None:
        super().__init__()
        self.target, self.read, self.ends = target, read, ends
        self.home = Path(tempfile.mkdtemp(dir=folder))
        self.serial, self.edits = 0, 0
        self.commit = ""
        self.taken_back: list[TakenBack] = []
        self.whole, self.went_out = True, False

    def teardown(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    @initialize()
    def begin(self) -> None:
        origin = self.home / "origin.git"
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(origin)], check=True, env=GIT)
        for number, who in enumerate(WHO):
            subprocess.run(
                ["git", "clone", "-q", str(origin), str(self.home / who)], check=True, env=GIT, capture_output=True
            )
            if number == 0:
                git(self.home / who, "checkout", "-q", "-b", "main")
                (self.home / who / "content/articles").mkdir(parents=True)
                for article in range(ARTICLES):
                    (self.home / who / f"content/articles/bai-{article}.md").write_text("Ban đầu.")
                (self.home / who / ".gitignore").write_text("/.cache/\n/.site/\n")
                self._push(who)

    def _push(self, who: str) -> None:
        git(self.home / who, "add", "-A")
        git(self.home / who, "commit", "-q", "--allow-empty", "-m", "state")
        git(self.home / who, "push", "-q", "-u", "origin", "main")

    def _in_child(self, who: str, skew: int, do: Callable[[], object], fate: str, delay: int) -> tuple[int, str]:
        """Run a verb as that publisher: a process, a cache and a clock of their own; its exit code and what it said."""
        said = self.home / "said"
        said.write_text("")
        child = os.fork()
        if not child:
            code = 99
            try:
                os.setpgid(0, 0)
                os.environ.update({"COLUMN_CACHE": str(self.home / who / ".cache"), **GIT})
                real = time.time
                time.time = lambda: real() + skew
                do()
                code = 0
            except ColumnError as error:
                said.write_text(str(error))
                code = error.code
            except BaseException as error:
                said.write_text(repr(error))
            finally:
                os._exit(code)
        if fate != "lives":
            time.sleep(delay / 1000)
            os.kill(child, signal.SIGKILL if fate == "dies" else signal.SIGSTOP)
            if fate == "sleeps":
                time.sleep(0.05)
                os.kill(child, signal.SIGCONT)
        _, status = os.waitpid(child, 0)
        while _at_git(child):
            time.sleep(0.01)
        return os.waitstatus_to_exitcode(status), said.read_text()

    def _edit(self, who: str, article: int, *, reverts: bool) -> None:
        """A new text, or for all articles the one that readers get."""
        git(self.home / who, "pull", "-q", "--ff-only", "origin", "main")
        self.edits += 1
        texts = (self._shown() if self.whole else None) or {}
        if not reverts:
            texts = {f"bai-{article}": f"Lần {self.edits}."}
        for name, text in texts.items():
            (self.home / who / f"content/articles/{name}.md").write_text(text)
        self._push(who)

    @rule(
        editor=st.sampled_from([*WHO, "", ""]),
        article=st.integers(0, ARTICLES - 1),
        reverts=st.sampled_from([False, False, False, True]),
        who=st.sampled_from(WHO),
        pulls=st.sampled_from([True, True, False]),
        skew=st.sampled_from([0, 0, 0, 0, 200, -200, 4000, -4000]),
        fate=st.sampled_from(["lives", "lives", "lives", "dies", "sleeps"]),
        delay=st.integers(0, 80) | st.integers(0, 500),
        back=st.sampled_from(["", *WHO]),
        lifts=st.sampled_from([False, False, True]),
    )
    def step(self, back: str, lifts: bool, **drawn: Any) -> None:
        """A publish, or now and then, once something went out, a rollback. One rule without preconditions, for how far
        a publish came that was killed is no matter of what was drawn."""
        if back and self.went_out and self.serial > 1:
            self._take_back(back, lifts=lifts)
        else:
            self._publish(**drawn)

    def _publish(
        self, editor: str, article: int, reverts: bool, who: str, pulls: bool, skew: int, fate: str, delay: int
    ) -> None:
        """Somebody may have edited; somebody publishes, from a clone that may lag behind."""
        if editor:
            self._edit(editor, article, reverts=reverts)
        clone = self.home / who
        if pulls or not (clone / "content").is_dir():
            git(clone, "pull", "-q", "--ff-only", "origin", "main")
        commit, texts, before = git(clone, "rev-parse", "HEAD"), texts_of(clone), self._live()

        def do() -> None:
            publish.build_for = lambda *_, **__: build(clone / ".site", clone)  # type: ignore[assignment]
            publish.make_manifest = manifest
            publish.publish(self.target, clone / "content", lambda *_: None)

        code, said = self._in_child(who, skew, do, fate, delay)
        self.ends["publish", code] += 1
        assert code in {0, 3, 4, 5, -signal.SIGKILL}, said
        if code in {4, 5}:
            assert self._live() == before, said
        if code == 3:
            assert fate != "lives" or self.target.kind in {"ssh", "s3"}, said  # a killed one's connection may linger
        if code == 0:
            assert self._shown() == texts, said
            stays = self._live() == before  # nothing differs: whose commit it is told from stays too
            assert stays or not self.commit or self._contains(clone, commit, self.commit), "older without a word"
            self._none_came_back(texts)
            self.taken_back = [one for one in self.taken_back if not self._contains(clone, commit, one.commit)]
            self.whole = True
        if code == -signal.SIGKILL:
            self.whole = self.target.kind != "s3"
        self.went_out = self.went_out or self._live() != before
        self._learn()

    def _none_came_back(self, texts: dict[str, str]) -> None:
        back = [one for one in self.taken_back for name, text in one.texts.items() if texts.get(name) == text]
        assert not back, f"came back: {back}"

    def _contains(self, clone: Path, commit: str, earlier: str) -> bool:
        command = ["git", "-C", str(clone), "merge-base", "--is-ancestor", earlier, commit]
        return subprocess.run(command, env=GIT, check=False, capture_output=True).returncode == 0

    def _take_back(self, who: str, *, lifts: bool) -> None:
        """A rollback, and now and then somebody who ends the hold at once."""
        self.went_out = False
        self._roll_back(who)
        if lifts:
            self._lift(who)

    def _roll_back(self, who: str) -> None:
        before, whole, commit = self._shown(), self.whole, self.commit
        code, said = self._in_child(who, 0, lambda: rollback.rollback(self.target, "", "", lambda *_: None), "lives", 0)
        self.ends["rollback", code] += 1
        assert code in {0, 1, 3}, said
        if code == 0:
            after = self._shown()
            if whole and before:
                fresh = {name: text for name, text in before.items() if after and after.get(name) != text}
                self._none_came_back(after or {})
                self.taken_back.append(TakenBack(fresh, commit))
            self.whole = True
        self._learn()

    def _lift(self, who: str) -> None:
        code, said = self._in_child(who, 0, lambda: rollback.lift(self.target, lambda *_: None), "lives", 0)
        assert code in {0, 3}, said
        if code == 0:
            self.taken_back = []

    def _live(self) -> dict[str, bytes]:
        return self.read()

    def _shown(self) -> dict[str, str] | None:
        files = self._live()
        pages = {name.split("/")[1]: data.decode() for name, data in files.items() if _PAGE.fullmatch(name)}
        return {name: page.removeprefix("<html>").partition(" theme/")[0] for name, page in pages.items()} or None

    def _learn(self) -> None:
        """The record goes on, and tells the commit that is live."""
        files = self._live()
        if RECORD in files and self.whole:
            record: dict[str, Any] = json.loads(files[RECORD])
            assert record["serial"] >= self.serial, "the record went back"
            self.serial, self.commit = record["serial"], record["commit"]

    @invariant()
    def live_is_one_whole_release(self) -> None:
        files = self._live()
        if not files or not self.whole or FILE not in files:
            return
        told = json.loads(files[FILE])["files"]
        assert all(sha256(files[name]).hexdigest() == entry["sha256"] for name, entry in told.items())
        assert json.loads(files[RECORD])["manifest"] == sha256(files[FILE]).hexdigest()
        assert len([name for name in told if name.startswith("bai-viet/")]) == ARTICLES, "articles were lost"


Place = tuple[PublishTarget, Callable[[], dict[str, bytes]]]
"""A new target, and what reads all that it shows."""


def model(place: Callable[[], Place], folder: Path, rounds: int, steps: int) -> Counter[tuple[str, int]]:
    """So many rounds of so many steps, each on a target of its own; how the verbs ended."""
    ends: Counter[tuple[str, int]] = Counter()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        lambda: Publishers(*place(), folder, ends),
        settings=settings(
            max_examples=rounds,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return ends


def in_folder(root: Path) -> dict[str, bytes]:
    """What readers can ask for."""
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not name.startswith(".releases/")}


def in_archive(remote: Path, tree: Path) -> dict[str, bytes]:
    """What a pages host would serve."""
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir()
    packed = subprocess.run(["git", "-C", str(remote), "archive", "pages"], capture_output=True, check=False)
    subprocess.run(["tar", "-x", "-C", str(tree)], input=packed.stdout, check=False, capture_output=True)
    return in_folder(tree)


ROUNDS = [pytest.param(3, 8, id="few"), pytest.param(34, 15, id="long", marks=pytest.mark.long)]


@pytest.mark.parametrize(("rounds", "steps"), ROUNDS)
@pytest.mark.parametrize("kind", ["folder", "ssh", "s3", "git"])
def test_live_is_right(
    kind: str, rounds: int, steps: int, ssh: Ssh, storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("pgrep")  # _at_git asks it
    monkeypatch.setenv("TEST_SSH_KEY", str(ssh.key))
    for name, value in storage.credentials.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COLUMN_CACHE", str(tmp_path / "cache"))
    numbers = count()
    left: list[Path] = []

    def place() -> Place:
        """Of a new name each time: what serves it may remember the one before for a while."""
        number = next(numbers)
        path = tmp_path / f"srv-{number}" / "site"
        common: dict[str, Any] = {"name": "there", "url": URL, "keep": 3}
        while left:
            shutil.rmtree(left.pop(), ignore_errors=True)
        if kind == "git":
            subprocess.run(["git", "init", "-q", "--bare", str(path)], check=True, env=GIT)
            return GitTarget(**common, remote=str(path)), lambda: in_archive(path, tmp_path / "tree")
        if kind == "s3":
            values = storage.target(f"model-{rounds}-{number}")
            bucket = str(values["bucket"])
            target = S3Target(**common, endpoint=str(values["endpoint"]), bucket=bucket)
            return target, lambda: in_folder(storage.folder / bucket)
        left.append(path.parent)
        shown = lambda: in_folder(Path(os.path.realpath(path / "current")))  # noqa: E731
        if kind == "folder":
            return FolderTarget(**common, path=str(path)), shown
        reached = {"host": ssh.host, "port": ssh.port, "known_hosts": str(ssh.known_hosts), "key_env": "TEST_SSH_KEY"}
        return SshTarget(**common, path=str(path), **reached), shown

    ends = model(place, tmp_path, rounds, steps)
    print(kind, dict(ends))
    wanted = {("publish", 0)}
    if rounds > 30:
        codes = (HeldError.code, LossError.code, -signal.SIGKILL)
        wanted |= {("rollback", 0), *(("publish", code) for code in codes)}
    assert wanted <= ends.keys(), "too little happened to prove anything"
    for path in (folder / "site" for folder in left):
        assert not path.is_dir() or not [name for name in os.listdir(path) if name[0] == "." or name.endswith(".new")]
        assert (path / NOTES).is_file() or not (path / "releases").is_dir()
