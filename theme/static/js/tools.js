/* The article's tools: text size. Sharing, saving, the code on paper and reading aloud come in a script of their own
   (`tools/`), at the first touch, or once the page stands where the device has a voice for the article: nobody waits for
   them to read. */
(function () {
  var tools = document.querySelector("[data-tools]");
  if (!tools) return;
  var page = document.documentElement;
  var LARGEST = 4, SMALLEST = -1;
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
      if (!pending) return;
      if ("print" in pending.dataset) window.print();
      else tools.querySelector("[role=status]").textContent = page.lang === "en"
        ? "This tool could not be loaded. Please try again."
        : "Chưa tải được công cụ này. Hãy thử lại.";
    });
    document.head.append(asked);
  }

  tools.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.size) {
      var step = Number(button.dataset.size);
      var size = step ? Math.max(SMALLEST, Math.min(LARGEST, Number(page.dataset.size || 0) + step)) : 0;
      page.dataset.size = size;
      try { localStorage.setItem("size", size); } catch (blocked) { /* for this page only */ }
    } else if (!there) {
      pending = button;
      load();
    }
  });
  ["pointerenter", "touchstart", "focusin"].forEach(function (touch) { tools.addEventListener(touch, load, { passive: true }); });
  /* Who prints with the keyboard. */
  addEventListener("keydown", function (event) { if (event.ctrlKey || event.metaKey) load(); });

  /* Asking for voices wakes the system's speech service: not before the page stands. */
  var speech = window.speechSynthesis;
  function listen() {
    if (speech.getVoices().some(function (one) { return one.lang.toLowerCase().startsWith(page.lang); })) load();
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
