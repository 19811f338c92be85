/* A gallery's pictures one by one and large: a click or Enter opens one, arrow keys turn, Esc closes. Without this, or where
   the browser has no dialogue, they stand beside one another. */
(function () {
  if (!window.HTMLDialogElement) return;
  var words = document.documentElement.lang === "en"
    ? { gallery: "Pictures", enlarge: "Enlarge", before: "Previous picture", next: "Next picture", close: "Close" }
    : { gallery: "Bộ ảnh", enlarge: "Xem lớn", before: "Ảnh trước", next: "Ảnh sau", close: "Đóng" };

  function button(text, press) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", press);
    return made;
  }

  document.querySelectorAll(".gallery").forEach(function (gallery) {
    var figures = Array.from(gallery.querySelectorAll("figure")).filter(function (figure) { return figure.querySelector("img"); });
    var dialog = document.createElement("dialog"), large = document.createElement("figure"), place = document.createElement("p");
    var row = document.createElement("p"), at = 0;

    function show(wanted) {
      at = (wanted + figures.length) % figures.length;
      large.textContent = "";
      ["picture, img", "figcaption"].forEach(function (part) {
        var found = figures[at].querySelector(part);
        if (found) large.append(found.cloneNode(true));
      });
      large.querySelectorAll("source, img").forEach(function (image) { image.sizes = "100vw"; });
      place.textContent = at + 1 + "/" + figures.length;
    }

    dialog.className = "turning";
    dialog.setAttribute("aria-label", words.gallery);
    place.setAttribute("role", "status");
    row.append(
      button("← " + words.before, function () { show(at - 1); }),
      button(words.next + " →", function () { show(at + 1); }),
      button(words.close, function () { dialog.close(); })
    );
    dialog.append(large, place, row);
    dialog.addEventListener("keydown", function (event) {
      var steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: figures.length - 1 };
      if (!(event.key in steps)) return;
      show(steps[event.key]);
      event.preventDefault();
    });
    dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("close", function () { figures[at].querySelector("button").focus(); });
    document.body.append(dialog);

    figures.forEach(function (figure, number) {
      var picture = figure.querySelector("picture, img"), open = button("", function () {
        show(number);
        dialog.showModal();
      });
      var label = document.createElement("span");
      label.className = "visually-hidden";
      label.textContent = words.enlarge;
      open.className = "enlarge";
      picture.replaceWith(open);
      open.append(picture, label);
    });
  });
})();
