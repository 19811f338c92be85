/* What the reader chose last time: size of text, colours. It stands in the one deferred script and not in a file of its
   own before it: whoever has chosen something has the script in the browser's cache, where it runs before the first
   paint; for everybody else a second script costs a tenth of a second on a phone. */
(function (page) {
  try {
    page.dataset.size = localStorage.getItem("size") || "0";
    var colours = localStorage.getItem("colours");
    if (colours) page.dataset.colours = colours;
  } catch (blocked) { /* storage is off: defaults */ }
})(document.documentElement);
