"""The newsroom's hook, in a real repository: it judges what is about to be committed, and nothing else."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KIT = ROOT / "docs" / "toa-soan"


class Newsroom:
    """A content repository with the hook installed as its README says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "kho"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "PYTHONPATH": str(ROOT),
            "COLUMN_CACHE": str(folder / "cache"),
            "HOME": str(folder),
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        shutil.copytree(ROOT / "tests" / "site" / "content", self.folder / "content")
        self.article = self.folder / "content" / "articles" / "2022-03-01-cung-phut-mot.md"
        self.git("init", "--quiet")
        for name, value in (("name", "Người thử"), ("email", "thu@thu.example")):
            self.git("config", f"user.{name}", value)
        shutil.copy(KIT / "kiem-tra.sh", self.folder / ".git" / "hooks" / "pre-commit")
        self.git("config", "column.check", f"'{sys.executable}' -m plugins.command check")
        self.git("add", ".")

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )

    def write(self, old: str, new: str) -> None:
        text = self.article.read_text(encoding="utf-8")
        assert old in text
        self.article.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


@pytest.mark.slow
def test_the_hook_judges_what_is_staged(newsroom: Newsroom) -> None:
    saved = newsroom.git("commit", "-m", "Bài đầu")
    assert saved.returncode == 0, saved.stdout + saved.stderr

    newsroom.write("Category: dao-duc", "Category: dao-duk")
    newsroom.git("add", ".")
    newsroom.write("Category: dao-duk", "Category: dao-duc")  # mended on disk, not in what is staged
    refused = newsroom.git("commit", "-m", "Bài sai")
    assert refused.returncode == 1
    told = refused.stdout + refused.stderr
    assert "content/articles/2022-03-01-cung-phut-mot.md:3: Category: “dao-duk” không có trong kế hoạch" in told
    assert "Chưa lưu được" in told

    newsroom.write("Bài này không có ảnh.", "Bài này vẫn không có ảnh.")
    newsroom.git("add", ".")
    newsroom.write("Category: dao-duc", "Category: dao-duk")  # spoilt on disk only
    saved = newsroom.git("commit", "-m", "Bài đúng")
    assert saved.returncode == 0, saved.stdout + saved.stderr


def test_a_machine_that_was_not_set_up_is_told_how(newsroom: Newsroom) -> None:
    newsroom.git("config", "--unset", "column.check")
    refused = newsroom.git("commit", "-m", "Bài đầu")
    assert refused.returncode == 1
    assert "git config column.tool" in refused.stderr


def test_another_content_folder_has_to_exist(newsroom: Newsroom) -> None:
    newsroom.git("config", "column.content", "noi-dung")
    refused = newsroom.git("commit", "-m", "Bài đầu")
    assert refused.returncode == 1
    assert "git config column.content" in refused.stderr


def test_the_commands_in_the_templates_are_ours() -> None:
    """Both templates call what exists: the script beside them, and `check` with options it knows."""
    hook = (KIT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert "entry: ./kiem-tra.sh" in hook
    assert os.access(KIT / "kiem-tra.sh", os.X_OK)
    workflow = (KIT / ".github" / "workflows" / "kiem-tra.yml").read_text(encoding="utf-8")
    (line,) = [line for line in workflow.splitlines() if "tasks.py" in line]
    arguments = line.split("tasks.py", 1)[1].split()
    arguments[arguments.index("content")] = str(ROOT / "tests" / "site" / "content")
    command = [sys.executable, "-m", "plugins.command", *arguments]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")
