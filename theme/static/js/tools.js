/* The article's tools: share its link, text size. Copying, saving, the code on paper and reading aloud come in a script of
   their own (`tools/`), at the first touch, or once the page stands where the device has a voice for the article: nobody
   waits for them to read. */
(function () {
  var tools = document.querySelector("[data-tools]");
  if (!tools) return;
  var page = document.documentElement;
  var said = tools.querySelector("[role=status]");
  var LARGEST = 4, SMALLEST = -1;
  var words = page.lang === "en" ? {
    share: "Share",
    absent: "This tool could not be loaded. Please try again."
  } : {
    share: "Chia sẻ",
    absent: "Chưa tải được công cụ này. Hãy thử lại."
  };

  var known = document.querySelector("link[rel=canonical]");
  var address = tools.dataset.address = known ? known.href : location.origin + location.pathname;
  var link = tools.querySelector("[data-copy]");
  if (navigator.share) {
    link.dataset.shares = "";
    /* What stands behind it keeps its place. */
    link.style.minWidth = link.getBoundingClientRect().width + "px";
    link.querySelector("span").textContent = words.share;
    link.addEventListener("click", function () {
      if (!("shares" in link.dataset)) return;
      navigator.share({ title: document.querySelector("h1").textContent, url: address }).catch(function (error) {
        if (error.name === "AbortError") return;
        /* Not here: it copies from now on. */
        delete link.dataset.shares;
        link.click();
      });
    });
  }

  tools.querySelectorAll("[data-size]").forEach(function (button) {
    button.addEventListener("click", function () {
      var step = Number(button.dataset.size);
      var size = step ? Math.max(SMALLEST, Math.min(LARGEST, Number(page.dataset.size || 0) + step)) : 0;
      page.dataset.size = size;
      try { localStorage.setItem("size", size); } catch (blocked) { /* for this page only */ }
    });
  });

  var asked = null, pending = null, there = false;

  function load() {
    if (asked) return;
    asked = document.createElement("script");
    asked.src = tools.dataset.script;
    asked.addEventListener("load", function () {
      there = true;
      if (pending) pending.click();
    });
    asked.addEventListener("error", function () {
      asked = null;
      if (pending === print) window.print(); else if (pending) said.textContent = words.absent;
    });
    document.head.append(asked);
  }

  var print = tools.querySelector("[data-print]");
  ["pointerenter", "touchstart", "focusin"].forEach(function (touch) { tools.addEventListener(touch, load, { passive: true }); });
  /* Who prints with the keyboard. */
  addEventListener("keydown", function (event) { if (event.ctrlKey || event.metaKey) load(); });
  [print, link, tools.querySelector("[data-save]")].forEach(function (button) {
    button.addEventListener("click", function () {
      if (there || "shares" in button.dataset) return;
      pending = button;
      load();
    });
  });

  /* Asking for voices wakes the system's speech service: not before the page stands. */
  var speech = window.speechSynthesis;
  function listen() {
    var language = document.documentElement.lang;
    if (speech.getVoices().some(function (one) { return one.lang.toLowerCase().startsWith(language); })) load();
  }
  if (speech) {
    addEventListener("load", function () {
      setTimeout(function () {
        speech.addEventListener("voiceschanged", listen);
        listen();
      }, 200);
    });
  }
})();
