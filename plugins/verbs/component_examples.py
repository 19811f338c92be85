"""Examples of every component of the theme: they are its documentation, and the tests look at them in a browser.

`call` is what a template writes; it sees the values of `VALUES` by their names.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from ..core.article.article import Correction, KeyFigure
from ..core.body.references import Heading
from ..core.plan.plan import Item, Phase, Plan
from ..core.plan.site import Link
from ..core.registers.registers import Handout
from ..core.reports.handout import Piece
from ..core.views.chart import chart
from ..core.views.labels import words
from ..core.views.view_models import Card, Crumb, FeedLink, Picture, Sound, TermLink
from ..pages.progress import ItemProgress, Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """macro: the file in theme/templates/components and the macro in it; about: when to use this form."""

    macro: str
    about: str
    call: str


_DAY = dt.datetime(2021, 11, 15, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
_DRAWING = (
    "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%2016%209'%3E%3Crect%20width='16'"
    "%20height='9'%20fill='%23e6d9bd'/%3E%3Ccircle%20cx='8'%20cy='5'%20r='3'%20fill='%23a0151a'/%3E%3C/svg%3E"
)
_TOPIC = TermLink(kind="topic", slug="chu-de-mau", name="Chủ đề mẫu", url="#chu-de-mau")
_PICTURE = Picture(
    src=_DRAWING,
    srcset="",
    avif="",
    webp="",
    width=640,
    height=360,
    alt="Hình tròn đỏ trên nền vàng nhạt.",
    caption="Chú thích nói điều ảnh không tự nói được.",
    credit="Đồ họa: Chuyên mục",
    full=_DRAWING,
)
_CARD = Card(
    id="mau",
    url="#mau",
    title="Tên bài mẫu, dài vừa đủ để thấy dòng thứ hai bắt đầu ở đâu",
    sapo="Sapo nói gọn điều người đọc sẽ biết thêm sau khi đọc bài; một hoặc hai câu là vừa.",
    date=_DAY,
    topic=_TOPIC,
    form=None,
    picture=_PICTURE,
    lang="vi",
    sample=False,
)
_LONG = (
    "Tên bài dài ba trăm ký tự vẫn phải đọc được: Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng, "
    "Nghị quyết Đại hội đại biểu Đảng bộ Khối các cơ quan Trung ương và kế hoạch triển khai thực hiện ở từng cơ quan, "
    "đơn vị theo Kế hoạch số 23-KH/ĐUK về việc đẩy mạnh công tác tuyên truyền"
)

_PHASE = Phase(kind="phase", slug="mau", name="Giai đoạn mẫu", plan="mau", last=dt.date(2021, 12, 31))
_PLAN = Plan(slug="mau", number="23-KH/ĐUK", title="Kế hoạch mẫu", issuer="Cơ quan ban hành", phases=(_PHASE,))
_ITEM = Item(slug="yeu-cau", name="Yêu cầu mẫu", quote="lời kế hoạch", plan="mau")

VALUES: dict[str, object] = {
    "story": _CARD,
    "plain_story": _CARD._replace(picture=None, sample=True),
    "long_story": _CARD._replace(title=_LONG, sapo="Motchuoidaikhongcodaucach" * 8),
    "english_story": _CARD._replace(lang="en", title="An article in English", sapo="Its labels are English too."),
    "image": _PICTURE,
    "plan": _PLAN,
    "article": SimpleNamespace(lang="vi", plan=_PLAN, items=((_ITEM, "#yeu-cau", "14/25"),)),
    "progress": Progress(
        items=(ItemProgress("a", 2, _DAY.date(), (("2021-11", 2),)), ItemProgress("b", 0, None, ())),
        articles=2,
        newest=_DAY.date(),
        months=(("2021-11", 2),),
    ),
    "many_terms": tuple(replace(_TOPIC, name=f"Đơn vị mẫu số {n}") for n in range(1, 15)),
    "series": (TermLink(kind="series", slug="ho-so-mau", name="Hồ sơ mẫu", url="#ho-so-mau"), 2),
    "sound": Sound(url="#nghe", type="audio/mpeg", length="1 phút 35 giây", size="380 KB", voice="Giọng đọc mẫu"),
    "speaking": SimpleNamespace(
        key_points=("Điểm chính mẫu thứ nhất.", "Điểm chính mẫu thứ hai, dài hơn một chút để thấy dòng xuống."),
        key_figures=(KeyFigure("12 đơn vị mẫu", "Nguồn mẫu", "#nguon"), KeyFigure("3 lớp mẫu", "Nguồn mẫu")),
    ),
    "t": words("vi"),
    "terms": tuple(replace(_TOPIC, name=name, count=n) for name, n in (("kế hoạch", 12), ("tọa đàm", 3), ("a", 1))),
    "crumbs": (Crumb(name="Trang nhất", url="#"), Crumb(name="Chủ đề mẫu", url="#chu-de-mau")),
    "corrected": (Correction(date=dt.date(2021, 11, 16), text="bản đầu ghi sai tên chủ đề; nay sửa lại."),),
    "files": (Link(name="Đề cương sinh hoạt chi bộ", url="#tep", note="PDF, 95 KB"),),
    "headings": tuple(Heading(level=2, id=f"phan-{n}", text=f"Phần thứ {n}") for n in range(1, 5)),
    "chart": chart([("2021-06", 2), ("2021-08", 5), ("2021-11", 3)]),
    "instant": _DAY,
    "feeds": (FeedLink(title="Mục mẫu (RSS)", url="#rss", type="application/rss+xml"),),
    "piece": Piece(
        title="Tên bài mẫu",
        path="#mau",
        short="#ngan",
        sapo="Sapo của bài mẫu.",
        date=_DAY,
        minutes=2,
        points=("Ý thứ nhất", "Ý thứ hai"),
        figures=(KeyFigure("12 đơn vị mẫu", "Nguồn mẫu", "#nguon"), KeyFigure("3 lớp mẫu", "Nguồn mẫu")),
        quotations=("Lời trích mẫu.",),
        units=(),
        origin="",
        origin_url="",
        marked=True,
        discussion=("Câu hỏi mẫu?",),
    ),
    "handout": Handout(
        line=1,
        month="2021-11",
        title="Tài liệu mẫu",
        published=_DAY,
        pdf="mau.pdf",
        pdf_size=40_000,
        epub="mau.epub",
        epub_size=9_000,
        digest="",
    ),
}
"""What the examples show; marked as samples by their own words."""

EXAMPLES = (
    Example(macro="badge", about="A short mark beside a title.", call='badge("Bài mẫu")'),
    Example(macro="icon", about="A line drawing beside words, never alone.", call='icon("print")'),
    Example(macro="stamp", about="A time under a title.", call="stamp(instant)"),
    Example(macro="stamp", about="In English articles the day is spelt out in English.", call='stamp(instant, "en")'),
    Example(macro="picture", about="Any picture; `sizes` says how wide it will be.", call='picture(image, "320px")'),
    Example(macro="figure", about="The lead picture of an article.", call="figure(image, t)"),
    Example(macro="card", about="lead: the front page's main story.", call='card(story, "lead")'),
    Example(macro="card", about="list: a row in a list.", call='card(story, "list")'),
    Example(macro="card", about="list: without a picture, a sample.", call='card(plain_story, "list")'),
    Example(
        macro="card", about="list: a title of 300 characters, a word without end.", call='card(long_story, "list")'
    ),
    Example(macro="card", about="block: the top of a topic's block.", call='card(story, "block")'),
    Example(macro="card", about="mini: title and day.", call='card(english_story, "mini")'),
    Example(
        macro="minis",
        about="Cards of style mini under one another.",
        call='minis([ui.card(story, "mini"), ui.card(english_story, "mini")])',
    ),
    Example(macro="breadcrumbs", about="The way to a page.", call="breadcrumbs(crumbs)"),
    Example(
        macro="page_header",
        about="The head of a page that is no article.",
        call='page_header("Tên trang theo 23-KH/ĐUK", "Loại trang", "Một câu nói trang này có gì.", level=3)',
    ),
    Example(macro="plan_quote", about="The plan's own words.", call='plan_quote("lời kế hoạch", plan, "#ke-hoach")'),
    Example(
        macro="folded", about="A list that opens; the caller makes its rows.", call="term_list('Đơn vị', many_terms)"
    ),
    Example(macro="term_link", about="One term.", call="term_link(terms[0])"),
    Example(macro="term_list", about="Terms of one kind.", call='term_list("Văn kiện", terms)'),
    Example(macro="term_list", about="Tags.", call='term_list("Thẻ", terms, "terms terms-tags")'),
    Example(macro="contents", about="The headings of a long article.", call="contents(headings, t)"),
    Example(macro="corrections", about="What was corrected.", call="corrections(corrected, t)"),
    Example(macro="attachments", about="Files of an article.", call="attachments(files, t)"),
    Example(macro="tools", about="What a reader can do with an article.", call='tools("vi", "")'),
    Example(macro="feedback", about="How to answer.", call='feedback(frame, t, "Tên bài", "#")'),
    Example(macro="carries", about="What an article carries out of the plan.", call='carries(article, t, "")'),
    Example(macro="series_part", about="Which part of a series an article is.", call="series_part(series, t)"),
    Example(
        macro="series_neighbours",
        about="The parts before and after it.",
        call='series_neighbours(series, [ui.card(story, "mini")], [ui.card(plain_story, "mini")], t)',
    ),
    Example(macro="listen", about="What an article can be heard from.", call="listen(sound, t)"),
    Example(macro="player", about="The browser's own player alone.", call='player(sound, "Tên bài")'),
    Example(macro="key_points", about="What an article gives to speakers.", call="key_points(speaking, t)"),
    Example(macro="sourced", about="A figure with its source.", call="sourced(speaking.key_figures[0], t)"),
    Example(
        macro="discussion", about="Questions for a meeting.", call="discussion(['Câu hỏi mẫu?', 'Câu hỏi khác?'], t)"
    ),
    Example(macro="progress", about="How much of a plan has articles.", call="progress(progress)"),
    Example(macro="phases", about="A plan's phases; script says which has ended.", call='phases(plan, "")'),
    Example(macro="sparkline", about="A demand's articles by half-year.", call="sparkline((0, 3, 10, 5))"),
    Example(macro="pager", about="From page to page of a list.", call='pager("#moi-hon", "#cu-hon", "#moi", 3)'),
    Example(macro="month_chart", about="Articles by month.", call='month_chart(chart, "Số bài theo tháng")'),
    Example(macro="notice", about="A sentence set apart.", call='notice("Mục này chưa có bài nào.")'),
    Example(macro="follow", about="How to follow a page that has a feed.", call="follow(feeds)"),
    Example(macro="handout_files", about="Files of a hand-out.", call='handout_files(handout, "#pdf", "#epub")'),
    Example(macro="handout_facts", about="What a hand-out takes from an article.", call="handout_facts(piece, 3)"),
    Example(macro="search_form", about="The search box.", call='search_form("", "tim-mau")'),
)
"""In the order of the page: small ones first."""
