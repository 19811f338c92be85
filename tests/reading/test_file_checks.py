"""Which places in content refer to a file, and what is kept of the files' facts."""

from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from plugins.core.body.references import Reference
from plugins.core.problem import Problem
from plugins.reading import file_checks, file_facts
from plugins.reading.file_checks import Decoded, Use, examine_files, find_uses
from plugins.reading.file_facts import FileFacts
from plugins.reading.sources import scan


def record(lead: str = "", attachments: tuple[tuple[str, str], ...] = (), references: tuple[tuple, ...] = ()):
    return SimpleNamespace(lead=(lead, "", "", "") if lead else None, attachments=attachments, references=references)


def test_first_use_wins_but_showing_beats_offering() -> None:
    uses = find_uses(
        [
            ("a.md", record(attachments=(("x.png", "Ảnh"), ("y.pdf", "Tệp")))),
            ("b.md", record(lead="x.png", references=(("static", "y.pdf", "", 9), ("file", "a.md", "", 3)))),
            ("c.md", record(references=(("picture", "x.png", "", 7), ("picture", "z.jpg", "", 8)))),
        ],
        [("hoi-dap.toml", "answer", Reference(kind="static", target="t.txt", line=4))],
    )
    assert uses == {
        "x.png": Use("b.md", "Picture", True),
        "y.pdf": Use("a.md", "Attachment", False),
        "z.jpg": Use("c.md", "nội dung", True),
        "t.txt": Use("hoi-dap.toml", "answer", False, 4),
    }


def test_facts_survive_only_whole_and_of_this_version(tmp_path: Path) -> None:
    path, shape = tmp_path / "store" / "files", bytes(16)
    rows = {"a\0p": FileFacts(b"mark", bytes(16), 3, 10, 20, False, "", "", "picture-file")}
    assert file_facts.load(path, shape) == {}
    file_facts.save(path, shape, rows)
    assert file_facts.load(path, shape) == rows
    assert file_facts.load(path, b"x" * 16) == {}
    whole = path.read_bytes()
    for damaged in (b"", whole[:-1], whole + b"x", b"x" + whole[1:]):
        path.write_bytes(damaged)
        assert file_facts.load(path, shape) == {}


def test_a_photograph_is_decoded_unless_it_is_known_to_decode(tmp_path: Path) -> None:
    """Cut off, so that decoding it is seen."""
    content, home = tmp_path / "content", tmp_path / "store"
    content.mkdir()
    whole, asked = BytesIO(), []
    Image.linear_gradient("L").resize((400, 300)).save(whole, "JPEG")
    for name in ("a.jpg", "b.JPG"):
        (content / name).write_bytes(whole.getvalue()[:-40] + name.encode())
    (content / "c.png").write_bytes(b"")
    known = blake2b((content / "a.jpg").read_bytes(), digest_size=16).digest()

    def decoded() -> Decoded:
        asked.append(1)
        return lambda digest: digest == known

    def faults(*names: str) -> list[bool]:
        uses = {name: Use("x.md", "Picture", True) for name in names}
        facts, _ = examine_files(content, scan(content), uses, lambda *_: 0, home, decoded)
        return [bool(facts[name].fault) for name in names]

    assert faults("c.png") == [True]
    assert not asked
    assert faults("a.jpg", "b.JPG") == [False, True]
    assert len(asked) == 1
    assert faults("a.jpg", "b.JPG") == [False, True]
    assert len(asked) == 1  # what was found is kept


def test_facts_are_the_same_however_many_processes_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = tmp_path / "content"
    content.mkdir()
    for number in range(5):
        Image.new("L", (40 + number, 30)).save(content / f"{number}.png")
    (content / "5.png").write_bytes(b"")
    uses = {f"{number}.png": Use("x.md", "Picture", True) for number in range(6)}
    monkeypatch.setenv("COLUMN_WORKERS", "2")

    def found(most: int) -> tuple[dict[str, FileFacts], tuple[Problem, ...]]:
        monkeypatch.setattr(file_checks, "_ALONE", most)
        return examine_files(content, scan(content), uses, lambda *_: 0, tmp_path / str(most))

    facts, problems = found(1 << 20)
    assert [row.width for row in facts.values()] == [40, 41, 42, 43, 44, 0]
    assert len(problems) == 1
    assert found(0) == (facts, problems)
