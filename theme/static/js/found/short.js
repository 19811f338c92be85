/* "Không tìm thấy trang" for a short address from paper: hosts that read no table of redirects answer so, and so does
   every host when somebody typed capitals, a space or a last slash. The tables lie beside the addresses. */
(function () {
  var parts = location.pathname.match(/^(.*\/n\/)([^/]+)\/?$/);
  if (!parts) return;
  var code = decodeURIComponent(parts[2]).toLowerCase().replace(/[^a-z0-9]/g, "");
  fetch(parts[1] + code[0] + ".txt")
    .then(function (answer) { return answer.ok ? answer.text() : ""; })
    .then(function (text) {
      var line = text.split("\n").find(function (one) { return one.startsWith(code + " /"); });
      if (line) location.replace(line.slice(code.length + 1));
    })
    .catch(function () { /* the page says what else there is */ });
})();
