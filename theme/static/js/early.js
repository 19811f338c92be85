/* Before the first paint: what the reader chose last time, and that script runs. */
(function (page) {
  page.classList.add("has-script");
  try {
    page.dataset.size = localStorage.getItem("size") || "0";
    var colours = localStorage.getItem("colours");
    if (colours) page.dataset.colours = colours;
  } catch (blocked) { /* storage is off: defaults */ }
})(document.documentElement);
