"""Texts that break feeds or change on their way through them; the judge reads every feed of the built site."""

from __future__ import annotations

from .case import Group, text

GROUP = Group("feeds")
built, warned = GROUP.built, GROUP.warned

warned(
    "cdata-end",
    text(
        "Chữ ]]> kết thúc ]]>]]&gt; và ]]]]><![CDATA[>.".replace("<![CDATA[", "`<![CDATA[`"), Title="Tên ]]> và ]]&gt;"
    ),
    "1: Title: LƯU Ý: “&gt;” hiện nguyên như đã viết",
    shown=("Tên ]]&gt; và ]]&amp;gt;",),
)
warned(
    "entities",
    text("R&D, &nbsp;&copy; &amp;amp; &#x110; &khong;", Title="R&D &amp; &lt;b&gt;", Summary="AT&T &copy; &#33;"),
    "1: Title: LƯU Ý: “&amp;” hiện nguyên như đã viết",
    shown=("R&amp;D &amp;amp; &amp;lt;b&amp;gt;",),
)
built("astral", text("𝒳 😀 👩‍👩‍👧".replace("\u200d", ""), Title="𝒳 😀"), "𝒳 😀")
built(
    "relative-links",
    text("[một](2022-03-09-đổi-mới.md), [hai](/rss/), [ba](#muc-muc)\n\n## Mục\n\nChữ."),
    "/bai-viet/doi-moi/",
)
built("title-closes-title", text(Title="</title><script>hit()</script>"), "&lt;/title&gt;&lt;script&gt;")
built(
    "title-closes-script",
    text(Title="</script><script>hit()</script><!--", Summary="--></script><script>hit()</script>"),
    "&lt;/script&gt;&lt;script&gt;hit()",
)
built(
    "xml-in-title",
    text(Title='<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;'),
    "&lt;?xml",
)
built(
    "code-with-tags",
    text("```html\n<script>alert(1)</script>\n```\n\nvà `<b>`."),
    "&lt;script&gt;alert(1)&lt;/script&gt;",
)
warned(
    "quotes",
    text(Title="“Ngoặc” \"kép\" 'đơn' `huyền` \\ và \\u003c", Summary='"\\"'),
    "1: Title: LƯU Ý: “`huyền`” hiện nguyên như đã viết",
    shown=("“Ngoặc” &#34;kép&#34; &#39;đơn&#39;",),
)
built("long-word", text("https://example.org/" + "a" * 3000 + "\n\n" + "ă" * 3000), "ă" * 3000)
built("only-punctuation", text(Title="…", Summary="—"), "…")
warned(
    "template-language",
    text(
        "{{ 7 * 7 }} {% raw %} {{ config }} {# a #}",
        Title="{{ 7 * 7 }} {% include '/etc/passwd' %}",
        Summary="{{ column }}",
    ),
    "6: nội dung: LƯU Ý: “{% raw %}” là mã của chương trình khác, ở đây hiện ra như chữ",
    shown=("{{ 7 * 7 }} {% raw %}", "{{ 7 * 7 }} {% include"),
)
built("format-strings", text("%s %(x)s {0} {x!r} $x ${x} $$", Title="%s %d {0} $x ${y}"), "%s %d {0} $x ${y}")
