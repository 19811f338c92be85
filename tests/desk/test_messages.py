"""Messages of a text that nobody saved are those that the gate will tell of the file: at once where nothing but its own
words can matter, and after a look at all articles where another's can."""

from __future__ import annotations

import random

import pytest

from plugins.desk.opening import complete_settings
from plugins.desk.room import Room
from plugins.system import build_inputs
from tests.helpers import desk as desks
from tests.helpers.rounds import rounds

pytestmark = pytest.mark.slow


def article(number: int, headers: str = "", *, status: str = "") -> str:
    text = desks.LIVE.replace("Bài đang đăng", f"Tin {number}").replace("Tags: thử nghiệm\n", headers)
    return text.replace("\n\n", f"\nStatus: {status}\n\n", 1) if status else text


FILES = {
    "articles/2021/2021-05-01-tin-1.md": article(1, "Tags: Đổi mới\nAuthors: Nguyễn Văn Mẫu\n"),
    "articles/2021/2021-05-02-tin-2.md": article(2, "Tags: đổi mới\nAuthors: nguyen van mau\n"),
    "articles/2021/2021-05-03-tin-3.md": article(3, "Series: Hồ sơ một mình\nAliases: tin-cu\n"),
    "articles/2021/2021-05-04-tin-4.md": article(4, "Slug: tin-cu\n", status="draft"),
    "articles/2021/2021-05-05-tin-5.md": article(5, "Id: chung\nLang: en\nTranslation_of: bai-dang\n"),
    "articles/2021/2021-05-06-tin-6.md": article(6, "Id: chung\n", status="review"),
    "articles/2021/2021-05-07-tin-7.md": article(7, "Translation_of: khong-co\n"),
    "articles/2021/2021-05-08-tin-8.md": article(8),
}
"""Articles that claim what others claim, in every way that a rule knows."""

EDITS = (
    ("Đoạn thứ hai", "Đoạn đã sửa"),
    ("của bài mẫu", "của [bài gãy](khong-co.md) mẫu"),
    ("của bài mẫu", "của [bài kia](2021-05-01-tin-1.md) mẫu"),
    ("để thử", "để xem"),
    ("Category: xay-dung", "Category: khong-co"),
    ("\n\n", "\nTags: Thẻ Mới\n\n"),
    ("\n\n", "\nSeries: hồ sơ một mình\n\n"),
    ("\n\n", "\nAuthors: NGUYEN VAN MAU\n\n"),
    ("\n\n", "\nAliases: tin-1\n\n"),
    ("\n\n", "\nId: chung\n\n"),
    ("Status: draft\n", ""),
    ("Date: 2021", "Date: 2041"),
)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    folder = tmp_path_factory.mktemp("loi-bao")
    content = desks.newsroom(folder, more=FILES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMN_CACHE", str(folder / "cache"))
        made = Room(content, complete_settings(content, folder / "output", build_inputs.ROOT / "pelicanconf.py", ""))
        made.refresh()
    return made


def test_what_is_not_in_doubt_is_what_a_whole_look_finds(room: Room) -> None:
    draw, sure = random.Random(4), 0
    for turn in range(rounds(80, 2000)):
        source = draw.choice(sorted(FILES))
        text = FILES[source]
        for old, new in draw.sample(EDITS, draw.randrange(3)):
            text = text.replace(old, new, 1)
        looked, whole = room.look(source, text), room.look(source, text, whole=True)
        assert not whole.doubt
        if not looked.doubt:
            sure += 1
            assert looked.problems == whole.problems, (turn, source, text)
    assert sure > 15


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        (2, "one-tag"),
        (2, "one-author"),
        (3, "series-alone"),
        (3, "one-address"),
        (6, "one-address"),
        (7, "translation"),
    ],
)
def test_what_others_claim_is_told_while_the_words_change(room: Room, number: int, rule: str) -> None:
    source = f"articles/2021/2021-05-0{number}-tin-{number}.md"
    text = FILES[source] + "\nThêm một đoạn.\n"
    assert rule in {problem.rule for problem in room.look(source, text).problems}
    assert rule in {problem.rule for problem in room.look(source, text, whole=True).problems}
