/* "Chia sẻ": the device's own sheet; where it has none, or would not, the article's link is copied. What was pressed
   before this script came is pressed again by `tools.js`, within the seconds for which browsers remember a touch. */
(function () {
  var tools = document.querySelector("[data-tools]");
  if (!tools) return;
  var said = tools.querySelector("[role=status]");
  var known = document.querySelector("link[rel=canonical]");
  var address = tools.dataset.address = known ? known.href : location.origin + location.pathname;

  function done() {
    said.textContent = document.documentElement.lang === "en" ? "The article’s link was copied." : "Đã chép liên kết của bài.";
  }

  function byHand() {
    var field = document.createElement("input");
    field.value = address;
    document.body.append(field);
    field.select();
    if (document.execCommand("copy")) done(); else said.textContent = address;
    field.remove();
  }

  function copy() {
    if (navigator.clipboard) { navigator.clipboard.writeText(address).then(done, byHand); } else { byHand(); }
  }

  tools.querySelector("[data-share]").addEventListener("click", function () {
    said.textContent = "";
    if (!navigator.share) { copy(); return; }
    navigator.share({ title: document.querySelector("h1").textContent, url: address }).catch(function (error) {
      if (error.name !== "AbortError") copy();
    });
  });
})();
