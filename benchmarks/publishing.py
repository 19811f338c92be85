"""Publishing at full size against real servers on loopback; prints the figures that docs/ and the README quote.

    .venv/bin/python -m benchmarks.publishing load|kill|sizes|beside|first [--articles N] [--edits N]
                                              [--kinds folder,ssh,s3]

load: 20 publishes while readers read at least 40,000 answers. kill: SIGKILL at 50 random instants of a publish.
sizes: seconds and bytes of a first publish, of nothing changed and of one edit, for every kind of target.
beside: a first publish and edits beside `build` and `rsync -a --delete` or `rclone sync`, articles of 600 words, in
turns: CPU seconds of all that was started, but for what the server does, and seconds by the clock. A folder and a
server get compressed copies, as they do unless told otherwise; what is beside makes none. Edits are measured once a
release goes with each, as it does but for the first few of a site. --edits, --kinds: of `beside`.
first: a first publish to a folder, compressed copies and all, beside a first build, in turns, both without a cache.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.corpus import Corpus, write_column
from plugins.core.publishing.release import parse_sums
from tests.helpers.programs import program
from tests.publish.load import Readers
from tests.publish.project import Project
from tests.publish.servers import free_port, nginx, start_ssh, start_storage

KEPT = 2
"""Releases that are kept in `beside`: the fewest, so that one goes soon."""
_ROUNDS = 3
_URL = "http://127.0.0.1:9"


def load(folder: Path, articles: int, *_: object) -> None:
    """20 publishes, every other one with a new style sheet."""
    project, port, place = Project(folder / "project", articles), free_port(), folder / "srv" / "site"
    project.target("here", kind="folder", url=f"http://127.0.0.1:{port}", path=place, keep=30)
    project.run("publish", "here")
    paths = ["/", "/luu-tru/", *(f"/bai-viet/bai-so-{number}/" for number in range(1, min(articles, 50) + 1))]
    draw, took = random.Random(1), []
    with nginx(project.run("serving", "here", "nginx"), port, folder / "nginx"), Readers(port, paths, 8) as readers:
        for number in range(20):
            project.write(draw.randint(1, min(articles, 50)), f"Lần {number}.")
            if number % 2:
                (project.root / "theme/static/css/components/extra.css").write_text(f".extra {{ order: {number} }}\n")
            started = time.monotonic()
            project.run("publish", "here")
            took.append(time.monotonic() - started)
            while readers.count < 2_100 * (number + 1):
                time.sleep(0.05)
    releases = [parse_sums(file.read_bytes()) for file in sorted((place / "releases").glob("*.sums"))]
    mixed = readers.mixed(releases, {path: f"{path[1:]}index.html" for path in paths})
    print(
        f"load: {len(releases)} releases, {readers.count} answers, {len(readers.errors)} errors, {len(mixed)} mixed, "
        f"publish {sorted(took)[len(took) // 2]:.2f} s (median)"
    )
    for line in [*readers.errors[:5], *mixed[:5]]:
        print("  ", line)


def kill(folder: Path, articles: int, *_: object) -> None:
    """50 kills over the length of one publish, a finished publish after each."""
    project, place = Project(folder / "project", articles), folder / "srv" / "site"
    project.target("here", kind="folder", url="http://127.0.0.1:9", path=place, keep=5)
    project.run("publish", "here")
    project.write(1, "Đo.")
    started = time.monotonic()
    project.run("publish", "here")
    length = time.monotonic() - started
    draw, halves, wrong, switched = random.Random(2), 0, 0, 0
    for number in range(50):
        before = (place / "current/manifest.json").read_bytes()
        project.write(1, f"Lần {number}.")
        process = project.start("publish", "here")
        time.sleep(draw.uniform(0, length))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        switched += (place / "current/manifest.json").read_bytes() != before
        halves += "mọi tệp" not in project.run("verify", "here")
        project.run("publish", "here")
        page = (place / "current/bai-viet/bai-so-1/index.html").read_text()
        junk = [file for file in (place / "releases").iterdir() if file.name.startswith(".")]
        wrong += f"Lần {number}." not in page or bool(junk)
    print(
        f"kill: 50 of a publish of {length:.2f} s, {switched} after the switch, {halves} half sites, {wrong} wrong next"
    )


def sizes(folder: Path, articles: int, *_: object) -> None:
    """Each kind of target, one after the other, articles of 600 words."""
    project = _generated(folder, articles)
    with start_ssh(folder) as ssh, start_storage(folder) as storage:
        subprocess.run(["git", "init", "-q", "--bare", str(folder / "remote.git")], check=True)
        project.target("folder", kind="folder", url="http://127.0.0.1:9", path=folder / "srv" / "site")
        project.target("ssh", **ssh.target(folder / "srv" / "far"))
        project.target("s3", **storage.target("trang"))
        project.target("git", kind="git", url="http://127.0.0.1:9", remote=folder / "remote.git")
        project.environment |= {**storage.credentials, "TEST_SSH_KEY": str(ssh.key)}
        for name in ("folder", "ssh", "s3", "git"):
            figures = []
            for step in ("first", "nothing changed", "one edit", "rollback"):
                if step == "one edit":
                    _edit(project)
                started = time.monotonic()
                said = project.run("rollback" if step == "rollback" else "publish", name, limit=3000)
                sent = re.search(r"gửi ([\d,]+ \w+)", said)
                figures.append(f"{step} {time.monotonic() - started:.2f} s" + (f", sent {sent[1]}" if sent else ""))
            print(f"sizes: {articles} articles, {name}: " + "; ".join(figures), flush=True)


def beside(folder: Path, articles: int, edits: int, kinds: Sequence[str]) -> None:
    """What a user would write without us: build, then copy. Each has an output folder of its own, and every other time
    the other one is first, because the second finds what both keep of the edited text."""
    project = _generated(folder, articles)
    with start_ssh(folder) as ssh, start_storage(folder) as storage:
        project.target("folder", kind="folder", url="http://127.0.0.1:9", path=folder / "srv" / "site", keep=KEPT)
        project.target("ssh", **ssh.target(folder / "srv" / "far"), keep=KEPT)
        project.target("s3", **storage.target("trang"), keep=KEPT)
        storage.target("rival")
        project.environment |= {**storage.credentials, "TEST_SSH_KEY": str(ssh.key)}
        through = f"ssh -p {ssh.port} -i {ssh.key} -o UserKnownHostsFile={ssh.known_hosts}"
        options = ["--s3-provider=Other", f"--s3-endpoint=http://127.0.0.1:{storage.port}", "--s3-env-auth"]
        options += ["--config", f"{folder}/none.conf"]
        rivals = {
            "folder": ["rsync", "-a", "--delete", "output-folder/", f"{folder}/copy/"],
            "ssh": ["rsync", "-az", "--delete", "-e", through, "output-ssh/", f"{ssh.host}:{folder}/far-copy/"],
            "s3": [program("rclone"), "sync", "--checksum", *options, "output-s3/", ":s3:rival"],
        }
        build = [sys.executable, "-m", "plugins.command", "build", "--site-url", _URL, "--output"]
        _cost(project, [[*build, "output"]])  # reads every text, which all others find
        for name in kinds:
            theirs = [[*build, f"output-{name}"], rivals[name]]
            ours = [[sys.executable, "-m", "plugins.command", "publish", name]]
            _compare(f"{articles} articles, {name}, first", project, ours, theirs, 0)
            for _ in range(KEPT):
                _edit(project)
                _cost(project, [*ours, *theirs])
            _compare(f"{articles} articles, {name}, one edit", project, ours, theirs, edits)


def first(folder: Path, articles: int, *_: object) -> None:
    """What was made is deleted before each turn, and the disk has settled."""
    project, place = _generated(folder, articles), folder / "srv" / "site"
    project.target("folder", kind="folder", url=_URL, path=place)
    verbs = {"build": ["build", "--site-url", _URL, "--output", "output"], "publish": ["publish", "folder"]}
    rows: dict[str, list[tuple[float, float]]] = {verb: [] for verb in verbs}
    for number in range(_ROUNDS):
        for verb in list(verbs)[:: 1 if number % 2 else -1]:
            for made in (project.root / ".cache", project.root / "output", place):
                shutil.rmtree(made, ignore_errors=True)
            os.sync()
            rows[verb].append(_cost(project, [[sys.executable, "-m", "plugins.command", *verbs[verb]]]))
    for part, kind in enumerate(("CPU", "wall")):
        ours, theirs = (median(row[part] for row in rows[verb]) for verb in ("publish", "build"))
        ratio = median(a[part] / b[part] for a, b in zip(rows["publish"], rows["build"], strict=True))
        print(f"first: {articles} articles: {kind} {ours:.2f} / {theirs:.2f} s, {ratio:.2f} ×", flush=True)


def _generated(folder: Path, articles: int) -> Project:
    """A project with articles of the benchmarks' corpus."""
    project = Project(folder / "project", 1)
    shutil.rmtree(project.root / "content")
    write_column(Corpus(), project.root / "content", articles)
    _fill_in(project.root / "content" / "site.toml")
    project.commit()
    return project


def _fill_in(site: Path) -> None:
    """What an agency would have said of itself before its first publish; a rehearsal needs no authority."""
    text = re.sub(r'^authority = ".*"$', 'authority = ""', site.read_text(), flags=re.M)
    site.write_text(re.sub(r'^(name|name_en) = ".*\(.*\)"$', r'\1 = "Benchmark"', text, flags=re.M))


def _compare(what: str, project: Project, ours: list[list[str]], theirs: list[list[str]], rounds: int) -> None:
    """Both in turns, each round with an edit of its own, or once without (0 rounds); medians of the rounds' ratios."""
    rows = []
    for number in range(rounds or 1):
        if rounds:
            _edit(project)
        order = [("ours", ours), ("theirs", theirs)][:: 1 if number % 2 else -1]
        cost = {who: _cost(project, commands) for who, commands in order}
        rows.append((*cost["ours"], *cost["theirs"]))
    cpu, wall = (median(row[part] / row[part + 2] for row in rows) for part in (0, 1))
    spent = [median(row[part] for row in rows) for part in range(4)]
    print(
        f"beside: {what}: CPU {spent[0]:.2f} / {spent[2]:.2f} s, {cpu:.2f} ×; "
        f"wall {spent[1]:.2f} / {spent[3]:.2f} s, {wall:.2f} ×",
        flush=True,
    )


def _edit(project: Project) -> None:
    path = sorted((project.root / "content").rglob("*.md"))[-1]
    path.write_text(path.read_text() + f"\nSửa lúc {time.time_ns()}.\n")


def _cost(project: Project, commands: list[list[str]]) -> tuple[float, float]:
    """(CPU seconds of commands and of whatever they started, seconds by the clock)."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    for command in commands:
        done = subprocess.run(command, cwd=project.root, env=project.environment, capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stdout + done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - started


def main() -> None:
    """One scenario in a temporary folder."""
    Project.forked, Project.packed = False, True
    parser = argparse.ArgumentParser(description=__doc__)
    scenarios = {"load": load, "kill": kill, "sizes": sizes, "beside": beside, "first": first}
    parser.add_argument("scenario", choices=scenarios)
    parser.add_argument("--articles", type=int, default=50)
    parser.add_argument("--edits", type=int, default=5)
    parser.add_argument("--kinds", default="folder,ssh,s3")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="column-publishing-") as folder:
        scenarios[options.scenario](Path(folder), options.articles, options.edits, options.kinds.split(","))


if __name__ == "__main__":
    main()
