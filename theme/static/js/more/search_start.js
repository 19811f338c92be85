/* The search page: its scripts come after the first paint, and beside them what they read first. */
(function () {
  var root = document.querySelector("[data-search-script]");
  if (!root) return;

  function say(text) {
    root.querySelector(".search-status").textContent = text + " hoặc chọn bài theo danh mục bên dưới.";
  }

  function start() {
    var catalogue = fetch(root.dataset.searchIndex + "muc-luc.bin", { cache: "no-cache" });
    catalogue.catch(function () { /* said, and asked for again, by the script */ });
    window.ColumnSearch = { catalogue: catalogue };
    var script = document.createElement("script");
    script.src = root.dataset.searchScript;
    script.addEventListener("error", function () { say("Chưa tải được phần tìm kiếm. Hãy tải lại trang,"); });
    script.addEventListener("load", function () {
      /* A browser too old to read the script stops at its first line, and calls that no error. */
      if (!window.ColumnSearch.index) say("Trình duyệt này quá cũ để tìm theo từ. Hãy dùng trình duyệt mới hơn,");
    });
    document.head.append(script);
  }

  /* Results push the directories down: these are gone while they move, so that nothing is seen to jump. */
  function makeRoom() {
    var directories = root.nextElementSibling;
    root.classList.add("search-asked");
    directories.hidden = true;
    requestAnimationFrame(function () {
      setTimeout(function () { directories.hidden = false; });
    });
  }

  if (location.search) {
    makeRoom();
    start();
  } else if (window.PerformanceObserver && (PerformanceObserver.supportedEntryTypes || []).includes("paint")) {
    var watch = new PerformanceObserver(function () { watch.disconnect(); start(); });
    watch.observe({ type: "paint", buffered: true });
  } else {
    requestAnimationFrame(function () { setTimeout(start); });
  }
})();
