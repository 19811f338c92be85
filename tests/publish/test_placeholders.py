"""What is still to be filled in never leaves the machine; each line to fill is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plugins.core.plan.placeholders import unfilled
from plugins.core.plan.site import Agency, Site
from tests.publish.project import ROOT, Project


@pytest.mark.slow
def test_the_shipped_site_file_is_refused_with_its_lines(tmp_path: Path) -> None:
    project = Project(tmp_path / "project", articles=1)
    site = project.root / "content" / "site.toml"
    shutil.copy2(ROOT / "content" / "site.toml", site)
    project.target("web", kind="folder", url="https://column.gov.vn", path=str(tmp_path / "place"))
    told = project.run("publish", "web", code=1)
    lines = site.read_text(encoding="utf-8").split("\n")
    for key, name in (("authority", "authority"), ("name", "agency.name"), ("name_en", "agency.name_en")):
        number = max(n for n, line in enumerate(lines, 1) if line.startswith(f"{key} = "))
        if name != "agency.name":
            assert f"site.toml:{number}: {name}: " in told
        assert f"{name}: " in told
    assert not (tmp_path / "place" / "current").exists()
    filled = site.read_text(encoding="utf-8").replace("chuyen-muc.example", "column.gov.vn")
    filled = filled.replace("Cơ quan chủ quản (điền tên cơ quan)", "Cơ quan").replace(
        "Owning agency (name to be filled in)", "Agency"
    )
    site.write_text(filled.replace('to = "/luu-tru/"', 'to = "/luu-tru/"'), encoding="utf-8")
    project.run("publish", "web")
    assert (tmp_path / "place" / "current").exists()


@pytest.mark.parametrize(
    "value",
    [
        "(điền tên cơ quan)",
        "[Điền địa chỉ]",
        "Tên cơ quan (chưa điền)",
        "TODO",
        "XXXX",
        "________",
        "name to be filled in",
    ],
)
def test_signs_of_a_blank(value: str) -> None:
    assert unfilled(Site(authority="a.vn,2021", agency=Agency(name=value))) == ("agency.name",)


@pytest.mark.parametrize(
    "value", ["Cơ quan (đơn vị sự nghiệp)", "Đảng ủy Khối", "Số 1A, Hùng Vương (tầng 2)", "Sở Ghi công", ""]
)
def test_names_that_are_names(value: str) -> None:
    assert unfilled(Site(authority="a.vn,2021", agency=Agency(name=value, address=value))) == ()


@pytest.mark.parametrize("domain", ["a.example", "example.org", "x.test", "localhost", "may.invalid"])
def test_domains_that_are_nobodys(domain: str) -> None:
    assert unfilled(Site(authority=f"{domain},2021-01-01")) == ("authority",)
    assert unfilled(Site(authority="a.vn,2021", url=f"https://{domain}")) == ("url",)
