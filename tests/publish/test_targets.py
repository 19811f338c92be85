"""targets.toml: every fault is told with its line before anything is touched."""

from pathlib import Path

import pytest

from plugins.core.errors import SettingsError
from plugins.publish.target_file import load_target, load_targets
from plugins.publish.targets import FolderTarget, S3Target, SshTarget
from plugins.system import build_inputs

FOLDER = {"kind": '"folder"', "url": '"https://a.vn"', "path": '"/srv/trang"'}
SSH = {**FOLDER, "kind": '"ssh"', "host": '"web@a.vn"'}
S3 = {"kind": '"s3"', "url": '"https://a.vn"', "endpoint": '"https://s3.a.vn"', "bucket": '"column"'}
GIT = {"kind": '"git"', "url": '"https://a.vn"', "remote": '"git@a.vn:column.git"'}


def write(tmp_path: Path, table: dict[str, str], **changes: str | None) -> Path:
    rows = {**table, **changes}
    path = tmp_path / "targets.toml"
    path.write_text("[here]\n" + "".join(f"{key} = {value}\n" for key, value in rows.items() if value is not None))
    return path


def test_what_is_right_is_read(tmp_path: Path) -> None:
    target = load_targets(write(tmp_path, FOLDER, keep="7"))["here"]
    assert isinstance(target, FolderTarget)
    assert (target.path, target.keep, target.compress) == ("/srv/trang", 7, True)
    assert isinstance(load_targets(write(tmp_path, SSH))["here"], SshTarget)
    target = load_targets(write(tmp_path, S3, prefix='"a/b"'))["here"]
    assert isinstance(target, S3Target)
    assert (target.prefix, target.compress) == ("a/b", False)


@pytest.mark.parametrize(
    ("table", "changes", "line", "message"),
    [
        (FOLDER, {"pth": '"/srv/x"'}, 5, "pth: không có khoá này; có phải ý bạn là path?"),
        (FOLDER, {"path": None}, 1, "thiếu path"),
        (FOLDER, {"kind": '"ftp"'}, 2, "kind: phải là một trong"),
        (FOLDER, {"kind": None}, 1, "kind: phải là một trong"),
        (FOLDER, {"keep": '"5"'}, 5, "keep: phải là số nguyên"),
        (FOLDER, {"keep": "true"}, 5, "keep: phải là số nguyên"),
        (FOLDER, {"keep": "1"}, 5, "keep: phải từ 2"),
        (FOLDER, {"compress": "1"}, 5, "compress: phải là true hoặc false"),
        (FOLDER, {"url": '"a.vn"'}, 3, "url: phải là địa chỉ http(s)"),
        (FOLDER, {"url": '"https://me:pw@a.vn"'}, 3, "url: phải là địa chỉ http(s)"),
        (FOLDER, {"url": '"https://a.vn/"'}, 3, "url: phải là địa chỉ http(s)"),
        (FOLDER, {"certificate": '"x; include /etc/shadow"'}, 5, "certificate: phải là đường dẫn tuyệt đối"),
        (FOLDER, {"sign_key_env": '"-----BEGIN OPENSSH"'}, 5, "tên biến môi trường, không phải bí mật"),
        (SSH, {"host": '"-oProxyCommand=x"'}, 5, "host: phải là tên máy"),
        (SSH, {"host": '"a b"'}, 5, "host: phải là tên máy"),
        (SSH, {"port": "70000"}, 6, "port: phải từ 1"),
        (SSH, {"known_hosts": '"known"'}, 6, "known_hosts: phải là đường dẫn tuyệt đối"),
        (S3, {"endpoint": '"https://k:s@s3.a.vn"'}, 4, "endpoint: phải là địa chỉ"),
        (S3, {"bucket": '"A"'}, 5, "bucket: không phải tên kho"),
        (S3, {"prefix": '"/a/"'}, 6, "prefix: phải là thư mục trong kho"),
        (S3, {"secret_key": '"abc"'}, 6, "secret_key: không có khoá này; có phải ý bạn là secret_key_env?"),
        (GIT, {"remote": '"https://me:token@a.vn/x.git"'}, 4, "không ghi tài khoản vào địa chỉ"),
        (GIT, {"remote": '"--upload-pack=x"'}, 4, "remote: phải là địa chỉ kho git"),
        (GIT, {"remote": '"../x"'}, 4, "remote: phải là địa chỉ kho git"),
        (GIT, {"branch": '"main"'}, 5, "không phải main hay master"),
        (GIT, {"branch": '"-f"'}, 5, "branch: phải là tên nhánh"),
    ],
)
def test_faults(tmp_path: Path, table: dict[str, str], changes: dict[str, str | None], line: int, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_targets(write(tmp_path, table, **changes))
    (told,) = str(caught.value).splitlines()
    assert told.startswith(f"targets.toml:{line}: ")
    assert message in told


_HOME_AND_SYSTEM = ["/", "/srv", "/etc/x", "/usr/share/x", "/home/me", "/proc/1/root", "/dev/shm/x", "/srv/../etc"]
_ODD = ["", "srv/x", "./x", "~/x", "/srv/", "/srv//x", "/srv/./x", "/srv/a b", "/srv/$(id)", "/srv/x;y"]


@pytest.mark.parametrize("table", [FOLDER, SSH])
@pytest.mark.parametrize(
    "path",
    [*_HOME_AND_SYSTEM, *_ODD],
)
def test_dangerous_paths(tmp_path: Path, table: dict[str, str], path: str) -> None:
    with pytest.raises(SettingsError, match="path: "):
        load_targets(write(tmp_path, table, path=f'"{path}"'))


def test_paths_that_are_dangerous_on_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "people" / "me"))
    link = tmp_path / "link"
    link.symlink_to("/etc")
    inside, above = build_inputs.ROOT / "public", build_inputs.ROOT.parent
    for path in (build_inputs.ROOT, inside, above, tmp_path / "people" / "me", tmp_path / "people", link / "x"):
        with pytest.raises(SettingsError, match="path: "):
            load_targets(write(tmp_path, FOLDER, path=f'"{path}"'))


def test_all_faults_of_all_targets_at_once(tmp_path: Path) -> None:
    path = tmp_path / "targets.toml"
    path.write_text('stray = 1\n[Here]\nkind = "folder"\n[there]\nkind = "git"\nurl = "x"\nremote = "git@a:b"\n')
    with pytest.raises(SettingsError) as caught:
        load_targets(path)
    told = str(caught.value)
    for part in (
        "stray: mỗi đích là một bảng",
        "[Here]: tên đích",
        "[Here]: thiếu url",
        "[Here]: thiếu path",
        "url: phải",
    ):
        assert part in told


def test_names_secrets_and_files(tmp_path: Path) -> None:
    path = write(tmp_path, S3)
    with pytest.raises(SettingsError, match=r"không có đích “her” \(có phải here\?\)"):
        load_target(path, "her", {})
    with pytest.raises(SettingsError, match="cần biến môi trường AWS_SECRET_ACCESS_KEY"):
        load_target(path, "here", {"AWS_ACCESS_KEY_ID": "x"})
    assert load_target(path, "here", {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y"}).name == "here"
    with pytest.raises(SettingsError, match="chưa có tệp này"):
        load_targets(tmp_path / "none.toml")
    path.write_text("[here\n")
    with pytest.raises(SettingsError, match=r"targets.toml:1: không đọc được TOML"):
        load_targets(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="không đọc được"):
        load_targets(path)
