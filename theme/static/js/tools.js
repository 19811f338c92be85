/* The article's tools: print, copy link, text size. Saving and reading aloud have files of their own. */
(function () {
  var tools = document.querySelector("[data-tools]");
  if (!tools) return;
  var page = document.documentElement;
  var said = tools.querySelector("[role=status]");
  var LARGEST = 4, SMALLEST = -1;

  tools.querySelector("[data-print]").addEventListener("click", function () { window.print(); });

  tools.querySelector("[data-copy]").addEventListener("click", function () {
    var article = document.querySelector("[data-article]");
    var address = new URL(article ? article.dataset.article : "", location.href).href;
    var done = function () { said.textContent = tools.dataset.copied; };
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
})();
