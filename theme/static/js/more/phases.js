/* What the day has to say of a plan: which phase is under way or over, and where today stands on its axis. */
(function () {
  var today = new Date();
  var day = today.getFullYear() + "-" + ("0" + (today.getMonth() + 1)).slice(-2) + "-" + ("0" + today.getDate()).slice(-2);

  document.querySelectorAll("[data-phase]").forEach(function (phase) {
    var first = phase.dataset.first || "", last = phase.dataset.last;
    var days = phase.querySelector("[data-days]");
    if (day > last) {
      days.textContent = "đã kết thúc " + last.slice(8) + "/" + last.slice(5, 7) + "/" + last.slice(0, 4);
    } else if (day >= first) {
      phase.classList.add("phase-now");
      days.textContent += " · đang diễn ra";
    }
  });

  document.querySelectorAll("[data-axis]").forEach(function (axis) {
    var from = axis.dataset.axis.split("-"), months = Number(axis.dataset.months);
    var at = (today.getFullYear() - from[0]) * 12 + today.getMonth() + 1 - from[1] + (today.getDate() - 1) / 31;
    if (at < 0 || at > months) return;
    var mark = axis.querySelector("[data-today]");
    mark.setAttribute("x", (at * 100 / months).toFixed(2) + "%");
    mark.removeAttribute("visibility");
  });

  /* A demand that an address names opens itself. */
  function open() {
    var named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var row = named && named.querySelector("details.board-more");
    if (row) row.open = true;
  }
  if (document.querySelector(".board")) {
    addEventListener("hashchange", open);
    open();
  }
})();
