/* The button that turns the page dark or light; forgotten again when it equals what the system asks for. */
(function () {
  var button = document.querySelector("[data-dark]");
  if (!button) return;
  var page = document.documentElement;
  var system = matchMedia("(prefers-color-scheme: dark)");
  function isDark() {
    return page.dataset.colours ? page.dataset.colours === "dark" : system.matches;
  }
  function show() {
    button.setAttribute("aria-pressed", String(isDark()));
  }
  button.addEventListener("click", function () {
    var dark = !isDark();
    if (dark === system.matches) delete page.dataset.colours;
    else page.dataset.colours = dark ? "dark" : "light";
    try {
      if (page.dataset.colours) localStorage.setItem("colours", page.dataset.colours);
      else localStorage.removeItem("colours");
    } catch (blocked) { /* for this page only */ }
    show();
  });
  if (system.addEventListener) system.addEventListener("change", show); // Safari before 14 knows only addListener
  show();
})();
