"""Attempts to run a script, in every field and in Markdown.

What can be published as plain text is published so; what has no meaning but to act is refused with its line. That
nothing of it acts is for the judge of the built site to say.
"""

from __future__ import annotations

import json
from pathlib import Path

from .case import PICTURE, Group, Write, file, files, text

GROUP = Group("xss")
refused, warned, built = GROUP.refused, GROUP.warned, GROUP.built
SCRIPT = "<script>hit()</script>"
IMAGE = '"><img src=x onerror=hit()>'
BOTH = SCRIPT + IMAGE


def toml(name: str, old: str, new: str) -> Write:
    """One value of a data file replaced by a hostile one."""

    def write(folder: Path, path: str) -> None:
        file(text())(folder, path)
        target = folder / name
        before = target.read_text(encoding="utf-8")
        assert old in before, old
        target.write_text(before.replace(old, new, 1), encoding="utf-8")

    return write


for header, more in (
    ("Title", {}),
    ("Summary", {}),
    ("Authors", {}),
    ("Source", {}),
    ("Tags", {}),
    ("Picture_alt", PICTURE),
    ("Picture_caption", PICTURE),
    ("Picture_credit", PICTURE),
):
    for kind, value in (("script", SCRIPT), ("image", IMAGE), ("end", "</script></title></style>-->" + SCRIPT)):
        built(
            f"{header.lower().replace('_', '-')}-{kind}",
            text(**{**more, header: f"a {kind} {value}" if header == "Tags" else value}),
            "hit()",
        )
built("note-script", text(Note=f"{SCRIPT}ghichurieng"), hidden=("ghichurieng",))
built("correction-script", text(Correction=f"2022-04-01: {BOTH}"), "&lt;script&gt;hit()")
built("attachment-script", text(Attachment=f"tep-kem.pdf | {BOTH}"), "&lt;script&gt;hit()")
built("author-javascript", text(Authors="javascript:hit()", Source="javascript:hit()"), "javascript:hit()")
refused(
    "source-url-javascript",
    text(Source="Báo", Source_url="javascript:hit()"),
    "6: Source_url: “javascript:hit()” không phải",
)
refused("source-url-data", text(Source="Báo", Source_url="data:text/html,<script>hit()</script>"), "6: Source_url: ")
refused("source-url-quote", text(Source="Báo", Source_url='https://a.vn/"onclick="hit()'), "6: Source_url: ")
refused("source-url-user", text(Source="Báo", Source_url="https://chinhphu.vn@example.org/"), "6: Source_url: ")
refused("category-script", text(Category=SCRIPT), "3: Category: “<script>")
refused("slug-script", text(Slug="<script>hit()</script>"), "5: Slug: ")
built(
    "heading",
    text(f"## Mục {SCRIPT.replace('<', '&lt;')} và `{SCRIPT}`\n\n## Mục hai\n\n## Mục ba\n\nChữ."),
    "&lt;script&gt;hit()",
)

for name, body in {
    "script": SCRIPT,
    "script-capital": "<SCRIPT>hit()</SCRIPT>",
    "script-split": "<scr<script>ipt>hit()</scr</script>ipt>",
    "script-source": "<script src=//example.org/x.js></script>",
    "image": "<img src=x onerror=hit()>",
    "handler": "<p onclick='hit()'>chữ</p>",
    "handler-capital": "<p ONMOUSEOVER=hit()>chữ</p>",
    "svg": "<svg onload=hit()></svg>",
    "svg-script": "<svg><script>hit()</script></svg>",
    "svg-use": "<svg><use href='data:image/svg+xml,<svg id=x onload=hit()>#x'></use></svg>",
    "svg-animate": "<svg><a><animate attributeName=href values=javascript:hit() /><text>x</text></a></svg>",
    "math": "<math><mi xlink:href='javascript:hit()'>x</mi></math>",
    "math-mutation": "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=hit()&gt;'>",
    "noscript": "<noscript><p title='</noscript><img src=x onerror=hit()>'>",
    "template": "<template><img src=x onerror=hit()></template>",
    "frame": "<iframe src='https://example.org/'></iframe>",
    "frame-document": "<iframe srcdoc='<script>hit()</script>'></iframe>",
    "object": "<object data='x.swf'></object>",
    "embed": "<embed src='x.swf'>",
    "base": "<base href='https://example.org/'>",
    "refresh": "<meta http-equiv=refresh content='0;url=https://example.org/'>",
    "stylesheet": "<link rel=stylesheet href=https://example.org/x.css>",
    "style-element": "<style>body{display:none}</style>",
    "form": "<form action='https://example.org/'><input name=q></form>",
    "button": "<button formaction=javascript:hit()>x</button>",
    "video": "<video src=x onerror=hit()></video>",
    "textarea": "<textarea>chữ",
    "plaintext": "<plaintext>chữ",
    "title-element": "<title>chữ</title>",
    "end-of-page": "</article></main></body></html>" + SCRIPT,
    "link-javascript": "[x](javascript:hit())",
    "link-capital": "[x](JaVaScRiPt:hit())",
    "link-entity": "[x](javascript&#58;hit())",
    "link-named-entity": "[x](javascript&colon;hit())",
    "link-letter-entity": "[x](&#106;avascript:hit())",
    "link-tab": "[x](java&#x09;script:hit())",
    "link-spaces": "[x](<  javascript:hit()>)",
    "link-encoded": "[x](javascript%3Ahit())",
    "link-vbscript": "[x](vbscript:hit())",
    "link-data": "[x](data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==)",
    "link-blob": "[x](blob:https://example.org/x)",
    "link-view-source": "[x](view-source:javascript:hit())",
    "link-reference": "[x][y]\n\n[y]: javascript:hit()",
    "link-shortcut": "[x]\n\n[x]: data:text/html,<script>hit()</script>",
    "link-automatic": "<javascript:hit()>",
    "link-html": "<a href='javascript:hit()'>x</a>",
    "link-html-entity": "<a href='&#x6A;avascript&#x3A;hit()'>x</a>",
    "picture-javascript": "![x](javascript:hit())",
    "picture-reference": "![x][y]\n\n[y]: data:image/svg+xml,<svg/onload=hit()>",
    "picture-alt-break": '![" onerror=hit() x="](khong.jpg)',
    "footnote": "Chữ.[^1]\n\n[^1]: <img src=x onerror=hit()>",
    "footnote-link": "Chữ.[^1]\n\n[^1]: [x](javascript:hit())",
    "in-table": "| a | b |\n|---|---|\n| <img src=x onerror=hit()> | x |",
    "in-list": "- một\n- <svg onload=hit()>",
    "in-quotation": "> <script>hit()</script>",
    "in-definition": "Từ\n: <script>hit()</script>",
    "list-onclick": "Chữ.\n{: onclick=hit() }",
    "declaration": "<!DOCTYPE x [<!ENTITY y 'z'>]>",
    "instruction": "<?php system('id'); ?>",
    "section": "<![CDATA[<script>hit()</script>]]>",
    "open-comment": "Một. <!-- hai\n\nBa.",
    "open-div": "<div>\n\nMột.\n\nHai.",
    "open-table": "<table><tr><td>\n\nMột.",
}.items():
    refused(f"body-{name}", text(f"Đầu.\n\n{body}"), "nội dung: ")
for name, body in {
    "style": "<p style='position:fixed;top:0'>chữ</p>",
    "identity": "<a id='location' href='https://example.org/'>chữ</a>",
    "clobber": "<span id='document'>một</span> <span id='getElementById'>hai</span>",
    "class": "<p class='site-header'>chữ</p>",
    "name": "<a name='hit' href='https://example.org/'>chữ</a>",
    "target": "<a href='https://example.org/' target='_blank'>chữ</a>",
    "centre": "<center>chữ</center>",
    "font": "<font color=red>chữ</font>",
    "list-style": 'Chữ.\n{: style="position:fixed" }',
    "list-class": "Chữ.\n{: .site-header }",
}.items():
    expect = built if name in {"identity", "clobber"} else warned
    if expect is built:
        built(f"body-{name}", text(f"Đầu.\n\n{body}"), hidden=('id="location"', 'id="document"'))
    else:
        warned(
            f"body-{name}",
            text(f"Đầu.\n\n{body}"),
            "8: nội dung: LƯU Ý: " if not name.startswith("list") else "nội dung: LƯU Ý: ",
        )
for name, body, shown in (
    ("code", f"`{SCRIPT}`\n\n    {SCRIPT}", "&lt;script&gt;hit()&lt;/script&gt;"),
    ("entities", "&lt;script&gt;hit()&lt;/script&gt; &#60;img src=x onerror=hit()&#62;", "&lt;script&gt;hit()"),
    ("open-attribute", '<a href="x>chữ\n\nHai.', "&lt;a href="),
    ("image-slashes", "<img/src=x/onerror=hit()>", "&lt;img/src=x/onerror=hit()&gt;"),
    ("escaped", "\\<script>hit()\\</script>", "<p>&lt;script&gt;hit()&lt;/script&gt;</p>"),
    ("title", '[x](https://example.org/ "a\' onmouseover=hit() \\" x")', "https://example.org/"),
    (
        "fence-language",
        '```html" onclick=hit()\n<script>hit()</script>\n```',
        "<pre><code>&lt;script&gt;hit()&lt;/script&gt;\n",
    ),
    ("unclosed-bold", "Một **hai\n\n<b>ba\n\nBốn.", "Bốn."),
    ("list-id", "## Mục {#location}\n\nChữ.", "muc-location"),
    ("address", "https://example.org/?a=<script>hit()</script>", ""),
    (
        "jinja",
        "{{ cycler.x }} {% for x in y %}",
        "{{ cycler.x }} {% for x in y %}",
    ),
    ("less-than", "a < b và b > c, 1<2", "a &lt; b"),
):
    write = text(f"Đầu.\n\n{body}")
    if name == "address":
        refused(f"body-{name}", write, "nội dung: ")
    elif name == "unclosed-bold":
        warned(f"body-{name}", write, "10: nội dung: LƯU Ý: thẻ <b> mở mà không đóng", shown=(shown,))
    elif name == "jinja":
        told = "8: nội dung: LƯU Ý: “{% for x in y %}” là mã của chương trình khác, ở đây hiện ra như chữ"
        warned(f"body-{name}", write, told, shown=(shown,))
    else:
        built(f"body-{name}", write, shown)

built(
    "page-title",
    text(Title=BOTH, Summary=IMAGE, Category=None, body="Trang."),
    path="pages/xss-trang.md",
    alone=True,
    published=False,
)
refused("page-body", text(SCRIPT), "6: nội dung: thẻ <script> bị cấm", path="pages/xss-than.md")
for key, old in (
    ("name", "Chuyên mục thử"),
    ("tagline", "Trang nhỏ để thử"),
    ("description", "Một chuyên mục nhỏ với những trường hợp khó."),
):
    built(f"site-{key}", toml("site.toml", f'"{old}"', json.dumps(BOTH)), alone=True)
built(
    "site-agency",
    toml(
        "site.toml",
        '"Cơ quan dùng để thử"',
        json.dumps(BOTH) + f"\naddress = {json.dumps(BOTH)}\nphone = {json.dumps(BOTH)}",
    ),
    alone=True,
)
built(
    "site-consent",
    toml("site.toml", '"Tôi đồng ý để cơ quan dùng nội dung tôi gửi vào việc trả lời."', json.dumps(BOTH)),
    alone=True,
)
built("site-related", toml("site.toml", '"Trang liên quan"', json.dumps(BOTH)), alone=True)
refused(
    "site-related-url",
    toml("site.toml", '"https://example.org/"', '"javascript:hit()"'),
    "site.toml:16: related: ",
    alone=True,
)
refused(
    "site-mail",
    toml("site.toml", "[agency]", f"[agency]\nemail = {json.dumps(IMAGE)}"),
    "site.toml:8: email: ",
    alone=True,
)
refused(
    "site-feedback-mail",
    toml("site.toml", "[feedback]", '[feedback]\nemail = "a@b.vn?subject=x&body=y"'),
    "site.toml:12: email: ",
    alone=True,
)
for key, old in (
    ("number", '"01-KH/THU"'),
    ("title", '"Kế hoạch dùng để thử"'),
    ("issuer", '"Cơ quan dùng để thử"'),
    ("summary", '"Một kế hoạch nhỏ cho các phép thử."'),
    ("topic", '"Đạo đức, lối sống"'),
    ("quote", '"đạo đức, lối sống"'),
    ("form", '"Báo chí"'),
    ("unit", '"Đơn vị đầu"'),
    ("document", '"Văn kiện dùng để thử"'),
    ("phase", '"Đợt một"'),
    ("item", '"Việc đã làm"'),
):
    built(f"plan-{key}", toml("plan.toml", old, json.dumps(BOTH)), alone=True)
refused(
    "plan-unit-url",
    toml("plan.toml", 'name = "Đơn vị đầu"', 'name = "Đơn vị đầu"\nurl = "javascript:hit()"'),
    "plan.toml:65: plans.units.url: ",
    alone=True,
)
refused(
    "plan-document-url",
    toml("plan.toml", 'number = "02-NQ/THU"', 'number = "02-NQ/THU"\nurl = "javascript:hit()"'),
    "plan.toml:55: plans.documents.url: ",
    alone=True,
)
built("ledger-question", toml("hoi-dap.toml", '"Bài đính chính đã sửa những gì?"', json.dumps(BOTH)), alone=True)
refused(
    "ledger-answer",
    toml("hoi-dap.toml", '"Hai chỗ, ghi', json.dumps(SCRIPT)[:-1] + " Hai chỗ, ghi"),
    "hoi-dap.toml:",
    alone=True,
)
refused(
    "ledger-answer-link",
    toml("hoi-dap.toml", "articles/2022-04-05-dinh-chinh.md", "javascript:hit()"),
    "hoi-dap.toml:",
    alone=True,
)
built(
    "picture-name",
    files(
        text('![Ảnh](</images/"onerror=hit() x=".jpg>)'),
        {'images/"onerror=hit() x=".jpg': (Path(__file__).parent.parent / "site/content/images/nui.jpg").read_bytes()},
    ),
    "Ảnh",
)
