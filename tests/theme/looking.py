"""What the tests of pages ask a browser: measurements made inside the page."""

from __future__ import annotations

from playwright.sync_api import Page

SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, summary")]
  .filter((e) => e.checkVisibility({ checkVisibilityCSS: true }) && !e.closest("[aria-hidden=true], .skip-link"))
  .filter((e) => getComputedStyle(e).display !== "inline")
  .map((e) => [e.getBoundingClientRect(), e.outerHTML.slice(0, 120)])
  .filter(([box]) => box.width < 43.9 || box.height < 43.9)
  .map(([box, html]) => `${box.width}×${box.height} ${html}`)"""
"""Things to press that are smaller than 44 px; links inside a sentence are as high as its line."""

WIDER = """() => [...document.querySelectorAll("body *")]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
  .filter((e) => !e.closest(".table-scroll, .visually-hidden"))
  .map((e) => e.outerHTML.slice(0, 120)).slice(0, 5)"""
"""Elements in sight that stick out of the window on the right; tables scroll in a region of their own."""

TORN = """() => [...document.querySelectorAll(".unbroken")]
  .map((e) => e.parentElement).filter((e) => /flex|grid/.test(getComputedStyle(e).display))
  .map((e) => e.outerHTML.slice(0, 120))
  .concat(document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [])"""
"""Sentences that a row of boxes would take apart, word by word; pages that text sticks out of."""

OVERLAPS = """() => {
  const kinds = ["h1", "h2", "h3", "p", "li > a", "figcaption", "dt"].map((kind) => `main ${kind}`);
  const texts = [...document.querySelectorAll(kinds)]
    .filter((e) => e.checkVisibility() && e.innerText.trim() && !e.closest(".visually-hidden, .table-scroll"));
  const boxes = texts.map((e) => [e, e.getBoundingClientRect()]).filter(([, box]) => box.width > 1);
  const found = [];
  for (const [one, a] of boxes) for (const [other, b] of boxes) {
    if (one === other || one.contains(other) || other.contains(one)) continue;
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 && down > 1) found.push(`${one.outerHTML.slice(0, 80)} × ${other.outerHTML.slice(0, 80)}`);
  }
  return found.slice(0, 3);
}"""
"""Pieces of text that lie over each other."""

SHIFT = """() => new Promise((done) => {
  let sum = 0;
  const add = (entries) => { for (const entry of entries) sum += entry.value; };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => { add(observer.takeRecords()); done(sum); }));
})"""
"""Cumulative layout shift since the page began, to the frame that follows."""

TEXT_SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
"""The spacing of WCAG 1.4.12, as a reader's own style sheet."""


AXE_OPTIONS: dict[str, object] = {"resultTypes": ["violations", "incomplete"], "preload": {"assets": ["media"]}}
"""What axe need not do: tell of every node that passes, and fetch the style sheets again for rules that are not on."""

_SHOWN = """([width, colours]) => new Promise((done) => {
  const shown = () => innerWidth === width && matchMedia(`(prefers-color-scheme: ${colours})`).matches;
  const look = () => shown() ? done() : requestAnimationFrame(look);
  look();
})"""
"""Ends when the page stands in a window of this width and in these colours."""


def looked_at(page: Page, width: int, colours: str) -> None:
    """Show the page in another window and other colours."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    page.evaluate(_SHOWN, [width, colours])


_FRESH = """([selector, seen]) => {
  for (const node of document.querySelectorAll("[data-fresh]")) delete node.dataset.fresh;
  const known = new Set(seen), fresh = [];
  for (const node of document.querySelectorAll(selector)) {
    const { fontFamily, fontStyle, fontWeight } = getComputedStyle(node);
    const key = [fontFamily, fontStyle, fontWeight, node.outerHTML].join("\\n");
    if (known.has(key)) continue;
    known.add(key);
    fresh.push(key);
    node.dataset.fresh = "";
  }
  return fresh;
}"""
"""Marks the blocks that no page before had, and returns what tells them apart."""


def fonts_by_block(page: Page, seen: list[str]) -> dict[str, list[str]]:
    """For each block of text that is drawn in more than one family: the families (Chromium's own account). seen: blocks
    that were asked about on pages before, e.g. in their heads and feet; those of this one are added."""
    selector = "h1, h2, h3, p:not(:has(code)), li:not(:has(ul, ol, p, a, code)), a, figcaption, button, dt, dd, td"
    fresh = page.evaluate(_FRESH, [selector, seen])
    seen += fresh
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "[data-fresh]"})["nodeIds"]
    assert len(nodes) == len(fresh)
    mixed = {}
    for node in nodes:
        used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        families = sorted({font["familyName"] for font in used})
        if len(families) > 1:
            mixed[session.send("DOM.getOuterHTML", {"nodeId": node})["outerHTML"][:160]] = families
    session.detach()
    return mixed
