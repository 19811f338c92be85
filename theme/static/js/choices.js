/* What the reader chose last time: size of text, colours. It stands in the one script and not in a file of its own before
   it: whoever has chosen something has the script in the browser's cache, where it runs before the first paint; for
   everybody else a second script costs a tenth of a second on a phone. Who chose nothing keeps the root as it is: a new
   attribute there makes the browser style the whole page again. */
(function (page) {
  try {
    var size = localStorage.getItem("size");
    var colours = localStorage.getItem("colours");
    if (size) page.dataset.size = size;
    if (colours) page.dataset.colours = colours;
  } catch (blocked) { /* storage is off: defaults */ }
})(document.documentElement);
