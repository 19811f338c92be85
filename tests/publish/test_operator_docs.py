"""The operators' pages, typed in order as they stand: from a new machine to a page over HTTPS, an edit, a rollback.

What a test can't have is stood in for, and only this: systemd and the certificate authority (stand_ins/), DNS and the
git host (names that lead to this machine), what no command does (the marks in the pages), and, in the quick kind, apt,
the making of `.venv`. `--long` runs them in a Debian made by debootstrap, with apt and pip.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.system import build_inputs

from .machine import Machine, debian, here, need
from .operating import DOCS, steps
from .project import ROOT, Project

pytestmark = pytest.mark.slow
LONG = pytest.mark.long
SITE = "https://chuyen-muc.example.vn"
ARTICLE = "content/articles/bai-so-1.md"
CERTIFICATE, AUTHORITY, CADDY = (
    "The certificate",
    "A certificate of the agency's own authority",
    "5. Caddy, in place of nginx",
)
WITH_CADDY, NGINX, HTTPS = "With Caddy", "4. nginx", "HTTPS"
WAYS = {
    "nginx": {AUTHORITY, CADDY, WITH_CADDY},
    "own authority": {CERTIFICATE, CADDY, WITH_CADDY},
    "caddy": {NGINX, CERTIFICATE, AUTHORITY, HTTPS},
}
"""Each way through one-server.md: the sections that it leaves out."""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare repository with this project's code and three short articles."""
    folder = tmp_path_factory.mktemp("repository")
    project = Project(folder / "project")
    (project.root / "content/site.toml").write_text('authority = "toa-soan.vn,2021-01-01"\n', encoding="utf-8")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        outside = name.startswith(("content/", "tests/", "benchmarks/", "docs/")) and not name.startswith(
            "docs/serving/"
        )
        if not outside and (ROOT / name).is_file() and (name == ".gitignore" or not (project.root / name).exists()):
            (project.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, project.root / name)
    project.write(2, more="Aliases: dia-chi-cu")
    project.commit()
    bare = folder / "chuyen-muc.git"
    project.git("clone", "-q", "--bare", str(project.root), str(bare))
    return bare


def give_repository(machine: Machine, bare: Path) -> None:
    """The git host's part: the repository under its address, and an editor who has cloned it."""
    inside = Path(f"/proc/{machine.pid}/root{machine.root}")
    shutil.copytree(bare, inside / "home/git/chuyen-muc.git")
    machine.run(
        "root",
        """
        useradd --create-home --shell /bin/bash bien-tap
        git init --quiet --bare /home/git/chuyen-muc-trang.git
        git config --system safe.directory '*'
        git config --system url./home/git/.insteadOf https://git.example.vn/co-quan/
        git config --system --add url./home/git/.insteadOf git@git.example.vn:co-quan/
        git config --system user.email bien-tap@example.vn
        git config --system user.name 'Biên tập'
        chown --recursive bien-tap: /home/git
        """,
    )
    machine.run("bien-tap", "git clone --quiet https://git.example.vn/co-quan/chuyen-muc.git chuyen-muc")


def type_page(
    machine: Machine,
    page: str,
    left_out: set[str],
    marks: dict[str, Callable[[], object]],
    fill: Callable[[str], str] = str,
    outside: Callable[[str], bool] = lambda commands: False,
) -> dict[str, str]:
    """Type every block of a page as who the page says; what each section said.

    marks: what to do where the page says that something happens; fill: puts in what a page leaves open; outside:
    whether a block needs the hosts of packages.
    """
    said: dict[str, str] = {}
    done = set()
    for step in steps(page):
        if step.section in left_out:
            continue
        if not step.who:
            marks[step.text]()
            done.add(step.text)
            continue
        commands = fill(step.text)
        user = {"editor": "bien-tap"}.get(step.who, step.who)
        if step.who == "editor":
            commands = f"cd chuyen-muc\n{commands}"
        said[step.section] = said.get(step.section, "") + machine.run(user, commands, outside=outside(commands))
    assert done == set(marks), "the page's marks"
    return said


def walk_one_server(machine: Machine, way: str, outside: Callable[[str], bool] = lambda commands: False) -> None:
    """From the first block to the rollback, and what must be seen on the way."""

    def edit() -> None:
        code, text = machine.fetch(f"{SITE}/bai-viet/bai-so-1/")
        assert (code, "Đã sửa lần một." in text) == (200, False)
        assert machine.fetch(f"{SITE}/khong-co/")[0] == 404
        machine.run("bien-tap", f"cd chuyen-muc && sed -i 's/Đoạn 0 /Đã sửa lần một. Đoạn 0 /' {ARTICLE}")
        machine.run("bien-tap", f"cd chuyen-muc && sed -i 's/^Category:/Aliases: ten-truoc\\n&/' {ARTICLE}")

    def published() -> None:
        code, text = machine.fetch(f"{SITE}/bai-viet/bai-so-1/")
        assert (code, "Đã sửa lần một." in text) == (200, True)
        told, old = time.monotonic(), f"{SITE}/bai-viet/ten-truoc/"
        while (answer := machine.fetch(old)) != (200, text):  # web servers reload in their time
            assert "Bài đã chuyển địa chỉ" in answer[1], "until then the page at the old address leads on by itself"
            assert time.monotonic() - told < 60, "the web server has read the redirects"

    def refused() -> None:
        assert "Đã sửa lần một." not in machine.fetch(f"{SITE}/bai-viet/bai-so-1/")[1]
        assert "đã bị thu hồi" in machine.run("root", "systemctl start column-publish.service", code=1)
        assert "Đã sửa lần một." not in machine.fetch(f"{SITE}/bai-viet/bai-so-1/")[1]

    marks: dict[str, Callable[[], object]] = {
        "an article is edited": edit,
        "readers see it": published,
        "the timer's runs are refused": refused,
    }
    if way == "own authority":
        marks["the authority signs"] = lambda: machine.run(
            "root", "sign-certificate ~/chuyen-muc.csr /etc/ssl/chuyen-muc.pem"
        )
    said = type_page(machine, "one-server.md", WAYS[way], marks, outside=outside)
    assert "may-nay: đã đăng bản 000001-" in said["3. Clone and first publish"]
    assert "tệp đúng bản" in said[CADDY if way == "caddy" else HTTPS]
    assert "may-nay: đã đăng bản 000002-" in said["7. An edit"]
    assert "→ 000001-" in said["8. Back to the release before"]

    machine.run("root", "systemctl start column-publish.service")
    assert "Đã sửa lần một." not in machine.fetch(f"{SITE}/bai-viet/bai-so-1/")[1]
    assert machine.fetch(f"http{SITE[5:]}/bai-viet/bai-so-1/")[0] == 200, "port 80 leads to HTTPS"
    networks = machine.run("root", "for one in /proc/[0-9]*; do readlink $one/ns/net; done | sort -u")
    assert len(networks.split()) == 1, "nothing is left in a network but the machine's own"
    refusal = machine.run("root", "cd /opt/chuyen-muc\npython3 tasks.py publish may-nay", code=1)
    assert "su - dang-bai" in refusal
    root_owned = machine.run("root", "find /opt/chuyen-muc /srv/chuyen-muc ! -user dang-bai | head")
    assert root_owned == "", "everything that publishing touches is its user's"
    machine.run("root", "chown root /srv/chuyen-muc/lock && chmod 644 /srv/chuyen-muc/lock")
    publish = "cd /opt/chuyen-muc\npython3 tasks.py publish may-nay"
    assert "/srv/chuyen-muc/lock của “root”" in machine.run("dang-bai", publish, code=1)
    (mending,) = re.findall(r"^\| .*`(chown .+)` \|$", (DOCS / "one-server.md").read_text(), re.MULTILINE)
    machine.run("root", mending)
    assert "không có gì đổi" in machine.run("dang-bai", publish)
    units = "$(find /etc/systemd/system -maxdepth 1 -name 'column-*' -type f)"
    verify = f"if command -v systemd-analyze; then systemd-analyze verify {units}; fi"
    assert "column" not in machine.run("root", verify)


@pytest.mark.parametrize("way", ["nginx", pytest.param("own authority", marks=LONG), "caddy"])
def test_one_server(way: str, repository: Path, tmp_path: Path) -> None:
    with here(tmp_path) as machine:
        need("caddy" if way == "caddy" else "nginx")
        give_repository(machine, repository)
        walk_one_server(machine, way)


def edit_and_publish(machine: Machine, how: str) -> None:
    """A second release, so that there is one to go back from."""
    machine.run(
        "bien-tap", f"cd chuyen-muc && sed -i 's/Đoạn 0 /Đã sửa. Đoạn 0 /' {ARTICLE}\ngit commit -qam x\ngit push -q"
    )
    user, _, commands = how.partition(": ")
    assert "đã đăng bản 000002-" in machine.run(user, commands)


def test_object_storage(repository: Path, tmp_path: Path) -> None:
    with here(tmp_path) as machine:
        give_repository(machine, repository)
        setting_up = [step for step in steps("one-server.md") if step.section.startswith("2. ")]
        for step in setting_up:
            machine.run(step.who, step.text)
        machine.run("dang-bai", "git clone -q https://git.example.vn/co-quan/chuyen-muc.git /opt/chuyen-muc")
        start_storage(machine)
        second = {
            "an article is edited and published": lambda: edit_and_publish(
                machine, "root: systemctl start column-publish.service"
            )
        }
        said = type_page(machine, "object-storage.md", set(), second)
        assert "kho: đã đăng bản 000001-" in said["Set up"]
        assert "mọi tệp trên đích đúng" in said["Set up"]
        assert "kho: không có gì đổi" in said["Set up"], "the timer's service found the key and the target"
        assert "kho: đang phục vụ bản 000001-" in said["Set up"]
        assert machine.run("root", "stat -c %a ~dang-bai/kho.env /etc/chuyen-muc/publish.env").split() == ["600", "600"]
        page = "/home/kept/chuyen-muc/bai-viet/bai-so-1/index.html"
        assert "Đã sửa." not in machine.run("root", f"cat {page}")


def start_storage(machine: Machine) -> None:
    """S3-compatible storage under the page's address, key and bucket, over HTTPS."""
    machine.run(
        "root",
        f"""
        mkdir -p /home/kept/chuyen-muc
        openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=s3 \
          -addext subjectAltName=DNS:s3.example.vn -keyout s3.key -out s3.csr 2>/dev/null
        sign-certificate s3.csr s3.pem
        nohup {need("rclone")} serve s3 /home/kept --addr 127.0.0.1:443 --cert s3.pem --key s3.key \
          --auth-key THE-ACCESS-KEY,THE-SECRET-KEY --config /run/rclone.conf --cache-dir /run/rclone \\
          >/run/rclone.log 2>&1 &
        for wait in $(seq 100); do (: </dev/tcp/127.0.0.1/443) 2>/dev/null && break; sleep 0.1; done
        """,
    )


def test_over_ssh_and_to_a_branch(repository: Path, tmp_path: Path) -> None:
    with here(tmp_path) as machine:
        need("sshd", "rsync")
        give_repository(machine, repository)
        key: dict[str, str] = {}
        there = "bien-tap: cd chuyen-muc && "
        marks = {
            "an article is edited and published over ssh": lambda: edit_and_publish(
                machine, f"{there}DEPLOY_KEY_FILE=~/.ssh/dang-bai python3 tasks.py publish may-chu"
            ),
            "an article is edited and published to the branch": lambda: edit_and_publish(
                machine, f"{there}python3 tasks.py publish trang"
            ),
        }

        def public_key(commands: str) -> str:
            if "PUBLIC-KEY" in commands:
                key["PUBLIC-KEY"] = machine.run("bien-tap", "cat ~/.ssh/dang-bai.pub").strip()
            return commands.replace("PUBLIC-KEY", key.get("PUBLIC-KEY", ""))

        said = type_page(machine, "publishing.md", set(), marks, public_key)
        over_ssh, branch = said["A server, over ssh"], said["A branch that a pages host serves"]
        prints = [line.split()[1] for line in over_ssh.splitlines() if line.startswith("256 SHA256:")]
        assert len(prints) == 2
        assert len(set(prints)) == 1, "the server's fingerprint on both machines"
        for name, text in (("may-chu", over_ssh), ("trang", branch)):
            assert f"{name}: đã đăng bản 000001-" in text
            assert "mọi tệp trên đích đúng" in text
            assert f"{name}: đang phục vụ bản 000001-" in text
        assert machine.run("root", "find /srv/chuyen-muc ! -user dang-bai") == ""
        assert "pages" in machine.run("root", "git --git-dir /home/git/chuyen-muc-trang.git branch")


def needs_packages(commands: str) -> bool:
    """apt, and the first run of tasks.py, which fetches the packages of the lock."""
    return any(word in commands for word in ("apt-get", "git clone", "tasks.py serving"))


@pytest.mark.parametrize("way", [pytest.param(way, marks=LONG) for way in ("nginx", "caddy")])
def test_one_server_on_a_new_debian(way: str, repository: Path, tmp_path: Path) -> None:
    with debian(tmp_path, build_inputs.cache() / "machines" / "bookworm") as machine:
        machine.run("root", "apt-get update -qq && apt-get install -qq --yes git ca-certificates openssl", outside=True)
        machine.settle()
        give_repository(machine, repository)
        walk_one_server(machine, way, needs_packages)
