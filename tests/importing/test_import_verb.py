"""The verb: files → articles, pictures and a report in a folder; exit codes; nothing overwritten."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from plugins.core.importing.outcome import ImportRefusedError
from plugins.importing.incoming import import_file
from plugins.system import build_inputs
from tests.helpers.processes import run_module

from . import word_parts as wp

DATA = Path(__file__).parent / "data"


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(build_inputs.ROOT), "PYTHONUTF8": "1", "COLUMN_CWD": str(cwd)}
    return run_module("plugins.command", "import", *arguments, cwd=cwd, env=environment)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_word_file_becomes_an_article_with_its_pictures(tmp_path: Path) -> None:
    source = DATA / "python-docx-kieu.docx"
    done = run(str(source), "--into", "ra", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    made = files_of(tmp_path / "ra")
    assert sorted(made) == ["guong-sang-o-ban-xa-1.jpg", "guong-sang-o-ban-xa.md", "report.json"]
    report = json.loads(made["report.json"])
    assert report["losses"] == []
    assert report["article"] == "guong-sang-o-ban-xa.md"
    assert {guess["field"] for guess in report["guesses"]} >= {"Title", "Summary"}
    assert "đoán Title" in done.stdout
    run(str(source), "--into", "lai", cwd=tmp_path)
    assert files_of(tmp_path / "lai") == made


@pytest.mark.slow
def test_several_files_share_one_report_and_a_refusal_is_code_2(tmp_path: Path) -> None:
    (tmp_path / "hong.docx").write_bytes(b"PK\x03\x04")
    names = ["docx-js-sua-doi.docx", "google-docs.html"]
    done = run(*(str(DATA / name) for name in names), "hong.docx", "khong-co.docx", "--into", "ra", cwd=tmp_path)
    assert done.returncode == 2
    assert "hong.docx: Tệp hỏng" in done.stderr
    assert "khong-co.docx: Không mở được" in done.stderr
    assert "Traceback" not in done.stderr
    report = json.loads((tmp_path / "ra" / "report.json").read_text(encoding="utf-8"))
    assert [article["source"] for article in report["articles"]] == names
    assert len(report["losses"]) == sum(len(article["losses"]) for article in report["articles"])


@pytest.mark.slow
def test_what_stands_is_never_overwritten(tmp_path: Path) -> None:
    source = str(DATA / "google-docs.html")
    run(source, "--into", "ra", cwd=tmp_path)
    article = next((tmp_path / "ra").glob("*.md"))
    article.write_text("của biên tập viên", encoding="utf-8")
    done = run(source, "--into", "ra", cwd=tmp_path)
    assert done.returncode == 2
    assert "đã có" in done.stderr
    assert article.read_text(encoding="utf-8") == "của biên tập viên"


def test_without_a_folder_the_article_stands_among_the_others(tmp_path: Path) -> None:
    content = tmp_path / "content"
    done = run(str(DATA / "google-docs.html"), "--content", str(content), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (article,) = content.rglob("*.md")
    assert article.parent.parent == content / "articles"
    assert article.name.startswith(article.parent.name)
    assert not list(content.rglob("*.json"))


def test_the_child_ends_with_its_file() -> None:
    found = import_file((DATA / "google-docs.html").read_bytes(), "tin.html")
    assert "Title: Tin từ Google Docs" in found.text
    with pytest.raises(ImportRefusedError) as raised:
        import_file(b"%PDF-1.4", "x.pdf", shared=True)
    assert raised.value.kind == "pdf"


@pytest.mark.slow
def test_too_much_for_the_child_is_a_refusal() -> None:
    rows = wp.paragraph(wp.run("a b")) * 280_000
    with pytest.raises(ImportRefusedError) as raised:
        import_file(
            wp.Word(body=rows + "<w:p><w:r><w:t>" + "ă" * (20 << 20) + "</w:t></w:r></w:p>").bytes(), "lon.docx"
        )
    assert raised.value.kind in {"too-large", "died", "bomb"}
