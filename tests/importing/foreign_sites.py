"""Sites of other programs, small and whole, written after each program's own documentation."""

from __future__ import annotations

import io
import json
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image


def picture(colour: str) -> bytes:
    """A small PNG of one colour."""
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(stream, "PNG")
    return stream.getvalue()


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    """Put files down."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def hugo(root: Path) -> Path:
    """Permalinks, a bundle, TOML and YAML, shortcodes, an alias."""
    return write(
        root,
        {
            "hugo.toml": 'baseURL = "https://cu.example.vn/tin/"\ntimeZone = "Asia/Ho_Chi_Minh"\n'
            '[permalinks]\nposts = "/:year/:month/:slug/"\n',
            "static/img/a.png": picture("red"),
            "content/posts/_index.md": "---\ntitle: Danh sách\n---\n",
            "content/posts/mot.md": "---\ntitle: 'Bài một: mở đầu'\ndate: 2019-03-01 08:00:00\nslug: bai-mot\n"
            "tags: [nông thôn]\ncategories: [Tin]\naliases: [/cu/mot/]\nkhung: giá trị lạ\n---\n"
            'Đoạn **đậm**, [bài hai]({{< ref "hai.md" >}}), [gói](/tin/2019/04/goi/#x).\n\n'
            '{{< figure src="/img/a.png" alt="Tả ảnh" caption="Chú thích. Ảnh: Thu Hà" >}}\n\n'
            "{{< youtube abc123 >}}\n\n{{% notice tip %}}Lời trong khung{{% /notice %}}\n\n"
            "- một\n  - con\n\nXem[^k].\n\n[^k]: Chú thích chân.\n",
            "content/posts/hai.md": '+++\ntitle = "Bài hai"\nslug = "bai-hai"\ndate = 2019-03-02T23:00:00Z\n'
            "draft = true\n+++\n![](/tin/img/a.png)\n\nChữ hai, [một](../bai-mot/), [mất](/tin/khong-co/).\n",
            "content/posts/goi/index.md": "---\ntitle: Gói tin\nslug: goi\ndate: 2019-04-02\ncover:\n  image: anh.png\n"
            "  alt: Ảnh bìa\n---\nThân của gói. [Tệp](bang.pdf)\n",
            "content/posts/goi/anh.png": picture("blue"),
            "content/posts/goi/bang.pdf": b"%PDF-1.4 x",
            "content/gioi-thieu.md": "---\ntitle: Giới thiệu\n---\nTrang giới thiệu.\n",
        },
    )


def jekyll(root: Path) -> Path:
    """Posts, a draft, a page, Liquid, redirect_from, comments as data."""
    return write(
        root,
        {
            "_config.yml": "url: https://cu.example.vn\nbaseurl: /blog\ntimezone: Asia/Ho_Chi_Minh\n",
            "assets/a.png": picture("red"),
            "_posts/2018-05-06-mua-vang.md": "---\nlayout: post\ntitle: Mùa vàng\ndate: 2018-05-06 07:08:00 +0700\n"
            "categories: tin-tuc\ntags: lua gao\nredirect_from:\n  - /old/mua\nauthor: Lan\n---\n"
            "Xem [bài kia]({% post_url 2018-06-01-vu-he %}).\n\n![Cánh đồng]({{ site.baseurl }}/assets/a.png)\n"
            "*Lúa chín*\n\n{% highlight c %}\nputs 1\n{% endhighlight %}\n\n{% comment %}lời riêng{% endcomment %}\n\n"
            "{% include banner.html chu='quảng cáo' %}\n",
            "_posts/2018-06-01-vu-he.md": "---\ntitle: Vụ hè\npermalink: /he/:title/\n---\n"
            "Thân hè [một](/blog/tin-tuc/2018/05/06/mua-vang.html).\n",
            "_drafts/nhap.md": "---\ntitle: Nháp\ndate: 2018-07-01\n---\nChưa xong.\n",
            "about.md": "---\ntitle: Về chúng tôi\npermalink: /ve/\n---\nTrang về.\n",
            "_data/comments/x/1.yml": "message: hay\n",
            "_layouts/post.html": "---\n---\n{{ content }}",
        },
    )


def pelican(root: Path) -> Path:
    """Markdown, reStructuredText, a hidden article, links by file."""
    return write(
        root,
        {
            "pelicanconf.py": "SITEURL = 'https://cu.example.vn'\nTIMEZONE = 'Asia/Ho_Chi_Minh'\nPATH = 'content'\n"
            "ARTICLE_URL = '{date:%Y}/{slug}/'\nAUTHOR = 'Ban biên tập'\nimport os\nX = os.environ\n",
            "content/images/a.png": picture("red"),
            "content/tin/mot.md": "Title: Tin một\nDate: 2017-01-02 03:04\nTags: a, b\nSummary: Tóm tắt một\n"
            "Slug: tin-mot\n"
            "Status: hidden\n\nThân một ![ảnh]({static}/images/a.png) và [hai]({filename}hai.rst).\n",
            "content/tin/hai.rst": "Tin hai\n#######\n\n:date: 2017-02-03\n:slug: tin-hai\n\nThân **hai** "
            "`một <{filename}mot.md>`_.\n\nMục\n===\n\nChữ mục.\n",
            "content/pages/lien-he.md": "Title: Liên hệ\nSlug: lien-he-cu\n\nSố nhà.\n",
        },
    )


def wxr(root: Path) -> Path:
    """Classic and block texts, captions, a gallery, an attachment, comments, states, an earlier slug."""
    classic = (
        '[caption id="attachment_9" align="alignnone" width="300"]<a href="https://cu.example.vn/wp-content/uploads/'
        '2016/01/a.png"><img src="https://cu.example.vn/wp-content/uploads/2016/01/a-300x200.png" alt="Tả" /></a> '
        "Chú thích ảnh[/caption]\nDòng đầu\ndòng sau [sic] và [1].\n\nĐoạn <strong>hai</strong> "
        '<a href="https://cu.example.vn/?p=12">liên kết</a>.\n\nhttps://www.youtube.com/watch?v=xyz\n\n'
        '[su_box title="Hộp"]Lời hộp[/su_box]\n\n[gallery ids="9"]\n\n[contact-form-7 id="5" title="Liên hệ"]'
    )
    blocks = (
        "<!-- wp:paragraph -->\n<p>Khối <em>một</em></p>\n<!-- /wp:paragraph -->\n\n<!-- wp:embed "
        '{"url":"https://vimeo.com/5"} -->\n<figure><div>\nhttps://vimeo.com/5\n</div></figure>\n<!-- /wp:embed -->'
    )

    def item(
        number: int, title: str, body: str, link: str, more: str = "", kind: str = "post", state: str = "publish"
    ) -> str:
        return (
            f"<item><title>{escape(title)}</title><link>{escape(link)}</link><dc:creator>lan</dc:creator>"
            f"<content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>"
            f"<wp:post_id>{number}</wp:post_id><wp:post_date>2016-01-05 06:00:00</wp:post_date>"
            f"<wp:post_date_gmt>2016-01-04 23:00:00</wp:post_date_gmt><wp:post_name></wp:post_name>"
            f"<wp:status>{state}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>"
        )

    base = "https://cu.example.vn"
    comment = "<wp:comment><wp:comment_content>Bình phẩm kín</wp:comment_content></wp:comment>"
    old = "<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>ten-xua</wp:meta_value></wp:postmeta>"
    file = f"<wp:attachment_url>{base}/wp-content/uploads/2016/01/a.png</wp:attachment_url>"
    alt = old.replace("_wp_old_slug", "_wp_attachment_image_alt").replace("ten-xua", "Lời tả kho")
    terms = (
        '<category domain="category"><![CDATA[Tin]]></category><category domain="post_tag"><![CDATA[lúa]]></category>'
    )
    items = [
        item(11, "Bài xưa", classic, f"{base}/2016/01/05/bai-xua/", comment + old + terms),
        item(12, "Bài khối", blocks, f"{base}/2016/01/05/bai-khoi/"),
        item(13, "Chờ duyệt", "Chờ", f"{base}/?p=13", state="pending"),
        item(14, "Riêng tư", "Kín", f"{base}/rieng/", state="private", kind="page"),
        item(9, "a", "", f"{base}/a/", file + alt, kind="attachment", state="inherit"),
        item(15, "Bỏ", "Bỏ đi", f"{base}/?p=15", state="trash"),
    ]
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Cũ</title><link>{base}</link>'
        "<wp:author><wp:author_login>lan</wp:author_login><wp:author_display_name>Chị Lan</wp:author_display_name>"
        f"</wp:author>{''.join(items)}</channel></rss>"
    )
    write(root, {"export.xml": text, "wp-content/uploads/2016/01/a.png": picture("red")})
    return root / "export.xml"


def ghost(root: Path) -> Path:
    """HTML, lexical, a bookmark, a scheduled post, members, a page."""
    lexical = {"root": {"type": "root", "children": [
        {"type": "heading", "tag": "h2", "children": [{"type": "text", "text": "Mục"}]},
        {"type": "paragraph", "children": [{"type": "text", "text": "Chữ ", "format": 0},
                                           {"type": "text", "text": "đậm", "format": 1}]}]}}  # fmt: skip
    posts = [
        {"id": "1", "title": "Tin ma", "slug": "tin-ma", "status": "published", "type": "post", "visibility": "public",
         "published_at": "2021-01-01T00:30:00.000Z", "feature_image": "__GHOST_URL__/content/images/2021/01/a.png",
         "custom_excerpt": "Tóm tắt ma", "html": '<p>Thân <a href="__GHOST_URL__/tin-hai/">hai</a></p>'
         '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://k.example.com/">'
         '<div class="kg-bookmark-title">Dấu trang</div></a></figure><figure class="kg-card kg-embed-card"><iframe '
         'src="https://www.youtube.com/embed/q1w2?feature=oembed" title="Phim"></iframe></figure>'},
        {"id": "2", "title": "Tin hai", "slug": "tin-hai", "status": "draft", "lexical": json.dumps(lexical)},
        {"id": "3", "title": "Trang", "slug": "trang-ma", "status": "published", "type": "page",
         "html": "<p>Trang ma</p>", "published_at": "2021-02-01T00:00:00.000Z"},
    ]  # fmt: skip
    data = {
        "posts": posts,
        "posts_meta": [{"post_id": "1", "feature_image_alt": "Tả bìa", "feature_image_caption": "Bìa"}],
        "tags": [{"id": "t1", "name": "Tin"}, {"id": "t2", "name": "#noi-bo"}],
        "posts_tags": [
            {"post_id": "1", "tag_id": "t1", "sort_order": 0},
            {"post_id": "1", "tag_id": "t2", "sort_order": 1},
        ],
        "users": [{"id": "u", "name": "Anh Ma"}],
        "posts_authors": [{"post_id": "1", "author_id": "u", "sort_order": 0}],
        "members": [{"id": "m"}],
        "settings": [{"key": "timezone", "value": "Asia/Ho_Chi_Minh"}],
    }
    write(root, {"ghost.json": json.dumps({"db": [{"meta": {"version": "5.0"}, "data": data}]}),
                 "content/images/2021/01/a.png": picture("red")})  # fmt: skip
    return root / "ghost.json"


SITES = {"hugo": hugo, "jekyll": jekyll, "pelican": pelican, "wordpress": wxr, "ghost": ghost}
