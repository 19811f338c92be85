/* What the reader chose last time. Not blocking: whoever has chosen something has this file in the browser's cache,
   where it is found before the first paint; whoever has not would wait for nothing. */
(function (page) {
  try {
    page.dataset.size = localStorage.getItem("size") || "0";
    var colours = localStorage.getItem("colours");
    if (colours) page.dataset.colours = colours;
  } catch (blocked) { /* storage is off: defaults */ }
})(document.documentElement);
