/* "Chép liên kết", where the device does not share or would not. */
(function () {
  var tools = document.querySelector("[data-tools]");
  if (!tools) return;
  var button = tools.querySelector("[data-copy]");
  var said = tools.querySelector("[role=status]");
  var address = tools.dataset.address;

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

  button.addEventListener("click", function () {
    if ("shares" in button.dataset) return;
    if (navigator.clipboard) { navigator.clipboard.writeText(address).then(done, byHand); } else { byHand(); }
  });
})();
