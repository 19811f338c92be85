"""An article that was taken back answers 410, by every web server the project writes a configuration for."""

from __future__ import annotations

from pathlib import Path

import pytest

from .project import Project
from .servers import ask, caddy, free_port, nginx

pytestmark = pytest.mark.slow


def test_an_article_taken_back_answers_410_with_the_sites_own_page(project: Project, tmp_path: Path) -> None:
    ports = {"nginx": free_port(), "caddy": free_port()}
    place = tmp_path / "srv" / "site"
    project.target("here", kind="folder", url=f"http://127.0.0.1:{ports['nginx']}", path=place)
    project.run("publish", "here")
    address = "/bai-viet/bai-so-1/"
    project.write(1, more="Withdrawn: 2026-01-01: Đăng nhầm.")
    project.commit()
    project.run("publish", "here", "--allow-deletions")
    for name, start in (("nginx", nginx), ("caddy", caddy)):
        configuration = project.run("serving", "here", name).replace(str(ports["nginx"]), str(ports[name]))
        with start(configuration, ports[name], tmp_path / name):
            answer = ask(ports[name], address)
            assert answer.status == 410, name
            assert "Không tìm thấy trang" in answer.body.decode(), name
            assert ask(ports[name], "/bai-viet/chua-tung-co/").status == 404, name
            assert ask(ports[name], "/dinh-chinh/").status == 200, name
    project.write(1)
    project.commit()
    project.run("publish", "here")
    configuration = project.run("serving", "here", "nginx")
    with nginx(configuration, ports["nginx"], tmp_path / "again"):
        assert ask(ports["nginx"], address).status == 200
