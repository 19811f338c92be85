"""Rules about one article's headers: each takes its headers from the draft and leaves values or problems in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from ..body.references import content_path, is_table
from ..rules import rule
from ..text.dates import DateError, parse_day
from ..text.vietnamese import fold, is_slug, slugify, suggest
from ..text.web_address import is_web_address
from .date_rules import GROUP, date, expires, lead_until, modified, withdrawn
from .draft import Draft
from .file_names import stem_of
from .foreign_headers import FOREIGN_HEADERS
from .headers import HEADERS
from .old_addresses import AddressError, canonical, is_whole
from .plain_rules import header_marks
from .speaking_rules import SPEAKING_RULES

STATUSES = ("published", "draft", "review", "hidden")
LANGUAGES = ("vi", "en")
KINDS = ("", "ve-chuyen-muc")
"""Kinds of articles: what carries out the plan, and pieces about the column itself."""
FOCI: dict[str, str] = {"trái": "left", "phải": "right", "trên": "top", "dưới": "bottom", "giữa": ""}
"""Where the main thing of a picture is, as editors write it → as the theme's classes call it."""
FLAGS = ("ket-qua", "kho-khan", "bai-hoc")
YES = {"yes", "true", "có", "co", "1"}
NO = {"no", "false", "không", "khong", "0", ""}
MOST_TAGS = 20
MOST_ENTRIES = 50
_CREDIT = re.compile(
    r"^\s*(?:Ảnh|Đồ họa|Đồ hoạ|Tranh|Bản đồ|Biểu đồ|Infographic|Photo|Graphic|Illustration|Map|Chart)\s*:",
    re.IGNORECASE,
)
_DATED = re.compile(r"^(\d{4}-\d{2}-\d{2})-(.+)$")

# Pelican's own headers that would let content choose files and templates: an article's place is the column's matter.
_REFUSED = {"save_as": "Slug", "url": "Slug", "template": "", "translation": "Translation_of"}


@rule("header-known", GROUP)
def header_known(draft: Draft) -> None:
    """Chỉ dùng các tên có trong bảng phần đầu bài; tên lạ bị từ chối kèm gợi ý tên gần đúng."""
    for header in draft.headers:
        if header.key in HEADERS or header.key in draft.further:
            continue
        if header.key in _REFUSED:
            instead = _REFUSED[header.key]
            hint = f"; hãy dùng {instead}" if instead else ""
            draft.complain(
                "header-known",
                header.key,
                f"chuyên mục không cho bài tự đặt {header.name}{hint}",
                line=header.line,
            )
            continue
        if header.key in FOREIGN_HEADERS:
            instead = FOREIGN_HEADERS[header.key]
            hint = f"ở đây viết {instead}" if instead else "ở đây không có tác dụng, hãy bỏ dòng này"
            message = f"“{header.name}” là tên của chương trình khác (Hugo, Jekyll…); {hint}"
            draft.complain("header-known", header.key, message, line=header.line)
            continue
        hint = suggest(header.key, [kind.name for kind in HEADERS.values()])
        allowed = ", ".join(kind.name for kind in HEADERS.values())
        draft.complain(
            "header-known",
            header.key,
            f"không có tên “{header.name}”{hint} Các tên được dùng: {allowed}",
            line=header.line,
        )


@rule("header-once", GROUP)
def header_once(draft: Draft) -> None:
    """Mỗi tên chỉ viết một lần, trừ những tên mà bảng phần đầu bài ghi là được viết nhiều lần."""
    seen: dict[str, int] = {}
    for header in draft.headers:
        kind = HEADERS.get(header.key)
        if header.key in seen and not (kind and kind.many):
            draft.complain(
                "header-once",
                header.key,
                f"{header.name} đã có ở dòng {seen[header.key]}; chỉ giữ lại một",
                line=header.line,
            )
        seen.setdefault(header.key, header.line)


_REQUIRED = tuple(key for key, kind in HEADERS.items() if kind.required)


@rule("header-required", GROUP)
def header_required(draft: Draft) -> None:
    """Title, Date, Category và Summary là bắt buộc và không được để trống; bài có Kind: ve-chuyen-muc không cần
    Category; trang trong content/pages chỉ cần Title."""
    for key in ("title",) if draft.page else _REQUIRED:
        if not draft.text(key).strip() and not (key == "category" and draft.text("kind")):
            what = "để trống" if key in draft.first else "thiếu"
            draft.complain("header-required", key, f"{what}; cần {HEADERS[key].about}")


@rule("page-headers", GROUP)
def page_headers(draft: Draft) -> None:
    """Trang trong content/pages chỉ hiểu Title, Summary, Date, Modified, Slug, Aliases, Status, Lang và Note; tên khác
    ở đó bị bỏ qua và được nhắc."""
    if not draft.page:
        return
    for key, header in draft.first.items():
        kind = HEADERS.get(key)
        if kind and not kind.page and header.value:
            draft.complain("page-headers", key, f"{header.name} không có tác dụng ở trang riêng", severity="warning")


@rule("title", GROUP)
def title(draft: Draft) -> None:
    """Title dài tối đa 300 ký tự; là chữ thuần, mọi dấu < > & hiện nguyên như đã viết."""
    value = draft.text("title")
    if len(value) > 300:
        draft.complain("title", "title", f"dài {len(value)} ký tự; tối đa 300")
    draft.values["title"] = value


@rule("summary", GROUP)
def summary(draft: Draft) -> None:
    """Summary (sapo) là chữ thuần, tối đa 600 ký tự, khác Title."""
    value = draft.text("summary")
    if len(value) > 600:
        draft.complain("summary", "summary", f"dài {len(value)} ký tự; tối đa 600")
    if value and value == draft.values.get("title"):
        draft.complain(
            "summary", "summary", "giống hệt Title; sapo cần nói thêm điều cốt lõi của bài", severity="warning"
        )
    draft.values["sapo"] = value


@rule("status", GROUP)
def status(draft: Draft) -> None:
    """Status là published, draft, review (chờ duyệt, chưa ai ngoài tòa soạn thấy) hoặc hidden; viết sai bị từ chối,
    không đoán."""
    value = draft.text("status").strip().lower() or "published"
    if value not in STATUSES:
        hint = suggest(value, list(STATUSES))
        draft.complain(
            "status", "status", f"“{draft.text('status')}” không hợp lệ{hint} Được dùng: {', '.join(STATUSES)}"
        )
        value = "draft"
    draft.values["status"] = value


@rule("lang", GROUP)
def lang(draft: Draft) -> None:
    """Lang là vi hoặc en; bản dịch ghi Translation_of là id của bài gốc."""
    value = draft.text("lang").strip().lower() or "vi"
    if value not in LANGUAGES:
        draft.complain("lang", "lang", f"“{value}” không hợp lệ; được dùng: {', '.join(LANGUAGES)}")
        value = ""
    draft.values["lang"] = value
    draft.values["translation_of"] = draft.text("translation_of").strip()


@rule("id", GROUP)
def identity(draft: Draft) -> None:
    """Id và Slug chỉ gồm chữ thường không dấu, số và dấu gạch ngang (chữ có dấu được tự bỏ dấu), tối đa 120 ký tự;
    không có “..”, “/”, “\\”; mặc định lấy từ tên tệp, của ten-bai/index.md là tên thư mục. Aliases gồm slug cũ hoặc
    đường dẫn cũ, có thể với phần “?…”."""
    stem = stem_of(draft, LANGUAGES)
    match = _DATED.match(stem)
    draft.values["slug"] = _slug(draft, "slug", match[2] if match else stem)
    draft.values["id"] = _slug(draft, "id", stem)
    draft.values["aliases"] = tuple(dict.fromkeys(filter(None, map(partial(_alias, draft), draft.listed("aliases")))))


def _alias(draft: Draft, value: str) -> str:
    if not is_whole(value):
        return _checked(draft, "aliases", value)
    try:
        return canonical(value)
    except AddressError as error:
        draft.complain("id", "aliases", str(error))
        return ""


def _slug(draft: Draft, key: str, default: str) -> str:
    """The value, as it is written when it can't be taken: by that name others may refer to the file."""
    if key in draft.first and draft.text(key).strip():
        return _checked(draft, key, draft.text(key).strip()) or draft.text(key).strip()
    slug = slugify(default)
    if not slug:
        draft.complain(
            "id", key, f"tên tệp “{default}” không còn chữ nào sau khi bỏ dấu; hãy ghi Slug gồm a–z, 0–9 và “-”"
        )
    return slug or default


def _checked(draft: Draft, key: str, value: str) -> str:
    if len(value) > 120:
        draft.complain("id", key, f"dài {len(value)} ký tự; tối đa 120")
        return ""
    if is_slug(value):
        return value
    if re.search(r"[/\\%\x00:?#]|\.\.", value) or value.startswith("."):
        draft.complain("id", key, f"“{value}” chứa ký tự của đường dẫn; chỉ dùng a–z, 0–9 và “-”")
        return ""
    slug = slugify(value)
    if not slug:
        draft.complain("id", key, f"“{value}” không còn chữ nào sau khi bỏ dấu; chỉ dùng a–z, 0–9 và “-”")
    return slug


@rule("terms", GROUP)
def terms(draft: Draft) -> None:
    """Mỗi bài có tối đa 20 thẻ và 50 mục trong một danh sách; mỗi thẻ dài tối đa 80 ký tự và còn chữ sau khi bỏ dấu;
    hai thẻ không được chỉ khác nhau ở dấu hay chữ hoa."""
    draft.values["category"] = draft.text("category").strip()
    draft.values["form"] = draft.text("form").strip()
    for key in ("units", "documents", "plan_items", "priorities", "authors", "author", "flags", "aliases"):
        if key in draft.first and len(draft.listed(key)) > MOST_ENTRIES:
            draft.complain("terms", key, f"có {len(draft.listed(key))} mục; tối đa {MOST_ENTRIES}")
    for key in ("units", "documents", "priorities"):
        draft.values[key] = draft.listed(key)[:MOST_ENTRIES]
    draft.values["items"] = draft.listed("plan_items")[:MOST_ENTRIES]
    authors = draft.listed("authors") or draft.listed("author")
    for author in authors:
        if len(author) > 120:
            draft.complain("terms", "authors", f"tên dài {len(author)} ký tự; tối đa 120")
    if "authors" in draft.first and "author" in draft.first:
        draft.complain("terms", "author", "đã có Authors; chỉ dùng một trong hai")
    draft.values["authors"] = authors[:MOST_ENTRIES]
    draft.values["tags"] = _tags(draft)
    for flag in draft.listed("flags"):
        if flag not in FLAGS:
            draft.complain("terms", "flags", f"không có “{flag}”; được dùng: {', '.join(FLAGS)}")
    draft.values["flags"] = tuple(flag for flag in draft.listed("flags") if flag in FLAGS)


def _tags(draft: Draft) -> tuple[str, ...]:
    tags = draft.listed("tags")
    if len(tags) > MOST_TAGS:
        draft.complain("terms", "tags", f"có {len(tags)} thẻ; tối đa {MOST_TAGS}")
        tags = tags[:MOST_TAGS]
    seen: dict[str, str] = {}
    for tag in tags:
        slug = slugify(tag)
        if len(tag) > 80:
            draft.complain("terms", "tags", f"thẻ “{tag[:40]}…” dài {len(tag)} ký tự; tối đa 80")
        elif not slug:
            draft.complain("terms", "tags", f"thẻ “{tag}” không còn chữ nào sau khi bỏ dấu; hãy đổi tên thẻ")
        elif slug in seen:
            draft.complain(
                "terms", "tags", f"hai thẻ “{seen[slug]}” và “{tag}” chỉ khác nhau ở dấu hoặc chữ hoa; giữ một"
            )
        seen.setdefault(slug, tag)
    return tags


@rule("series", GROUP)
def series(draft: Draft) -> None:
    """Series là tên một hồ sơ, tối đa 80 ký tự, còn chữ sau khi bỏ dấu; mỗi bài thuộc nhiều nhất một hồ sơ."""
    value = draft.text("series").strip()
    if "series" in draft.further:  # a plugin's own, as settings say
        value = ""
    if len(value) > 80:
        draft.complain("series", "series", f"dài {len(value)} ký tự; tối đa 80")
    if value and not slugify(value):
        draft.complain("series", "series", f"“{value}” không còn chữ nào sau khi bỏ dấu; hãy đổi tên hồ sơ")
        value = ""
    header = draft.first.get("series")
    if value and header and len(header.items or ()) > 1:
        draft.complain("series", "series", "có nhiều tên; mỗi bài thuộc nhiều nhất một hồ sơ, việc khác ghi ở Tags")
    draft.values["series"] = value


@rule("kind", GROUP)
def kind(draft: Draft) -> None:
    """Kind để trống, hoặc là ve-chuyen-muc cho bài nói về chính chuyên mục: bài ấy không được tính là thực hiện kế
    hoạch, nên không dùng Plan, Plan_items và Flags."""
    value = draft.text("kind").strip()
    draft.values["kind"] = slugify(value) if value else ""
    draft.values["plan"] = draft.text("plan").strip()
    if draft.values["kind"] not in KINDS:
        draft.complain("kind", "kind", f"“{value}” không hợp lệ; bỏ trống hoặc ghi {KINDS[1]}")
        draft.values["kind"] = ""
    if draft.values["kind"]:
        for key in ("plan", "plan_items", "flags"):
            if draft.text(key):
                message = "không có tác dụng ở bài về chuyên mục; hãy bỏ dòng này"
                draft.complain("kind", key, message, severity="warning")


@rule("picture", GROUP)
def picture(draft: Draft) -> None:
    """Picture phải có Picture_alt (tả ảnh, khác chú thích) và Picture_credit (nguồn ảnh); tệp nằm trong content."""
    value = draft.text("picture").strip()
    alt, caption, credit = (draft.text(f"picture_{part}").strip() for part in ("alt", "caption", "credit"))
    draft.values["lead"] = None
    if not value:
        for part in ("alt", "caption", "credit", "focus"):
            if draft.text(f"picture_{part}"):
                draft.complain("picture", f"picture_{part}", "có nhưng thiếu Picture; hãy ghi tên tệp ảnh")
        return
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", value):
        draft.complain("picture", "picture", "ảnh phải là tệp trong content, không phải địa chỉ mạng")
        return
    file = content_path(value, draft.source)
    if file is None or is_table(file):
        why = "là bảng số liệu; đặt nó trong nội dung: ![lời tả](tep.csv)" if file else "nằm ngoài thư mục content"
        draft.complain("picture", "picture", f"“{value}” {why}")
        return
    if not alt:
        draft.complain(
            "picture",
            "picture_alt",
            "thiếu; hãy tả ảnh cho người không nhìn thấy ảnh",
            line=draft.first["picture"].line,
        )
    elif caption and fold(alt) == fold(caption):
        draft.complain("picture", "picture_alt", "trùng với chú thích; hãy tả điều nhìn thấy trong ảnh")
    if not credit:
        draft.complain(
            "picture", "picture_credit", "thiếu nguồn ảnh, ví dụ “Ảnh: TTXVN”", line=draft.first["picture"].line
        )
    elif not _CREDIT.match(credit):
        credit = f"{'Photo' if draft.values.get('lang') == 'en' else 'Ảnh'}: {credit}"
    for part, limit in (("alt", 300), ("caption", 500), ("credit", 200)):
        if len(draft.text(f"picture_{part}")) > limit:
            draft.complain("picture", f"picture_{part}", f"dài quá {limit} ký tự")
    draft.values["lead"] = (file, alt, caption, credit, *_focus(draft))


def _focus(draft: Draft) -> Iterator[str]:
    """Where the picture's main thing is, side and height at most once each."""
    named = re.findall(r"[^\s,;]+", draft.text("picture_focus").lower())
    unknown = [word for word in named if word not in FOCI]
    found = [FOCI[word] for word in named if word not in unknown]
    if unknown or {"left", "right"} <= set(found) or {"top", "bottom"} <= set(found):
        allowed = "trái hoặc phải, trên hoặc dưới, ví dụ “trái trên”; bỏ trống là giữa"
        draft.complain(
            "picture", "picture_focus", f"“{draft.text('picture_focus').strip()}” không rõ; hãy ghi {allowed}"
        )
        return
    yield from sorted(filter(None, set(found)))


@rule("source", GROUP)
def source(draft: Draft) -> None:
    """Source_url là địa chỉ http(s) đầy đủ, đi cùng Source."""
    draft.values["origin"] = draft.text("source").strip()
    url = draft.text("source_url").strip()
    if url:
        if not is_web_address(url):
            draft.complain("source", "source_url", f"“{url}” không phải địa chỉ http(s) đầy đủ")
            url = ""
        elif not draft.values["origin"]:
            draft.complain("source", "source_url", "có nhưng thiếu Source; hãy ghi tên nguồn tin")
    draft.values["origin_url"] = url


@rule("correction", GROUP)
def correction(draft: Draft) -> None:
    """Correction viết “ngày: điều đã sửa”, ngày không sớm hơn ngày đăng."""
    found = []
    published = draft.values.get("date")
    for header in draft.every("correction"):
        day_text, colon, text = header.value.partition(":")
        try:
            day = parse_day(day_text.strip())
        except DateError as error:
            draft.complain("correction", "correction", str(error), line=header.line)
            continue
        if not colon or not text.strip():
            draft.complain("correction", "correction", "hãy viết “2021-08-01: điều đã sửa”", line=header.line)
        elif published and day < published.date():
            draft.complain("correction", "correction", "ngày đính chính sớm hơn ngày đăng", line=header.line)
        else:
            found.append((day, text.strip()))
    draft.values["corrections"] = tuple(sorted(found))


@rule("attachment", GROUP)
def attachment(draft: Draft) -> None:
    """Attachment viết “tệp | Tên hiển thị”; tệp nằm trong content."""
    found = []
    for header in draft.every("attachment"):
        file, _, name = (part.strip() for part in header.value.partition("|"))
        path = content_path(file, draft.source) if file else None
        if "://" in file:
            message = "tệp kèm phải là tệp trong content, không phải địa chỉ mạng"
            draft.complain("attachment", "attachment", message, line=header.line)
            continue
        if not path or not name:
            draft.complain(
                "attachment", "attachment", "hãy viết “tep.pdf | Tên hiển thị”, tệp nằm trong content", line=header.line
            )
        if path:
            found.append((path, name))
    draft.values["attachments"] = tuple(found)


@rule("sample", GROUP)
def sample(draft: Draft) -> None:
    """Sample chỉ nhận yes hoặc no."""
    value = draft.text("sample").strip().lower()
    if value not in YES | NO:
        draft.complain("sample", "sample", f"“{value}” không hợp lệ; viết yes hoặc no")
    draft.values["sample"] = value in YES


METADATA_RULES: tuple[Callable[[Draft], None], ...] = (
    header_known,
    header_once,
    header_required,
    page_headers,
    header_marks,
    title,
    summary,
    date,
    modified,
    expires,
    withdrawn,
    lead_until,
    status,
    lang,
    identity,
    terms,
    series,
    kind,
    picture,
    source,
    correction,
    attachment,
    *SPEAKING_RULES,
    sample,
)
"""In the order they run: later rules may look at the values earlier ones left."""
