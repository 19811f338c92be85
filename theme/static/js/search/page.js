/* The page /tim-kiem/: what is typed → results, filters, an address that can be shared. Text goes in as text only. */
(() => {
  "use strict";
  const { catalogue, Index, fold, parse, spans, spelling, search, everything, byRelevance, byDate, nearest, corrected, Texts } = window.ColumnSearch;
  const PAUSE = 250; // for what is no word yet
  const SHORT_PAUSE = 90; // for a word that may become a commoner one; others are looked up at once
  const SETTLED = 70; // from a key to asking for what is shown, so that quick typing loads no results in passing
  const AT_ONCE = 5; // results shown while typing goes on; the others follow when it rests
  const IDLE = 400;
  const LULL = 200; // from titles to asking for sapos, so that they are not in the way of the next key's postings
  const SLOW = 400;
  const PER_PAGE = 10;
  const LONGEST_QUERY = 200;
  const TO_VERIFY = 40;
  const MOST_WORDS = 16;
  const FILTERS = { loai: "kind", "chu-de": "topic", "hinh-thuc": "form", "don-vi": "units", nam: "year" };

  const root = document.querySelector("[data-search-index]");
  if (!root) return;
  const form = root.querySelector("form");
  const input = form.elements.namedItem("q");
  const sorting = form.elements.namedItem("sap-xep");
  const status = root.querySelector(".search-status");
  const results = root.querySelector(".search-results");
  const index = new Index(root.dataset.searchIndex, catalogue);
  const texts = new Texts();
  window.ColumnSearch.index = index; // whoever looks from outside sees what is loaded
  const selects = Object.keys(FILTERS).map((name) => form.elements.namedItem(name)).filter(Boolean);
  let run = 0;
  let found = null;
  let shown = PER_PAGE;
  let slow = 0;

  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };

  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
  const number = (count) => count.toLocaleString("vi-VN");

  // ── what is asked ──────────────────────────────────────────────────────────────────────────────────────────────

  const readAddress = () => {
    const asked = new URLSearchParams(location.search);
    input.value = asked.get("q") ?? "";
    for (const select of [...selects, sorting]) {
      const value = asked.get(select.name) ?? "";
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    }
  };

  const writeAddress = () => {
    const asked = new URLSearchParams();
    if (input.value.trim()) asked.set("q", input.value.trim());
    for (const select of [...selects, sorting]) if (select.value) asked.set(select.name, select.value);
    const text = asked.toString();
    history.replaceState(null, "", text ? `?${text}` : location.pathname);
  };

  const fits = (document, but) =>
    selects.every((select) => {
      if (!select.value || select === but) return true;
      return values(document, select).includes(select.value);
    });

  const values = (document, select) => {
    const facts = found.catalogue.facts(document);
    const fact = facts[FILTERS[select.name]];
    if (select.name === "don-vi") return fact.map(([slug]) => slug);
    if (select.name === "nam") return [fact];
    return fact ? [fact[0]] : [];
  };

  // ── what is answered ───────────────────────────────────────────────────────────────────────────────────────────

  /* Browsers before Chrome 86 and Safari 14 have no replaceChildren. */
  const fill = (element, ...parts) => {
    element.textContent = "";
    element.append(...parts);
  };

  const say = (text, ...more) => {
    clearTimeout(slow);
    fill(status, text, ...more);
  };

  /** While it is, the list still answers what was asked before. */
  const busy = (is) => results.setAttribute("aria-busy", String(is));

  const clear = (text) => {
    found = null;
    busy(false);
    fill(results);
    countOptions();
    say(text);
  };

  const ask = async (unfinished, typing = false) => {
    run += 1;
    busy(true);
    const mine = run;
    const settled = typing ? pause(SETTLED) : null;
    shown = PER_PAGE;
    writeAddress();
    const query = input.value.trim().slice(0, LONGEST_QUERY);
    const parsed = parse(query, MOST_WORDS);
    if (!query && narrowed()) {
      await askAll(mine, unfinished);
      return;
    }
    if (!parsed.terms.length) {
      clear(query ? "Hãy gõ chữ hoặc số cần tìm; dấu câu không tìm được." : "");
      return;
    }
    if (parsed.terms.length === 1 && parsed.terms[0].folded.length === 1 && !/\d/.test(parsed.terms[0].folded)) {
      clear("Hãy gõ ít nhất hai chữ cái.");
      return;
    }
    parsed.cut = parsed.cut || input.value.trim().length > LONGEST_QUERY;
    clearTimeout(slow);
    slow = setTimeout(say, SLOW, "Đang tìm…");
    try {
      const answer = await search(index, parsed, { unfinished });
      const sure = await verified(answer, parsed);
      await settled;
      if (mine !== run) return;
      found = { ...answer, ...sure, parsed, query };
      if (found.hits.length) await show(mine, typing);
      else await showNearest(mine);
    } catch (error) {
      console.warn(error); // what a missing file looks like from here, and what a fault of ours would
      if (mine === run) fail(unfinished);
    }
  };

  const narrowed = () => selects.some((select) => select.value);

  /** Filters without a word: everything in them, the newest first. */
  const askAll = async (mine, unfinished) => {
    try {
      const all = everything(await index.open());
      if (mine !== run) return;
      found = { ...all, parsed: parse("", MOST_WORDS), query: "" };
      await show(mine);
    } catch (error) {
      console.warn(error);
      if (mine === run) fail(unfinished);
    }
  };

  /** Quoted phrases of three words and more: the index knows pairs, so their texts are asked, where they are few. */
  const verified = async ({ hits }, parsed) => {
    if (!parsed.phrases.length) return { hits, most: false };
    if (hits.length > TO_VERIFY) return { hits, most: true };
    const kept = await Promise.all(hits.map(async ({ document }) => {
      const { title, sapo, url } = await index.card(document);
      const whole = `${title}\n${sapo}\n${await texts.of(url)}`;
      return parsed.phrases.every((phrase) => texts.holds(whole, phrase));
    }));
    return { hits: hits.filter((_, at) => kept[at]), most: false };
  };

  const fail = (unfinished) => {
    clear(
      navigator.onLine === false
        ? "Máy đang ngoại tuyến nên chưa tìm được. Khi có mạng, hãy thử lại."
        : "Chưa tải đủ dữ liệu tìm kiếm. Hãy thử lại, hoặc chọn bài theo danh mục bên dưới.",
    );
    const again = make("button", "button", "Thử lại");
    again.type = "button";
    again.addEventListener("click", () => ask(unfinished));
    fill(results, again);
  };

  const cut = () => (found.parsed.cut ? ` Câu tìm quá dài: chỉ dùng ${MOST_WORDS} chữ đầu.` : "");

  const show = async (mine = run, typing = false) => {
    const { hits, parsed, query } = found;
    const list = hits.filter(({ document }) => fits(document));
    list.sort(sorting.value ? byDate(parsed.accented) : byRelevance);
    const page = list.slice(0, shown);
    const close = list.filter(({ tier }) => tier).length;
    const tell = () => {
      countOptions();
      if (!query) {
        if (list.length) say(`Có ${number(list.length)} ${noun(list)} trong phạm vi đã chọn, mới nhất ở trên.`);
        else say("Không có gì trong phạm vi đã chọn. ", widenButton());
      } else if (list.length) say(sentence(list, close) + cut());
      else say(`Không có kết quả nào cho “${query}” trong phạm vi đã chọn. `, widenButton());
    };
    const titled = page.map(({ document }) => index.brief(document));
    const load = (from, to) => {
      const cards = page.slice(from, to).map(({ document }) => index.card(document));
      cards.forEach((card) => card.catch(() => {})); // the loop below meets the first one that fails
      return cards;
    };
    const cards = titled[0] ? titled : load(0, typing ? AT_ONCE : page.length);
    for (const [at, hit] of page.entries()) {
      if (at === cards.length) {
        tell();
        await pause(IDLE);
        if (mine !== run) return;
        cards.push(...load(at));
      }
      const card = await cards[at];
      if (mine !== run) return;
      if (!at) fill(results, make("h2", "visually-hidden", "Kết quả"), rows([]));
      if (at === close && parsed.terms.length > 1) {
        if (!at) fill(results);
        results.append(make("h2", "", "Có đủ các chữ nhưng không đứng liền nhau"), rows([]));
      }
      results.lastElementChild.append(row([card, hit]));
    }
    if (!page.length) fill(results);
    if (list.length > page.length) results.append(moreButton(list.length - page.length));
    tell();
    busy(false);
    if (titled[0]) addSapos(mine, typing, page, load);
    else explain(mine, await Promise.all(cards), page);
  };

  const isArticle = ({ kind }) => !kind || kind[0] === "bai-viet";
  const noun = (list) => (list.every(({ document }) => isArticle(found.catalogue.facts(document))) ? "bài" : "kết quả");

  /** What is true of the results: how many hold the query as asked, how many its words otherwise. */
  const sentence = (list, close) => {
    const { query, parsed, most, unspelt } = found;
    const exact = list.filter(({ tier }) => tier === 2).length;
    const all = number(list.length);
    if (most) return `Có không quá ${all} kết quả cho “${query}”.`;
    if (!close && found.terms.length > 1) {
      return `Không bài nào có các chữ của “${query}” đứng liền nhau. Có ${all} ${noun(list)} có đủ các chữ.`;
    }
    if (parsed.accented && (unspelt || !exact)) return `Không bài nào viết đúng “${query}”. Có ${all} ${noun(list)} gần giống.`;
    const same = parsed.accented ? exact : close;
    const atMost = found.terms.length < 3 ? "" : "không quá "; // pairs in a row are no phrase yet
    const part = same < list.length ? `, trong đó ${atMost}${number(same)} ${noun(list)} có đúng cụm từ` : "";
    return `Có ${all} kết quả cho “${query}”${part}.`;
  };

  /** The titles stand; the sapos follow when typing rests. */
  const addSapos = async (mine, typing, page, load) => {
    const waiting = [...results.querySelectorAll(".search-sapo")];
    if (typing) await pause(LULL);
    if (mine !== run) return;
    try {
      const cards = await Promise.all(load(0));
      if (mine !== run) return;
      cards.forEach(({ sapo }, at) => {
        if (sapo) waiting[at].append(...marked(sapo, page[at]));
        else waiting[at].remove();
      });
      explain(mine, cards, page);
    } catch (error) {
      console.warn(error);
      if (mine === run) status.append(" Chưa tải đủ phần tóm tắt của các bài.");
    }
  };

  /** Where neither title nor sapo shows why a result is one: the sentence of its text that does, or its topic or form. */
  const explain = (mine, cards, page) => {
    const items = [...results.querySelectorAll(".search-list > li")];
    cards.forEach(async (card, at) => {
      if (items[at].querySelector("mark")) return;
      const line = items[at].querySelector(".search-sapo");
      const whole = line ? await texts.of(card.url) : "";
      if (mine !== run) return; // another question has come meanwhile, and `found` is its answer
      const best = texts.sentence(whole, (text) => places(text, page[at]));
      if (best) fill(line, ...marked(best, page[at]));
      else for (const name of items[at].querySelectorAll(".search-of")) fill(name, ...marked(name.textContent, page[at]));
    });
  };

  /** Nothing holds all words: the results of the nearest spelling, else what holds most of the words. */
  const showNearest = async (mine) => {
    const better = await corrected(index, found);
    const instead = better ? await search(index, parse(better, MOST_WORDS), { unfinished: false }) : null;
    if (mine !== run) return;
    const near = instead?.hits.length ? instead : { ...found, hits: nearest(found) };
    const { query, parsed } = found;
    found = { ...near, parsed, query };
    const page = found.hits.slice(0, PER_PAGE);
    const cards = await Promise.all(page.map(({ document }) => index.card(document)));
    if (mine !== run) return;
    found.hits = [];
    countOptions();
    fill(results);
    say(`Không có bài nào chứa đủ các chữ trong “${query}”.${cut()} `);
    if (better) status.append("Có phải bạn muốn tìm ", suggestion(better), "? ");
    if (cards.length) {
      results.append(make("h2", "", "Những bài gần nhất"), rows(cards.map((card, place) => [card, page[place]])));
      explain(mine, cards, page);
    } else {
      status.append("Hãy thử ít chữ hơn, hoặc chọn bài theo danh mục bên dưới.");
    }
    busy(false);
  };

  const suggestion = (text) => {
    const link = make("a", "", text);
    link.href = `?${new URLSearchParams({ q: text })}`;
    return link;
  };

  const widenButton = () => {
    const button = make("button", "button button-quiet", "Bỏ các bộ lọc");
    button.type = "button";
    button.addEventListener("click", () => {
      for (const select of selects) select.value = "";
      input.focus();
      refine();
    });
    return button;
  };

  const moreButton = (left) => {
    const button = make("button", "button button-quiet", `Xem thêm (còn ${number(left)})`);
    button.type = "button";
    button.addEventListener("click", async () => {
      const before = shown;
      shown += PER_PAGE;
      try {
        await show();
        results.querySelectorAll("a")[before]?.focus();
      } catch {
        fail(false);
      }
    });
    return button;
  };

  const rows = (cards) => make("ol", "search-list", ...cards.map(row));

  const row = ([card, hit]) => {
    const link = make("a", "", ...marked(card.title, hit));
    link.href = card.url;
    const about = isArticle(card) ? [] : [make("span", "badge badge-kind", card.kind[1])];
    if (card.minute) {
      const moment = new Date(Date.UTC(2000, 0, 1) + card.minute * 60000).toISOString();
      const time = make("time", "", `${moment.slice(8, 10)}/${moment.slice(5, 7)}/${moment.slice(0, 4)}`);
      time.dateTime = moment.slice(0, 10);
      about.push(time);
    }
    for (const term of [card.topic, card.form]) {
      if (term) about.push(make("span", "search-of", term[1]));
    }
    if (card.sample) about.push(make("span", "badge", isArticle(card) ? "Bài mẫu" : "Mẫu"));
    const line = make("p", "meta");
    about.forEach((part, place) => line.append(place ? " · " : "", part));
    const item = make("li", isArticle(card) ? "" : "search-short", make("h3", "", link));
    if (card.sapo !== "") item.append(make("p", "search-sapo", ...(card.sapo ? marked(card.sapo, hit) : [])));
    if (about.length) item.append(line);
    return item;
  };

  /** Where a result's words stand in a text: those that belong together only together, and spelt as asked in a result
      that spells them so. */
  const places = (text, { tier }) => {
    const exact = tier === 2 && found.accented && !found.unspelt;
    const plain = exact ? spelling : fold;
    const wanted = new Map();
    found.terms.forEach((term, place) => {
      const single = !tier || !found.together[place];
      const words = exact && !term.completions ? [spelling(term.key)] : term.completions ?? term.as;
      for (const word of words) wanted.set(word, single || wanted.get(word));
    });
    return spans(text, wanted, plain);
  };

  const marked = (text, hit) => {
    const parts = [];
    let end = 0;
    for (const [start, stop] of places(text, hit)) {
      parts.push(text.slice(end, start), make("mark", "", text.slice(start, stop)));
      end = stop;
    }
    parts.push(text.slice(end));
    return parts;
  };

  /** How many results each choice of a filter would leave. */
  const countOptions = () => {
    for (const select of selects) {
      const counts = new Map();
      for (const { document } of found?.hits ?? []) {
        if (!fits(document, select)) continue;
        for (const value of values(document, select)) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      for (const option of select.options) {
        option.dataset.name = option.dataset.name ?? option.textContent;
        const count = found?.hits.length && option.value ? ` (${number(counts.get(option.value) ?? 0)})` : "";
        option.textContent = option.dataset.name + count;
      }
    }
  };

  // ── when ───────────────────────────────────────────────────────────────────────────────────────────────────────

  const refine = async () => {
    writeAddress();
    shown = PER_PAGE;
    if (!input.value.trim()) {
      await ask(false);
      return;
    }
    if (!found?.hits.length) return;
    run += 1;
    busy(true);
    try {
      await show();
    } catch {
      fail(false);
    }
  };

  let waiting = 0;
  const typed = () => {
    clearTimeout(waiting);
    const [last, before] = parse(input.value.slice(-LONGEST_QUERY), LONGEST_QUERY).terms.reverse();
    const ended = !last || /\s$/.test(input.value) || /\d/.test(last.folded);
    const word = ended || index.knows(last.folded);
    if (last && !ended) index.foresee(before?.folded, last.folded);
    const rest = word ? (!ended && index.goesOn(last.folded) ? SHORT_PAUSE : 0) : PAUSE;
    waiting = setTimeout(ask, rest, !/\s$/.test(input.value), true);
  };
  input.addEventListener("input", (event) => {
    if (!event.isComposing) typed();
  });
  input.addEventListener("compositionend", typed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    ask(false);
  });
  for (const select of [...selects, sorting]) select.addEventListener("change", refine);
  root.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [input, ...results.querySelectorAll("a, button")];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  });
  addEventListener("popstate", () => {
    readAddress();
    ask(false);
  });
  addEventListener("online", () => (input.value.trim() || narrowed()) && ask(false));

  if (!input.value) readAddress(); // what was typed before this script came stays
  form.querySelector("details").open = [...selects, sorting].some((select) => select.value);
  if (input.value.trim() || narrowed()) ask(false);
  else index.prepare().catch(() => {});
})();
