/* The article's tools: print, copy link, text size. Saving and reading aloud come in a script of their own (`tools/`), at the
   first touch, or once the page stands where the device has a voice for the article: nobody waits for them to read. */
(function () {
  var tools = document.querySelector("[data-tools]");
  if (!tools) return;
  var page = document.documentElement;
  var said = tools.querySelector("[role=status]");
  var LARGEST = 4, SMALLEST = -1;
  var words = page.lang === "en" ? {
    copied: "The article’s link was copied.",
    absent: "This tool could not be loaded. Please try again."
  } : {
    copied: "Đã chép liên kết của bài.",
    absent: "Chưa tải được công cụ này. Hãy thử lại."
  };

  tools.querySelector("[data-print]").addEventListener("click", function () { window.print(); });

  tools.querySelector("[data-copy]").addEventListener("click", function () {
    var article = document.querySelector("[data-article]");
    var address = new URL(article ? article.dataset.article : "", location.href).href;
    var done = function () { said.textContent = words.copied; };
    if (navigator.clipboard) { navigator.clipboard.writeText(address).then(done, byHand); } else { byHand(); }
    function byHand() {
      var field = document.createElement("input");
      field.value = address;
      document.body.append(field);
      field.select();
      if (document.execCommand("copy")) done(); else said.textContent = address;
      field.remove();
    }
  });

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
      if (pending) said.textContent = words.absent;
    });
    document.head.append(asked);
  }

  var save = tools.querySelector("[data-save]");
  ["pointerenter", "touchstart", "focusin"].forEach(function (touch) { tools.addEventListener(touch, load, { passive: true }); });
  save.addEventListener("click", function () {
    if (there) return;
    pending = save;
    load();
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
