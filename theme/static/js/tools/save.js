/* "Lưu bài": the article as one HTML file with its style and pictures inside, readable without a network. */
(function () {
  var tools = document.querySelector("[data-tools]");
  var article = document.querySelector("[data-article]");
  if (!tools || !article) return;
  var button = tools.querySelector("[data-save]");
  var said = tools.querySelector("[role=status]");

  var words = document.documentElement.lang === "en" ? {
    saved: "The article was saved as one HTML file that opens without a network.",
    failed: "The article could not be saved. You can use your browser’s own Save command."
  } : {
    saved: "Đã lưu bài thành một tệp HTML, mở được khi không có mạng.",
    failed: "Chưa lưu được bài. Bạn có thể dùng lệnh Lưu trang của trình duyệt."
  };
  var where = tools.dataset.address;

  function asData(blob) {
    return new Promise(function (resolve, reject) {
      var reader = new FileReader();
      reader.onload = function () { resolve(reader.result); };
      reader.onerror = reject;
      reader.readAsDataURL(blob);
    });
  }

  function load(address) {
    return fetch(address).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status + " " + address);
      return answer;
    });
  }

  function fetched(address) {
    return load(address).then(function (answer) { return answer.blob(); }).then(asData);
  }

  function picture(copy, original) {
    var shown = original.currentSrc || original.src;
    return (shown.startsWith("data:") ? Promise.resolve(shown) : fetched(shown))
      .then(function (data) {
        copy.src = data;
        ["srcset", "sizes", "loading", "fetchpriority"].forEach(function (name) { copy.removeAttribute(name); });
        var around = copy.closest("picture");
        if (around) around.replaceWith(copy);
      });
  }

  function save() {
    var copy = article.cloneNode(true);
    copy.querySelectorAll("[data-tools], noscript, script, link").forEach(function (part) { part.remove(); });
    copy.querySelectorAll(".enlarge").forEach(function (button) { button.replaceWith(button.firstElementChild); });
    copy.querySelectorAll("a[href]").forEach(function (link) {
      var target = link.getAttribute("href");
      if (!target.startsWith("#")) link.href = new URL(target, where).href;
    });
    var originals = article.querySelectorAll("img");
    var pictures = Array.from(copy.querySelectorAll("img"), function (image, n) { return picture(image, originals[n]); });
    var sheets = new Set(Array.from(document.querySelectorAll("link[rel=stylesheet]"), function (link) { return link.href; }));
    var style = Promise.all(Array.from(sheets, function (sheet) {
      return load(sheet).then(function (answer) { return answer.text(); });
    }));
    return Promise.all([style].concat(pictures)).then(function (parts) {
      var saved = document.implementation.createHTMLDocument(document.title);
      saved.documentElement.lang = document.documentElement.lang;
      var head = saved.head;
      head.innerHTML = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">';
      var title = saved.createElement("title");
      title.textContent = document.title;
      var sheet = saved.createElement("style");
      sheet.textContent = parts[0].join("\n");
      head.append(title, sheet);
      var origin = saved.createElement("p");
      origin.className = "meta saved-from";
      var link = saved.createElement("a");
      link.href = where;
      link.textContent = where;
      origin.append(document.querySelector(".masthead-name").textContent.trim() + " · ", link);
      var main = saved.createElement("main");
      main.className = "container saved";
      main.append(origin, saved.importNode(copy, true));
      saved.body.append(main);
      return new Blob(["<!doctype html>\n" + saved.documentElement.outerHTML], { type: "text/html" });
    });
  }

  button.addEventListener("click", function () {
    button.disabled = true;
    save().then(function (file) {
      var link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = where.split("/").filter(Boolean).pop() + ".html";
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
      said.textContent = words.saved;
    }).catch(function () {
      said.textContent = words.failed;
    }).finally(function () { button.disabled = false; });
  });
})();
