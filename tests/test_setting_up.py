"""How `.venv` comes to be, and comes back: a small project with packages of its own in a folder, no network at all."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

import pytest

from plugins.setting_up import purposes
from plugins.setting_up.environment import Environment
from tests.helpers.building import ROOT

pytestmark = pytest.mark.slow
BARE = getattr(sys, "_base_executable", sys.executable)
_PREPARING = "Đang chuẩn bị phần mềm"
_BACKEND = """
import zipfile
FILES = {
    "source_only.py": "",
    "source_only-1.0.dist-info/METADATA": "Metadata-Version: 2.1\\nName: source-only\\nVersion: 1.0\\n",
    "source_only-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
}
FILES["source_only-1.0.dist-info/RECORD"] = "".join(f"{file},,\\n" for file in FILES)
def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "source_only-1.0-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        for file, text in FILES.items():
            wheel.writestr(file, text)
    return name
"""


class Project:
    """The project's own set-up over locks of two packages: one as wheel, one as source that only a third can build."""

    bare = BARE

    def __init__(self, root: Path, bare: str = BARE) -> None:
        self.root = root
        self.bare = bare
        shutil.copytree(ROOT / "plugins", root / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("tasks.py", "pyproject.toml", "pelicanconf.py"):
            shutil.copy(ROOT / name, root / name)
        (root / "content").mkdir()
        (root / "content" / "plan.toml").write_text("")
        (root / "packages").mkdir()
        self.venv = root / ".venv"
        self.lock("requirements-source.lock", self.wheel("backend", "1.0", {"small_backend.py": _BACKEND}))
        self.source = self._source()
        self.lock("requirements.lock", self.wheel("small", "1.0"), self.source)
        self.lock("requirements-publish.lock", self.wheel("small", "1.0"), self.source, self.wheel("more", "1.0"))
        self.lock("requirements-digest.lock", self.wheel("small", "1.0"))
        self.lock("requirements-dev.lock", self.wheel("small", "1.0"))

    def wheel(self, name: str, version: str, modules: dict[str, str] | None = None) -> str:
        """Make a wheel and return its line for a lock."""
        files = {file: text.encode() for file, text in (modules or {f"{name}.py": f"version = {version!r}\n"}).items()}
        info = f"{name}-{version}.dist-info"
        files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()
        files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        record = "".join(f"{file},sha256={_digest(data)},{len(data)}\n" for file, data in files.items())
        files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
        path = self.root / "packages" / f"{name}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            for file, data in files.items():
                wheel.writestr(zipfile.ZipInfo(file), data)
        return _line(name, version, path)

    def _source(self) -> str:
        path = self.root / "packages" / "source_only-1.0.tar.gz"
        about = {
            "pyproject.toml": '[build-system]\nrequires = ["backend"]\nbuild-backend = "small_backend"\n',
            "PKG-INFO": "Metadata-Version: 2.1\nName: source-only\nVersion: 1.0\n",
        }
        with tarfile.open(path, "w:gz") as packed:
            for file, text in about.items():
                member = tarfile.TarInfo(f"source_only-1.0/{file}")
                member.size = len(text)
                packed.addfile(member, io.BytesIO(text.encode()))
        return _line("source-only", "1.0", path)

    def lock(self, file: str, *lines: str) -> None:
        """Write a lock."""
        (self.root / file).write_text("".join(lines))

    def command(self, *arguments: str) -> list[str]:
        return [self.bare, "tasks.py", *(arguments or ("new", "--help"))]

    def environment(self, **more: str) -> dict[str, str]:
        known = {k: v for k, v in os.environ.items() if not k.startswith(("COLUMN_", "PYTHON", "VIRTUAL_ENV", "PIP_"))}
        return {**known, "COLUMN_PACKAGES": str(self.root / "packages"), **more}

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A verb, started with the bare Python; one that needs no package, so that only the set-up is at stake."""
        return subprocess.run(
            self.command(*arguments),
            cwd=self.root,
            env=self.environment(**more),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )

    def stands(self) -> bool:
        """Whether the next run has nothing to set up, and finds the packages."""
        done = self.run()
        found = subprocess.run([self.venv / "bin/python", "-c", "import small, source_only"], check=False)
        return done.returncode == 0 and done.stderr == "" and found.returncode == 0


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def _line(name: str, version: str, path: Path) -> str:
    return f"{name}=={version} \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def _two_first_runs(project: Project) -> None:
    """One prepares; the other, started in the middle of it, waits."""

    def start(said: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            project.command(),
            cwd=project.root,
            env=project.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert process.stderr
        assert process.stderr.readline().startswith(said)
        return process

    first = start(_PREPARING)
    first.send_signal(signal.SIGSTOP)  # however busy the machine is, it is not done before the other has begun
    second = start("Một lần chuẩn bị khác đang chạy")
    first.send_signal(signal.SIGCONT)
    for process in (first, second):
        shown, error = process.communicate(timeout=300)
        assert (process.returncode, error) == (0, "")
        assert shown.startswith("usage: ")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose environment stands, made by two first runs; tests that break it mend it again. Its path has
    spaces and accents."""
    project = Project(tmp_path_factory.mktemp("setting-up") / "Thư mục của tòa soạn")
    _two_first_runs(project)
    return project


def test_two_first_runs_wait_for_each_other_and_a_third_sets_up_nothing(made: Project) -> None:
    assert made.stands()


def test_another_purpose_adds_what_it_needs(made: Project) -> None:
    assert made.run("publish", "--help").stderr.startswith(_PREPARING)
    assert made.run("publish", "--help").stderr == ""
    assert made.stands()


def test_a_lock_that_changed_is_followed(made: Project) -> None:
    made.lock("requirements.lock", made.wheel("small", "1.1"), made.source)
    assert made.run().stderr.startswith(_PREPARING)
    said = subprocess.run(
        [made.venv / "bin/python", "-c", "import small; print(small.version)"], capture_output=True, text=True
    )
    assert said.stdout == "1.1\n"
    made.lock("requirements.lock", made.wheel("small", "1.0"), made.source)
    assert made.run().returncode == 0


def _without_pip(made: Project) -> None:
    (packages,) = made.venv.glob("lib/python*/site-packages")
    shutil.rmtree(packages / "pip")
    for stamp in made.venv.glob("*.stamp"):
        stamp.unlink()


def _killed_while_installing(made: Project) -> None:
    (packages,) = made.venv.glob("lib/python*/site-packages")
    next(packages.glob("small-*.dist-info/RECORD")).unlink()
    (packages / "small.py").unlink()
    for stamp in made.venv.glob("*.stamp"):
        stamp.unlink()


def _only_a_folder(made: Project) -> None:
    shutil.rmtree(made.venv)
    made.venv.mkdir()


def _a_file(made: Project) -> None:
    shutil.rmtree(made.venv)
    made.venv.write_text("")


def _a_link_that_leads_nowhere(made: Project) -> None:
    shutil.rmtree(made.venv)
    made.venv.symlink_to("gone")


def _python_gone(made: Project) -> None:
    (made.venv / "bin" / "python").unlink()


def _python_of_another_version(made: Project) -> None:
    """The system's Python moves on: what the link leads to looks for its packages elsewhere."""
    (packages,) = made.venv.glob("lib/python*")
    packages.rename(packages.with_name("python3.10"))
    python = made.venv / "bin" / "python3"
    target = os.path.realpath(python)
    for link in (python, made.venv / "bin" / "python", *made.venv.glob("bin/python3.*")):
        link.unlink(missing_ok=True)
    other = made.venv / "other"
    other.write_text(f'#!/bin/sh\nexec "{target}" "$@"\n')
    other.chmod(0o755)
    python.symlink_to(other)
    (made.venv / "bin" / "python").symlink_to("python3")


@pytest.mark.parametrize(
    "broken",
    [
        _without_pip,
        _killed_while_installing,
        _only_a_folder,
        _a_file,
        _a_link_that_leads_nowhere,
        _python_gone,
        _python_of_another_version,
    ],
)
def test_a_broken_environment_is_noticed(made: Project, broken, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """That it is made anew then, holds a test below; a Python and pip per case would take minutes. No case writes into
    a file that stands, so what is put back are other names of the same files."""
    kept = tmp_path / "kept"
    shutil.copytree(made.venv, kept, symlinks=True, copy_function=os.link)
    broken(made)
    environment = Environment(made.root)
    assert not environment.stands(purposes.BUILD)
    assert not environment.is_whole()
    if made.venv.is_dir() and not made.venv.is_symlink():
        shutil.rmtree(made.venv)
    else:
        made.venv.unlink()
    kept.rename(made.venv)
    assert environment.is_whole()


def test_stamps_of_an_earlier_version_are_renewed_without_making_anything(made: Project) -> None:
    for stamp in made.venv.glob("*.stamp"):
        stamp.rename(made.venv / stamp.name.replace(".stamp", ".sha256"))
    (made.venv / "still the same").touch()
    assert made.run().returncode == 0
    assert (made.venv / "still the same").exists()
    assert made.stands()


def test_a_moved_project_does_not_use_what_names_the_old_place(made: Project, tmp_path: Path) -> None:
    moved = tmp_path / "nơi khác"
    shutil.copytree(made.root, moved, symlinks=True, copy_function=os.link)
    environment = Environment(moved)
    assert Environment(made.root).stands(purposes.BUILD)
    assert not environment.stands(purposes.BUILD)
    assert not environment.is_whole()


@pytest.mark.parametrize(
    "half", ["bin/python", pytest.param("lib/python*/site-packages/pip/*", marks=pytest.mark.long)]
)
def test_a_killed_set_up_is_made_anew(made: Project, half: str) -> None:
    """Killed as soon as the interpreter is there and pip is not, or not all of it."""
    shutil.rmtree(made.venv)
    process = subprocess.Popen(
        made.command(),
        cwd=made.root,
        env=made.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not any(made.venv.glob(half)):
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not Environment(made.root).is_whole()
    done = made.run()
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(_PREPARING)
    assert made.stands()


def _forget(made: Project) -> None:
    """A package less, and no stamp."""
    (packages,) = made.venv.glob("lib/python*/site-packages")
    shutil.rmtree(next(packages.glob("small-*.dist-info")))
    (packages / "small.py").unlink()
    for stamp in made.venv.glob("*.stamp"):
        stamp.unlink()


def test_no_network_is_one_line_and_the_next_run_is_right(made: Project) -> None:
    _forget(made)
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "0"}
    done = made.run(COLUMN_PACKAGES="", **nowhere)
    assert done.returncode == 1
    assert "không tải được các gói: máy không ra được mạng" in done.stderr
    assert done.stderr.count("\n") == 2
    assert done.stdout == ""
    assert made.run().returncode == 0
    assert made.stands()


def test_an_environment_that_stands_needs_no_network(made: Project) -> None:
    """What publishing lacks must not cost what building has."""
    for stamp in made.venv.glob("*.stamp"):
        stamp.unlink()
    made.lock("requirements-digest.lock", made.wheel("small", "1.0"), made.wheel("not-there", "1.0"))
    next((made.root / "packages").glob("not*")).unlink()
    done = made.run("digest", "--help")
    assert done.returncode == 1
    assert "không tìm thấy gói not-there" in done.stderr
    done = made.run(COLUMN_PACKAGES="", PIP_NO_INDEX="1")
    assert done.returncode == 0, done.stderr
    assert made.stands()


def test_a_package_with_another_hash_is_not_installed(made: Project) -> None:
    good = (made.root / "requirements.lock").read_text()
    made.lock("requirements.lock", "small==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n", made.source)
    _forget(made)
    done = made.run()
    assert done.returncode == 1
    assert "không đúng mã băm trong requirements.lock" in done.stderr
    assert done.stderr.count("\n") == 2
    made.lock("requirements.lock", good)
    assert made.run().returncode == 0
    assert made.stands()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="becomes another user")
def test_what_another_user_made_is_used_and_not_written() -> None:
    """As `nobody`, in a folder and with a Python that everybody may read."""
    python = "/usr/bin/python3"
    asked = [python, "-c", "import sys, ensurepip; sys.exit(sys.version_info < (3, 11))"]
    if not os.path.exists(python) or subprocess.run(asked, capture_output=True, check=False).returncode:
        pytest.skip("the system has no Python that makes environments")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        project = Project(Path(folder, "column"), python)
        assert project.run().returncode == 0

        def run() -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                project.command(),
                cwd=project.root,
                env=project.environment(HOME=folder),
                capture_output=True,
                encoding="utf-8",
                check=False,
                user=65534,
                group=65534,
                extra_groups=[],
            )

        assert (run().returncode, run().stderr) == (0, "")
        lock = project.root / "requirements.lock"
        lock.write_text(lock.read_text() + "# changed\n")
        done = run()
        assert done.returncode == 1
        assert "không ghi được (chủ thư mục: root)" in done.stderr
        assert done.stderr.splitlines()[-1].startswith("LỖI: ")
        assert project.run().returncode == 0
        assert (run().returncode, run().stderr) == (0, "")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts a small disk")
def test_a_full_disk_is_one_line(made: Project, tmp_path: Path) -> None:
    small = tmp_path / "đĩa nhỏ"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(small)], check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        project = Project.__new__(Project)
        project.root = small
        project.venv = small / ".venv"
        shutil.copytree(made.root, small, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".venv*", "__pycache__"))
        done = project.run(PYTHONDONTWRITEBYTECODE="1")
        assert done.returncode == 1
        assert "ổ đĩa đã đầy" in done.stderr
        assert done.stderr.count("\n") == 2
        assert subprocess.run(["mount", "-o", "remount,size=100m", str(small)], check=False).returncode == 0
        assert project.run().returncode == 0
        assert project.stands()
    finally:
        subprocess.run(["umount", "-l", str(small)], check=False)
