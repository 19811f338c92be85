"""Two things that claim one address, or that readers can't tell apart."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from .case import Group, Write, file, files, text

GROUP = Group("collisions")
refused, warned, built = GROUP.refused, GROUP.warned, GROUP.built


def plan(old: str, new: str) -> Write:
    """The plan with one change."""

    def write(folder: Path, path: str) -> None:
        file(text())(folder, path)
        target = folder / "plan.toml"
        before = target.read_text(encoding="utf-8")
        assert old in before, old
        target.write_text(before.replace(old, new, 1), encoding="utf-8")

    return write


refused("slug", text(Slug="doi-moi"), "5: Slug: “doi-moi” đã được articles/2022-03-09-đổi-mới.md dùng")
refused("slug-accents", text(Slug="Đổi-mới"), "5: Slug: “doi-moi” đã được articles/2022-03-09-đổi-mới.md dùng")
refused("slug-case", text(Slug="DOI-MOI"), "5: Slug: “doi-moi” đã được")
refused("slug-of-draft", text(Slug="ban-nhap"), "5: Slug: “ban-nhap” đã được articles/2022-05-02-ban-nhap.md dùng")
refused("id", text(Id="2022-05-01-ten-moi"), "5: Id: “2022-05-01-ten-moi” đã được articles/2022-05-01-ten-moi.md dùng")
refused(
    "short-address",
    files(text(Id="bai-17602"), {"articles/2022-03-04-khac.md": text(Id="bai-122878", Slug="khac")}),
    "5: Id: địa chỉ ngắn của Id “bai-17602” trùng với của “bai-122878” (articles/2022-03-04-khac.md): mã p7dcf27; "
    "hãy đổi Id của bài chưa đăng",
)
refused("alias-of-slug", text(Aliases="doi-moi"), "5: Aliases: “doi-moi” là địa chỉ của articles/2022-03-09-đổi-mới.md")
refused("alias-twice", text(Aliases="ten-cu"), "5: Aliases: “ten-cu” là địa chỉ của articles/2022-05-01-ten-moi.md")
refused(
    "file-names-case",
    files(text(), {"articles/Collisions-File-Names-Case.md": text()}),
    "1: Slug: “collisions-file-names-case” đã được articles/Collisions-File-Names-Case.md dùng",
)
refused(
    "file-names-folders",
    files(text(), {"articles/khac/collisions-file-names-folders.md": text()}),
    "articles/khac/collisions-file-names-folders.md:1: Slug: “collisions-file-names-folders” đã được",
)
refused(
    "file-names-composition",
    files(
        text(Title="Một"),
        {"articles/la-dời.md": text(), unicodedata.normalize("NFD", "articles/la-dời.md"): text(Title="Hai")},
    ),
    "articles/la-dời.md:0: tên tệp: ",
)
refused("tag-accents", text(Tags="doi moi"), "5: Tags: thẻ “doi moi” chỉ khác “Đổi mới”")
refused("tag-case", text(Tags="KHÓA 1"), "5: Tags: thẻ “KHÓA 1” chỉ khác “khóa 1”")
refused("tag-itself", text(Tags="tự học, Tự Học"), "5: Tags: hai thẻ “tự học” và “Tự Học” chỉ khác nhau")
refused("tag-of-nothing", text(Tags="★★★"), "5: Tags: thẻ “★★★” không còn chữ nào")
built("tag-reserved", text(Tags="Trang, RSS, index"), "Trang")
built("tag-twice", text(Tags="lặp, lặp"), "lặp")
refused("page-rss", text(), "1: Slug: “rss” là địa chỉ dành riêng", path="pages/rss.md")
refused("page-theme", text(), "1: Slug: “theme” là địa chỉ dành riêng", path="pages/theme.md")
refused("page-404", text(), "1: Slug: “404” là địa chỉ dành riêng", path="pages/404.md")
refused("page-index", text(), "1: Slug: “index” là địa chỉ dành riêng", path="pages/index.md")
refused("page-articles", text(Slug="bai-viet"), "5: Slug: “bai-viet” là địa chỉ dành riêng", path="pages/bai.md")
refused(
    "page-page", text(Slug="gioi-thieu"), "5: Slug: “gioi-thieu” đã được pages/gioi-thieu.md dùng", path="pages/x.md"
)
refused(
    "article-named-index",
    text(Slug="index", Title="Bài tên index"),
    "1: Slug: tệp tên “index” phải nằm trong thư mục riêng",
    path="articles/index.md",
    alone=True,
)
built(
    "article-slug-index",
    text(Slug="index", Title="Bài tên index"),
    path="articles/collisions-article-slug-index/index.md",
    alone=True,
)

refused(
    "plan-topics-slug",
    plan('slug = "hoc-tap"', 'slug = "dao-duc"'),
    "plan.toml:30: plans.topics.slug: “dao-duc” đã được dùng ở mục thứ 1",
    alone=True,
)
refused(
    "plan-topics-name",
    plan('name = "Học tập"', 'name = "ĐẠO ĐỨC, lối sống"'),
    "plan.toml:31: plans.topics.name: “ĐẠO ĐỨC, lối sống” trùng tên",
    alone=True,
)
refused(
    "plan-topics-name-accents",
    plan('name = "Học tập"', 'name = "Dao duc, loi song"'),
    "plan.toml:31: plans.topics.name: “Dao duc, loi song” trùng tên",
    alone=True,
)
refused(
    "plans-slug",
    plan("[[plans]]", '[[plans]]\nslug = "ke-hoach-thu"\nnumber = "00"\ntitle = "Cũ"\nissuer = "Cũ"\n\n[[plans]]'),
    "plan.toml:8: plans.slug: “ke-hoach-thu” đã được dùng ở mục thứ 1",
    alone=True,
)
refused(
    "plan-phases-overlap",
    plan("first = 2022-04-01", "first = 2022-03-31"),
    "plan.toml:18: plans.phases.first: giai đoạn “Đợt hai” chồng lên “Đợt một”",
    alone=True,
)
refused(
    "plan-phase-backwards",
    plan("last = 2022-12-31", "last = 2022-03-01"),
    "plan.toml:19: plans.phases.last: sớm hơn ngày đầu",
    alone=True,
)
refused(
    "plan-slug-path",
    plan('slug = "hoc-tap"', 'slug = "../hoc-tap"'),
    "plan.toml:30: plans.topics.slug: “../hoc-tap” không hợp lệ",
    alone=True,
)
refused(
    "plan-slug-reserved",
    plan('slug = "hoc-tap"', 'slug = "trang"'),
    "plan.toml:30: plans.topics.slug: “trang” không hợp lệ",
    alone=True,
)
refused(
    "plan-item-reserved",
    plan('slug = "viec-chua-lam"', 'slug = "trang"'),
    "plan.toml:75: plans.items.slug: “trang” không hợp lệ",
    alone=True,
)
