"""What Hugo, Jekyll and their like call the headers of an article, and what says the same here."""

FOREIGN_HEADERS = {
    "categories": "Category (một chủ đề của kế hoạch)",
    "description": "Summary",
    "excerpt": "Summary",
    "subtitle": "Summary",
    "abstract": "Summary",
    "lead": "Summary",
    "teaser": "Summary",
    "lastmod": "Modified",
    "updated": "Modified",
    "last_modified_at": "Modified",
    "publishdate": "Date",
    "pubdate": "Date",
    "created": "Date",
    "expirydate": "Expires",
    "draft": "Status: draft (bài đăng thì không cần dòng này)",
    "published": "Status (published hoặc draft)",
    "permalink": "Slug",
    "keywords": "Tags",
    "tag": "Tags",
    "image": "Picture, Picture_alt và Picture_credit",
    "images": "Picture, Picture_alt và Picture_credit",
    "cover": "Picture, Picture_alt và Picture_credit",
    "thumbnail": "Picture, Picture_alt và Picture_credit",
    "featured_image": "Picture, Picture_alt và Picture_credit",
    "feature_image": "Picture, Picture_alt và Picture_credit",
    "image_alt": "Picture_alt",
    "image_caption": "Picture_caption",
    "redirect_from": "Aliases",
    "language": "Lang",
    "lang_ref": "Translation_of",
    "translationkey": "Translation_of",
    **dict.fromkeys(("layout", "type", "weight", "comments", "toc", "math", "params", "menu", "cascade"), ""),
    **dict.fromkeys(("class", "order", "position", "sidebar", "author_profile", "license", "hidden"), ""),
    **dict.fromkeys(("resources", "outputs", "markup", "sitemap", "linktitle", "showtoc", "classes", "pin"), ""),
}
"""Key as compared → what to write, "" when nothing here does the same."""

HOLDING_BACK = frozenset({"draft", "published", "publishdate", "pubdate", "expirydate"})
"""Those by which an article is not shown, or not yet, or no more."""
