"use strict";
/* The editors' desk in the browser. The text stays a native textarea, which every input method knows; nothing here
   looks at single keys but Ctrl+S. Whatever was typed is kept: in the page, then beside the file, then in it. */

const $ = (id) => document.getElementById(id);
const all = (selector, within) => [...(within || document).querySelectorAll(selector)];

function make(tag, values, ...children) {
  const element = Object.assign(document.createElement(tag), values || {});
  element.append(...children);
  return element;
}

/* What is said stands for some seconds; what stands elsewhere already is for ears alone. */
let silence;
function say(words, quiet) {
  const place = $("noi");
  place.className = quiet ? "quiet" : "";
  place.textContent = words;
  clearTimeout(silence);
  if (!quiet) silence = setTimeout(() => { place.textContent = ""; }, 8000);
}

async function ask(method, path, body, more) {
  const headers = { "X-CSRF": document.querySelector("meta[name=csrf]").content };
  const isForm = body instanceof FormData || typeof body === "string";
  if (!isForm) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, { method, headers, body: isForm ? body : JSON.stringify(body || {}), ...(more || {}) });
  } catch {
    return { code: 0, words: "bàn biên tập không trả lời; chữ của bạn còn trong trang này, hãy đừng đóng" };
  }
  const told = await answer.json().catch(() => ({ words: "câu trả lời không đọc được" }));
  return Array.isArray(told) ? told : { ...told, code: answer.status };
}

/* ── a box that asks ─────────────────────────────────────────────────────────────────────────────────────────── */

function box(title, parts, choices) {
  const dialog = $("hop"), body = $("hop-than");
  dialog.className = parts.some((one) => one.className === "two") ? "wide" : "";
  $("hop-ten").textContent = title;
  const acts = make("p", { className: "acts" });
  return new Promise((resolve) => {
    let told = "";
    for (const [value, name, main] of choices) {
      const button = make("button", { type: "button", textContent: name, className: main ? "main" : "" });
      button.addEventListener("click", () => { told = value; dialog.close(); });
      acts.append(button);
    }
    body.replaceChildren(...parts, acts);
    dialog.querySelector("form").onsubmit = (event) => {
      event.preventDefault();
      acts.querySelector(".main")?.click();
    };
    dialog.addEventListener("close", () => resolve(told), { once: true });
    dialog.showModal();
  });
}

function field(label, input) { return make("label", {}, label, document.createElement("br"), input); }

/* ── one article ─────────────────────────────────────────────────────────────────────────────────────────────── */

function article(root) {
  const path = "/bai/" + root.dataset.key, text = $("chu"), mirror = $("guong"), gutter = $("le");
  const newTab = () => (crypto.randomUUID ? crypto.randomUUID() : String(Math.random()));
  let tab = newTab();
  let head = JSON.parse($("dau").textContent), base = root.dataset.base;
  let changes = {}, dirty = !!root.dataset.loose, kept = true, problems = [], saving = false, held = false;
  let outside = false;

  const edit = (more) => ({ head, changes, body: text.value, base, ...(more || {}) });

  function valueOf(input) {
    const kind = input.dataset.kind;
    if (kind === "many-of") {
      const values = all("input:checked", input).map((one) => one.value);
      return [values.join(values.some((one) => one.includes(",")) ? "; " : ", ")];
    }
    if (kind === "yes") return [input.checked ? "yes" : ""];
    if (kind === "lines") return input.value.split("\n");
    return [input.value];
  }

  function changed() {
    dirty = true;
    kept = false;
    $("da-luu").textContent = "chưa lưu";
    version++;
    soon(REST, look, {});
  }

  for (const input of all("[data-header]", $("p-dau"))) {
    input.addEventListener(input.matches("select, fieldset, [type=checkbox]") ? "change" : "input", () => {
      changes[input.dataset.header] = valueOf(input);
      if (input.dataset.kind === "one-of") {
        const quote = input.selectedOptions[0]?.dataset.quote;
        const shown = $(input.id + "-trich");
        if (shown) shown.textContent = quote ? "“" + quote + "”" : "";
      } else if (input.dataset.kind === "many-of") {
        const names = all("input:checked", input).map((one) => one.dataset.name);
        input.querySelector("summary").textContent = names.join("; ") || "chưa chọn";
      } else if (input.dataset.header === "Title") document.querySelector(".bar h1").textContent = input.value;
      changed();
    });
  }
  text.addEventListener("input", () => { grow(); changed(); });

  /* messages and page */

  /* Messages at the first rest, the page at a longer one, and at a rest that grows with the time it takes when many
     people ask. One question of each kind at a time, about what stands here then; messages never wait for a page. What
     changed meanwhile makes an answer nobody's. */
  const REST = 60, PAGE_REST = 80, LONGEST_REST = 500, WHOLE_REST = 400;
  let version = 0, timer, looking = false, late = null, drawing = false, again = false, pace = PAGE_REST;

  function soon(wait, act, asks) {
    clearTimeout(timer);
    timer = setTimeout(act, wait, asks);
  }

  async function look(asks) {
    if (looking) { late = asks; return; }
    looking = true;
    const mine = version;
    const told = await ask("POST", path + "/xem", edit(asks));
    looking = false;
    if (late) { const next = late; late = null; look(next); return; }
    if (mine !== version) return;
    if (told.code !== 200) { say(told.words); return; }
    problems = told.problems;
    tell(told);
    if (asks.whole) return;
    if (seen()) soon(pace, draw);
    else if (told.doubt) soon(WHOLE_REST, look, { whole: true });
  }

  async function draw() {
    if (drawing) { again = true; return; }
    drawing = true;
    const mine = version, began = performance.now();
    const told = await ask("POST", path + "/xem", edit({ page: true }));
    drawing = false;
    pace = Math.min(Math.max(PAGE_REST, 2 * (performance.now() - began)), LONGEST_REST);
    if (again) { again = false; draw(); return; }
    if (mine !== version || told.code !== 200) return;
    show(told.html);
    if (told.doubt) soon(WHOLE_REST, look, { whole: true });
  }

  function tell(told) {
    const list = $("loi");
    list.replaceChildren(...problems.map((one, number) => {
      const where = one.at ? "dòng " + one.at : one.field;
      const button = make("button", { type: "button", textContent: (one.error ? "Lỗi" : "Lưu ý") + ", " + where + ": " + one.message });
      button.className = one.error ? "is-error" : "";
      button.addEventListener("click", () => go(number));
      return make("li", {}, button);
    }));
    if (!problems.length) list.append(make("li", { className: "none", textContent: "Không có lỗi nào." }));
    const errors = problems.filter((one) => one.error).length;
    const line = told.words + " chữ · " + errors + " lỗi, " + (problems.length - errors) + " lưu ý";
    if ($("tom-tat").textContent !== line) $("tom-tat").textContent = line;
    const counts = errors + " lỗi";
    if (root.dataset.counts !== counts) { root.dataset.counts = counts; say(counts, true); }
    for (const place of all("[data-field]")) {
      const own = problems.filter((one) => !one.at && one.field.toLowerCase().replaceAll("-", "_") === place.dataset.field);
      const input = place.querySelector("[data-header]"), words = place.querySelector(".error");
      words.textContent = own.map((one) => one.message).join(". ");
      words.hidden = !own.length;
      const wrong = own.some((one) => one.error);
      if (wrong) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
      const more = place.closest("details.more");
      if (wrong && more) more.open = true;
    }
    mark();
  }

  function go(number) {
    const one = problems[number];
    if (one.at) {
      open("chu");
      const lines = text.value.split("\n");
      const from = lines.slice(0, one.at - 1).reduce((sum, line) => sum + line.length + 1, 0);
      text.focus();
      text.setSelectionRange(from, from + (lines[one.at - 1] || "").length);
      mirror.children[one.at - 1]?.scrollIntoView({ block: "center" });
      bubble();
      return;
    }
    open("dau");
    const input = document.querySelector("[data-field=" + CSS.escape(one.field.toLowerCase().replaceAll("-", "_")) + "] [data-header]");
    if (!input) { text.focus(); return; }
    const more = input.closest("details.more");
    if (more) more.open = true;
    const inner = input.matches("fieldset") ? input.querySelector("summary") : input;
    inner.focus();
  }

  /* the lines: a copy of the text behind it says where each one stands */

  function grow() {
    text.style.height = "auto";
    text.style.height = Math.max(text.scrollHeight, 384) + "px";
  }

  function mark() {
    const lines = text.value.split("\n"), at = new Map();
    for (const one of problems) if (one.at) at.set(one.at, [...(at.get(one.at) || []), one]);
    mirror.replaceChildren(...lines.map((line, number) => {
      const row = make("div", { textContent: line || "\u200b" });
      const own = at.get(number + 1);
      if (own) row.className = own.some((one) => one.error) ? "wrong" : "told";
      return row;
    }));
    gutter.replaceChildren(...[...at].filter(([number]) => mirror.children[number - 1]).map(([number, own]) => {
      const error = own.some((one) => one.error);
      const words = own.map((one) => one.message).join(". ");
      const button = make("button", { type: "button", textContent: error ? "!" : "i", title: words, className: error ? "" : "told" });
      button.setAttribute("aria-label", "dòng " + number + ": " + words);
      button.dataset.line = number;
      button.style.top = mirror.children[number - 1].offsetTop + "px";
      button.addEventListener("click", () => go(problems.indexOf(own[0])));
      return button;
    }));
    bubble();
  }

  function bubble() {
    const line = text.value.slice(0, text.selectionStart).split("\n").length;
    const own = problems.filter((one) => one.at === line), row = mirror.children[line - 1], note = $("o-dong");
    note.hidden = !own.length || !row || document.activeElement !== text;
    if (note.hidden) return;
    note.textContent = own.map((one) => one.message).join(". ");
    note.className = "at-line" + (own.some((one) => one.error) ? "" : " told");
    note.style.top = row.offsetTop + row.offsetHeight + 2 + "px";
  }
  document.addEventListener("selectionchange", () => { if (document.activeElement === text) bubble(); });
  text.addEventListener("blur", () => { $("o-dong").hidden = true; });
  addEventListener("resize", () => { grow(); mark(); });

  /* The page in its frame. The frame may run nothing; a page with the style that is there already takes the place of
     the other's body, so that nothing flashes, and where the reader stood stays. */
  let shown = "", loaded = false;
  const styles = (page) => all("link[rel=stylesheet], style", page.head).map((one) => one.outerHTML).join();

  function show(html) {
    const frame = $("xem"), there = frame.contentDocument;
    if (!html || html === shown) return;
    shown = html;
    const fresh = new DOMParser().parseFromString(html, "text/html");
    if (loaded && styles(there) === styles(fresh)) {
      const place = there.documentElement, top = place.scrollTop;
      place.replaceChild(fresh.body, there.body);
      for (const one of fresh.documentElement.attributes) place.setAttribute(one.name, one.value);
      place.scrollTo({ top, behavior: "instant" });
      frame.dataset.shown = version;
      return;
    }
    const top = frame.contentWindow?.scrollY || 0;
    loaded = false;
    frame.onload = () => {
      loaded = true;
      frame.contentWindow.scrollTo({ top, behavior: "instant" });
      frame.contentDocument.addEventListener("click", (event) => { if (event.target.closest("a[href]:not([href^='#'])")) event.preventDefault(); });
      frame.dataset.shown = version;
    };
    frame.srcdoc = html.replace(/<head[^>]*>/i, (found) => found + "<meta http-equiv='Content-Security-Policy' content=\"script-src 'none'\">");
  }

  /* keeping */

  async function keep(more) {
    if (kept || !dirty) return;
    kept = true;
    const told = await ask("PUT", path + "/tam", edit(), more);
    if (told.code !== 200) kept = false;
    else if (dirty) $("da-luu").textContent = "chưa lưu; bản tạm giữ lúc " + told.at;
  }
  setInterval(keep, 5000);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep({ keepalive: true }); });
  addEventListener("beforeunload", (event) => { if (dirty && !kept) { keep({ keepalive: true }); event.preventDefault(); } });
  addEventListener("pageshow", (event) => { if (event.persisted) { tab = newTab(); beat(); } });  // it had left
  addEventListener("pagehide", () => { ask("POST", path + "/giu", { tab, leave: true }, { keepalive: true }); });

  async function save(more) {
    if (saving) return false;
    saving = true;
    const sent = edit(more);
    $("da-luu").textContent = "đang lưu…";
    const told = await ask("PUT", path, sent);
    saving = false;
    if (told.code === 200) {
      base = told.base;
      const still = JSON.stringify(edit(more)) === JSON.stringify({ ...sent, base });
      if (head) head = told.head || head;
      else if (told.head) { dirty = false; location.replace(path); return true; }
      if (still) {
        changes = {};
        dirty = false;
        if (text.value.trimEnd() !== told.body.trimEnd()) put(told.body);
      }
      $("da-luu").textContent = still ? "đã lưu lúc " + told.at + (told.commit ? ", đã ghi vào lịch sử" : "") : "chưa lưu";
      $("trang-thai").dataset.state = told.state;
      $("trang-thai").textContent = STATES[told.state] || told.state;
      say("đã lưu", true);
      beat();
      return true;
    }
    $("da-luu").textContent = "chưa lưu";
    kept = false;
    keep();
    if (told.code === 409 || told.code === 404) return conflict();
    if (told.code === 428) return correction(told);
    say(told.words);
    await box("Chưa lưu", [make("p", { textContent: told.words })], [["", "Đóng", true]]);
    return false;
  }
  $("luu").addEventListener("click", () => save());
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") { event.preventDefault(); save(); }
  });

  async function correction(told) {
    const words = make("textarea", { rows: 2 });
    const parts = [make("p", { textContent: "Bài này đang đăng. Bạn vừa sửa:" })];
    if (told.before || told.after) parts.push(make("p", {}, make("del", { textContent: told.before }), " ", make("ins", { textContent: told.after })));
    parts.push(field("Nếu là đính chính: một câu nói rõ điều đã sửa, người đọc sẽ thấy", words));
    const kind = await box("Sửa lỗi gõ hay đính chính?", parts, [["typo", "Sửa lỗi gõ"], ["correction", "Đính chính", true], ["", "Chưa lưu"]]);
    if (!kind) return false;
    return save({ correction: kind === "typo" ? "typo" : "correction: " + words.value });
  }

  async function conflict() {
    const told = await ask("POST", path + "/noi", edit());
    if (told.code !== 200) {
      const mine = make("textarea", { value: head + text.value, readOnly: true });
      await box("Tệp của bài không còn", [make("p", { textContent: told.words + ". Chữ của bạn ở đây, hãy chép lại:" }), mine], [["", "Đóng", true]]);
      return false;
    }
    const joined = make("textarea", { value: told.joined }), theirs = make("textarea", { value: told.theirs, readOnly: true });
    const words = told.whole ? "Hai bản sửa ở những chỗ khác nhau; bên trái đã nối cả hai." : "Hai bản cùng sửa một chỗ: bên trái có cả hai, giữa các dòng dấu <<<<<<< và >>>>>>>. Hãy giữ chữ đúng và xoá các dòng dấu.";
    const choice = await box(
      "Bài đã được sửa ở nơi khác",
      [make("p", { textContent: words + " Chưa có gì được ghi." }), make("div", { className: "two" }, field("Sẽ lưu", joined), field("Bản kia", theirs))],
      [["join", "Lưu bản bên trái", true], ["theirs", "Lấy bản kia, bỏ chữ của tôi"], ["", "Để sau"]],
    );
    if (!choice) { kept = false; keep(); return false; }
    const chosen = choice === "join" ? joined.value : told.theirs;
    if (choice === "join" && /^(<{7}|>{7})/m.test(chosen)) {
      say("còn dòng dấu <<<<<<< hoặc >>>>>>>");
      return conflict();
    }
    const saved = await ask("PUT", path, { head: "", changes: {}, body: chosen, base: told.base, clash: told.clash, correction: "typo" });
    if (saved.code === 200) {
      dirty = false;
      await ask("PUT", path + "/tam", edit({ drop: true }));
      location.replace(path);
    } else if (saved.code === 409) return conflict();
    else { say(saved.words); await box("Chưa lưu", [make("p", { textContent: saved.words })], [["", "Đóng", true]]); }
    return saved.code === 200;
  }
  $("xem-hai-ban")?.addEventListener("click", conflict);
  $("bo-tam")?.addEventListener("click", async () => {
    await ask("PUT", path + "/tam", edit({ drop: true }));
    $("ban-tam").remove();
    text.focus();
  });

  /* states */

  for (const button of all("[data-to]", root)) button.addEventListener("click", async () => {
    const to = button.dataset.to, asks = {};
    let parts = [], name = button.textContent;
    if (dirty && !(await save())) return;
    if (to === "published") {
      asks.date = make("input", { value: document.querySelector("[data-header=Date]")?.value || "" });
      parts = [field("Giờ đăng, ví dụ 2026-12-01 07:30", asks.date)];
    } else if (to === "draft" && root.dataset.status === "review") {
      asks.words = make("textarea", { rows: 3 });
      parts = [field("Nhắn người viết (ghi vào ghi chú nội bộ)", asks.words)];
    } else if (to !== "review") parts = [make("p", { textContent: "Người đọc sẽ không thấy bài này nữa sau lần đăng tới." })];
    if (parts.length && !(await box(name, parts, [["yes", name, true], ["", "Thôi"]]))) return;
    const told = await ask("POST", path + "/trang-thai", { to, base, date: asks.date?.value || "", words: asks.words?.value || "" });
    if (told.code === 200) { dirty = false; sessionStorage.setItem("vua-duyet", to === "published" ? path : ""); location.reload(); return; }
    if (told.code === 409 && told.theirs) { await conflict(); return; }
    const list = make("ul", {}, ...(told.problems || []).map((one) => make("li", { textContent: one })));
    await box(told.words, [list], [["", "Đóng", true]]);
  });

  if (sessionStorage.getItem("vua-duyet") === path && $("vua-duyet")) $("vua-duyet").hidden = false;
  sessionStorage.removeItem("vua-duyet");

  /* who has it open */

  async function beat(more) {
    const told = await ask("POST", path + "/giu", { tab, ...(more || {}) });
    if (told.code !== 200) { if (told.code) say(told.words); else $("duong-truyen").textContent = told.words; return; }
    held = !told.mine;
    const note = $("dang-mo");
    note.hidden = !held;
    note.firstElementChild.textContent = held ? told.who + " đang mở bài này từ " + told.since + ". Bạn đọc được; muốn sửa thì tiếp quản." : "";
    text.readOnly = held;
    for (const input of all("[data-header]", $("p-dau"))) input.toggleAttribute("inert", held);
    const line = $("duong-truyen");
    line.dataset.kind = told.kind;
    if (told.waiting) line.textContent = told.waiting + " lần lưu chưa gửi lên máy chủ";
    else if (told.kind === "sent") line.textContent = "đã gửi lên máy chủ";
    if (told.clash && !$("xem-hai-ban") && !saving) line.textContent = "bài này cũng được sửa ở nơi khác; tải lại trang để xem";
    const other = told.base !== base && !saving;
    if (other && !outside) say("tệp của bài vừa được sửa ở ngoài; khi lưu bạn sẽ thấy cả hai bản");
    outside = other;
    if (other && !dirty && !held) { sessionStorage.setItem("tiep-quan", path); location.reload(); }
  }
  const taking = sessionStorage.getItem("tiep-quan") === path;
  sessionStorage.removeItem("tiep-quan");
  beat(taking ? { take: true } : {});
  setInterval(beat, BEAT);
  $("tiep-quan").addEventListener("click", async () => {
    if (dirty || !outside) { await beat({ take: true }); return; }
    sessionStorage.setItem("tiep-quan", path);
    location.reload();
  });

  /* writing */

  function put(value) {
    const place = text.selectionStart;
    text.value = value;
    text.setSelectionRange(place, place);
    grow();
    mark();
  }

  function type(words, from, to) {
    text.focus();
    if (from !== undefined) text.setSelectionRange(from, to);
    if (!document.execCommand("insertText", false, words)) {
      text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input"));
    }
  }

  const picked = () => text.value.slice(text.selectionStart, text.selectionEnd);
  const apart = () => (text.selectionStart && !/\n\n$/.test(text.value.slice(0, text.selectionStart)) ? (/\n$/.test(text.value.slice(0, text.selectionStart)) ? "\n" : "\n\n") : "");

  function around(sign) {
    const from = text.selectionStart, words = picked() || "chữ";
    type(sign + words + sign);
    text.setSelectionRange(from + sign.length, from + sign.length + words.length);
  }

  function lines(sign) {
    const from = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
    let to = text.value.indexOf("\n", text.selectionEnd);
    if (to < 0) to = text.value.length;
    type(text.value.slice(from, to).split("\n").map((line) => (line.startsWith(sign) ? line.slice(sign.length) : sign + line)).join("\n"), from, to);
  }

  const acts = {
    heading: () => lines("## "),
    bold: () => around("**"),
    italic: () => around("*"),
    list: () => lines("- "),
    quote: () => lines("> "),
    table: () => type(apart() + "| Cột | Cột |\n|---|---|\n| ô | ô |\n\n"),
    note: () => {
      const number = 1 + Math.max(0, ...[...text.value.matchAll(/\[\^(\d+)\]/g)].map((found) => +found[1]));
      const place = text.selectionEnd;
      type("[^" + number + "]", place, place);
      const end = text.value.length;
      type((text.value.endsWith("\n") ? "\n" : "\n\n") + "[^" + number + "]: ", end, end);
    },
    link: async () => {
      const from = text.selectionStart, to = text.selectionEnd, words = make("input", { value: picked() }), where = make("input", { type: "search" });
      const found = make("select", { size: 6 });
      where.addEventListener("input", async () => {
        if (/^(https?:|mailto:|\/|#)/.test(where.value)) return;
        const answer = await fetch("/tim?chu=" + encodeURIComponent(where.value)).then((a) => a.json()).catch(() => []);
        found.replaceChildren(...answer.map((one) => make("option", { value: "/" + one.source, textContent: one.title + " (" + one.date + ")" })));
      });
      const parts = [field("Chữ của liên kết", words), field("Tìm bài theo tên, hoặc dán địa chỉ https://…", where), field("Bài tìm được", found)];
      if (!(await box("Liên kết", parts, [["yes", "Chèn", true], ["", "Thôi"]]))) return;
      const target = found.value || where.value;
      if (target) type("[" + (words.value || "chữ") + "](" + (/[\s()]/.test(target) ? "<" + target + ">" : target) + ")", from, to);
    },
    picture: () => picture(pictureHere()),
  };

  /* The picture in whose words the text stands, [from, to, alt, file, caption, credit]; null for none. */
  function pictureHere() {
    const plain = (words) => (words || "").trim().replaceAll(/\\([[\]"\\])/g, "$1");
    for (const found of text.value.matchAll(/!\[((?:\\.|[^\]\\])*)\]\(<?([^\s()<>]+)>?(?:\s+"((?:\\.|[^"\\])*)")?\)/g)) {
      if (found.index > text.selectionStart || found.index + found[0].length < text.selectionStart) continue;
      const [caption, credit] = (found[3] || "").split(" | ");
      return { from: found.index, to: found.index + found[0].length, alt: plain(found[1]), file: found[2], caption: plain(caption), credit: plain(credit) };
    }
    return null;
  }

  async function picture(old) {
    const from = old ? old.from : text.selectionStart, to = old ? old.to : text.selectionStart;
    const file = make("input", { type: "file", accept: "image/*" }), place = make("div", { className: "crop", hidden: true }), image = make("img", { alt: "" }), frame = make("i");
    const cut = old ? await ask("POST", path + "/anh/cat", { file: old.file }) : { sides: [0, 0, 0, 0] };
    const sides = [0, 1, 2, 3].map((number) => make("input", { type: "number", min: 0, max: 99, value: cut.sides?.[number] || 0 }));
    const alt = make("input", { value: old?.alt || "" }), caption = make("input", { value: old?.caption || "" }), credit = make("input", { value: old?.credit || "" });
    const lead = make("input", { type: "checkbox" }), words = make("p", { className: "error" });
    if (cut.mark) { image.src = path + "/anh?ten=" + encodeURIComponent(old.file) + "&v=" + cut.mark; place.hidden = false; }
    place.append(image, frame);
    file.addEventListener("change", () => {
      if (!file.files[0]) return;
      image.src = URL.createObjectURL(file.files[0]);
      place.hidden = false;
    });
    const draw = () => ["left", "top", "right", "bottom"].forEach((side, number) => { frame.style[side] = sides[number].value + "%"; });
    sides.forEach((side) => side.addEventListener("input", draw));
    draw();
    let start = null;
    const at = (event) => {
      const area = place.getBoundingClientRect();
      return [(event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height].map((part) => Math.min(1, Math.max(0, part)));
    };
    place.addEventListener("pointerdown", (event) => { start = at(event); place.setPointerCapture(event.pointerId); event.preventDefault(); });
    place.addEventListener("pointermove", (event) => {
      if (!start) return;
      const [x, y] = at(event), cut = [Math.min(start[0], x), Math.min(start[1], y), 1 - Math.max(start[0], x), 1 - Math.max(start[1], y)];
      if (Math.abs(x - start[0]) > 0.03 && Math.abs(y - start[1]) > 0.03) { cut.forEach((part, number) => { sides[number].value = Math.round(part * 100); }); draw(); }
    });
    place.addEventListener("pointerup", () => { start = null; });
    const numbers = make("div", { className: "sides" }, ...["trái", "trên", "phải", "dưới"].map((name, number) => field("Cắt " + name + " (%)", sides[number])));
    const parts = [
      field(old ? "Thay bằng tệp khác (để trống: giữ ảnh này)" : "Tệp ảnh", file), place, make("p", { className: "hint", textContent: "Kéo trên ảnh để chọn phần giữ lại, hoặc ghi bốn số." }), numbers,
      field("Lời tả ảnh: trong ảnh có gì (bắt buộc)", alt), field("Chú thích: ảnh nói gì", caption), field("Nguồn ảnh, ví dụ “Ảnh: Tên người chụp” (bắt buộc)", credit),
      ...(old ? [] : [make("label", {}, lead, " Dùng làm ảnh đại diện của bài")]), words,
    ];
    for (;;) {
      if (!(await box(old ? "Ảnh này" : "Ảnh", parts, [["yes", old ? "Sửa ảnh" : "Thêm ảnh", true], ["", "Thôi"]]))) return;
      words.textContent = "";
      if (!(file.files[0] || cut.mark) || !alt.value.trim() || !credit.value.trim()) { words.textContent = "cần tệp ảnh, lời tả và nguồn ảnh"; continue; }
      const form = new FormData();
      if (file.files[0]) form.append("tep", file.files[0]); else form.append("cu", old.file);
      ["trai", "tren", "phai", "duoi"].forEach((side, number) => form.append(side, sides[number].value));
      const told = await ask("POST", path + "/anh", form);
      if (told.code !== 200) { words.textContent = told.words; continue; }
      if ((lead.checked || old?.lead) && head) {
        for (const [name, value] of [["Picture", told.file], ["Picture_alt", alt.value], ["Picture_caption", caption.value], ["Picture_credit", credit.value]]) {
          const input = document.querySelector("[data-header=" + name + "]");
          if (input) { input.value = value; changes[name] = [value]; }
        }
        changed();
      } else {
        const clean = (words) => words.trim().replaceAll(/[[\]"\\]/g, "\\$&");
        const title = [caption.value, credit.value].map(clean).join(" | ");
        type((old ? "" : apart()) + "![" + clean(alt.value) + "](" + told.file + ' "' + title + '")' + (old ? "" : "\n\n"), from, to);
      }
      return;
    }
  }

  $("cat-anh")?.addEventListener("click", () => {
    const said = (name) => document.querySelector("[data-header=" + name + "]")?.value || "";
    picture({ lead: true, file: said("Picture"), alt: said("Picture_alt"), caption: said("Picture_caption"), credit: said("Picture_credit") });
  });

  const tools = all("[data-act]", root);
  tools.forEach((button, number) => {
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => { if (!held) acts[button.dataset.act](); });
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -number, End: tools.length - 1 - number }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const next = tools[(number + step + tools.length) % tools.length];
      tools.forEach((one) => { one.tabIndex = one === next ? 0 : -1; });
      next.focus();
    });
  });

  text.addEventListener("paste", async (event) => {
    const html = event.clipboardData.getData("text/html");
    if (!html || held) return;
    event.preventDefault();
    const from = text.selectionStart, to = text.selectionEnd, plain = event.clipboardData.getData("text/plain");
    say("đang đọc đoạn dán…");
    const told = await ask("POST", "/nhap?dan=1", html);
    const words = told.code === 200 ? told.text : plain;
    type((/\n/.test(words) ? apart() : "") + words, from, to);
    say(told.code === 200 ? (told.losses.length ? "không vào bài: " + told.losses.join("; ") : "đã dán") : told.words + "; đã dán chữ thường");
  });

  /* on a phone one part at a time */

  const tabs = all("[role=tab]", root), narrow = matchMedia("(max-width: 63.99rem)");
  function open(part) {
    for (const one of tabs) {
      const mine = one.id === "t-" + part;
      one.setAttribute("aria-selected", mine);
      one.tabIndex = mine ? 0 : -1;
      $("p-" + one.id.slice(2)).hidden = narrow.matches && !mine;
    }
    if (part === "chu") { grow(); mark(); }
    if (part === "xem") draw();
  }
  function seen() { return !narrow.matches || !$("p-xem").hidden; }
  tabs.forEach((one, number) => {
    one.addEventListener("click", () => open(one.id.slice(2)));
    one.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: 2 }[event.key];
      if (!step) return;
      const next = tabs[(number + step) % 3];
      open(next.id.slice(2));
      next.focus();
    });
  });
  narrow.addEventListener("change", () => open("chu"));

  open("chu");
  grow();
  look({});
  if (seen()) draw();
}

const STATES = { loi: "có lỗi", nhap: "nháp", "cho-duyet": "chờ duyệt", "hen-gio": "hẹn giờ", "dang-dang": "đang đăng", "sua-doi": "có sửa đổi chưa lên trang", "het-han": "hết hạn", an: "ẩn" };

const BEAT = 5000;

/* ── the other screens ───────────────────────────────────────────────────────────────────────────────────────── */

function wrong(id, words) {
  const place = $(id);
  place.textContent = words;
  place.hidden = false;
}

/* A list that stands open follows what others do. It asks; a stream held open by every tab would use up the six
   connections that a browser has for one address. */
function follow() {
  let version = $("danh-sach").dataset.version;
  setInterval(async () => {
    if (document.visibilityState !== "visible") return;
    const told = await ask("POST", "/nhip");
    if (told.code !== 200) { $("duong-truyen").textContent = told.words; return; }
    if (String(told.version) !== version) {
      const fresh = await fetch(location.href).then((answer) => answer.text()).catch(() => "");
      const page = new DOMParser().parseFromString(fresh, "text/html");
      const at = all("a", $("danh-sach")).indexOf(document.activeElement);
      for (const part of [".states", "#danh-sach"]) {
        const here = document.querySelector(part), there = page.querySelector(part);
        if (here && there) here.replaceWith(there);
      }
      if (at >= 0) all("a", $("danh-sach"))[at]?.focus();
      version = $("danh-sach").dataset.version;
    }
    for (const place of all("[data-mo]")) {
      const name = told.held[place.dataset.mo] || "";
      if (place.textContent !== name) place.replaceChildren(...(name ? [make("span", { className: "held", textContent: name })] : []));
    }
  }, BEAT);
}

function start(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = await ask("POST", "/bai", { title: $("ten").value, item: form.dataset.item });
    if (told.to) location.assign(told.to); else wrong("moi-loi", told.words);
  });
}

async function send(file) {
  if (!file) return;
  const wrongs = $("nhap-loi");
  if (wrongs) wrongs.hidden = true;
  say("Đang đọc “" + file.name + "”…");
  const body = new FormData();
  body.append("tep", file);
  const told = await ask("POST", "/nhap", body);
  if (told.to) { location.assign(told.to); return; }
  if (wrongs) { wrong("nhap-loi", told.words); say("", true); } else say(told.words);
}

/* A file may be dropped anywhere on the list and on the screen of importing. */
function droppable(area) {
  for (const kind of ["dragenter", "dragover"]) document.addEventListener(kind, (event) => { event.preventDefault(); area.classList.add("over"); });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) area.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("over");
    send(event.dataTransfer.files[0]);
  });
}

function takeIn(form) {
  $("tep").addEventListener("change", () => send($("tep").files[0]));
  send($("tep").files[0]);  // chosen before this script was there to hear of it
  droppable(form);
}

function accept(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const headers = {};
    for (const input of all("[data-header]", form)) headers[input.dataset.header] = input.value;
    const seen = all("[data-loss]:checked", form).map((one) => +one.dataset.loss);
    const told = await ask("POST", "/nhap/" + form.dataset.token, { headers, seen });
    if (told.to) location.assign(told.to); else wrong("nhan-loi", told.words);
  });
}

function publishing() {
  document.addEventListener("click", async (event) => {
    if (event.target.id !== "gui-lai") return;
    const told = await ask("POST", "/gui");
    if (told.ok) await again(); else say(told.text || told.words);
  });

  /* What keeps from publishing often goes by itself: commits are on their way. */
  let busy = false;
  async function again() {
    const html = await fetch(location.href).then((answer) => answer.text()).catch(() => "");
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("#ly-do");
    if (!fresh || busy || fresh.innerHTML === $("ly-do").innerHTML) return;
    if (!$("ly-do").contains(document.activeElement)) $("ly-do").replaceWith(fresh);
    for (const button of all("[data-do='']")) button.disabled = fresh.childElementCount > 0;
  }
  setInterval(() => { if ($("ly-do").childElementCount && document.visibilityState === "visible") again(); }, 1500);
  $("nhan-ma")?.addEventListener("click", async () => {
    const told = await ask("POST", "/ma-nguon");
    say(told.text || told.words);
    if (told.ok) location.reload();
  });
  for (const target of all("[data-target]")) {
    const said = target.querySelector(".said");
    for (const button of all("[data-do]", target)) button.addEventListener("click", async () => {
      const what = button.dataset.do, given = {};
      if (what === "quay-lai") {
        const release = make("input"), why = make("textarea", { rows: 2 });
        const parts = [field("Bản muốn về (để trống: bản ngay trước)", release), field("Vì sao", why)];
        if (!(await box("Quay lại bản trước", parts, [["yes", "Quay lại", true], ["", "Thôi"]]))) return;
        Object.assign(given, { release: release.value, why: why.value });
      }
      if (what === "" && !(await box("Đăng lên " + target.dataset.target + "?", [make("p", { textContent: "Nên xem sẽ đổi gì trước khi đăng." })], [["yes", "Đăng", true], ["", "Thôi"]]))) return;
      busy = true;
      for (const one of all("button", target)) one.disabled = true;
      said.textContent = "đang làm…";
      const send = () => ask("POST", "/dang/" + target.dataset.target + (what && "/" + what), given);
      let told = await send();
      if (told.allow?.length) {  // a loss that a person may allow who has read what it is
        const parts = [make("p", { textContent: "Chưa đăng, vì:" }), make("p", { textContent: told.text }), make("p", { textContent: "Bản đang phục vụ giữ nguyên. Nếu đúng là muốn vậy thì vẫn đăng được." })];
        if (await box("Người đọc sẽ mất gì đó", parts, [["yes", "Đã đọc, vẫn đăng"], ["", "Thôi", true]])) {
          given.allow = told.allow;
          told = await send();
        }
      }
      for (const one of all("button", target)) one.disabled = false;
      busy = false;
      const report = told.report;
      said.textContent = report && told.ok ? "Đang phục vụ bản " + report.release + ": thêm " + report.added + ", đổi " + report.changed + ", xoá " + report.removed + " tệp." + report.notes.map((note) => "\n• " + note).join("") : told.text || told.words || "xong";
    });
  }
}

try {
  if ($("bai")) article($("bai"));
  if ($("danh-sach")) { follow(); droppable($("noi-dung")); }
  if ($("moi")) start($("moi"));
  if ($("nhap")) takeIn($("nhap"));
  if ($("nhan")) accept($("nhan"));
  if (all("[data-target], #gui-lai, #nhan-ma").length) publishing();
} finally {
  $("noi-dung").inert = false;  // a press before this would have gone unheard
}
