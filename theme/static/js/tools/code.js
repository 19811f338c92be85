/* The article on paper carries a QR code of its short address, drawn when somebody prints: QR model 2 (ISO/IEC 18004),
   versions 1 to 6, level M, bytes. A longer address has none; it stands in words below the text anyway. */
(function () {
  var article = document.querySelector("[data-article]");
  if (!article) return;
  var words = document.documentElement.lang === "en"
    ? "Scan the code or type the address below to read the article online."
    : "Quét mã hoặc gõ địa chỉ dưới đây để đọc bài trên mạng.";
  /* Of each version: blocks, data words and check words of a block. */
  var BLOCKS = [1, 1, 1, 2, 2, 4], DATA = [16, 28, 44, 32, 43, 27], CHECKS = [10, 16, 26, 18, 24, 16];
  var MASKS = [
    function (x, y) { return (x + y) % 2; },
    function (x, y) { return y % 2; },
    function (x) { return x % 3; },
    function (x, y) { return (x + y) % 3; },
    function (x, y) { return (Math.floor(y / 2) + Math.floor(x / 3)) % 2; },
    function (x, y) { return x * y % 2 + x * y % 3; },
    function (x, y) { return (x * y % 2 + x * y % 3) % 2; },
    function (x, y) { return ((x + y) % 2 + x * y % 3) % 2; }
  ];
  var power = [1], log = [];
  for (var n = 0; n < 255; n++) {
    log[power[n]] = n;
    power[n + 1] = power[n] * 2 ^ (power[n] > 127 ? 285 : 0);
  }

  function times(a, b) { return a && b ? power[(log[a] + log[b]) % 255] : 0; }

  /* Reed and Solomon's check words of one block. */
  function checks(data, count) {
    var divisor = [1];
    for (var n = 0; n < count; n++) {
      divisor = divisor.concat(0).map(function (word, place) { return word ^ times(place && divisor[place - 1], power[n]); });
    }
    var rest = data.concat(new Array(count).fill(0));
    data.forEach(function (_, start) {
      var first = rest[start];
      divisor.forEach(function (word, place) { rest[start + place] ^= times(word, first); });
    });
    return rest.slice(data.length);
  }

  /* Data and check words in the order in which they are drawn. */
  function drawn(bytes, version) {
    var count = BLOCKS[version - 1], length = DATA[version - 1], data = [64 | bytes.length >> 4], left = bytes.length & 15;
    bytes.forEach(function (byte) {
      data.push(left << 4 | byte >> 4);
      left = byte & 15;
    });
    data.push(left << 4);
    for (var pad = 236; data.length < count * length; pad ^= 253) data.push(pad);
    var blocks = [], found = [];
    for (var n = 0; n < count; n++) blocks.push(data.slice(n * length, (n + 1) * length));
    var sums = blocks.map(function (block) { return checks(block, CHECKS[version - 1]); });
    [blocks, sums].forEach(function (parts) {
      parts[0].forEach(function (_, place) { parts.forEach(function (part) { found.push(part[place]); }); });
    });
    return found;
  }

  /* What is the same in every code of a size; where nothing is yet, the rows are empty. */
  function frame(size) {
    var rows = Array.from({ length: size }, function () { return []; });
    function rings(x, y, dark) {
      var out = dark.length - 1;
      for (var dy = -out; dy <= out; dy++) for (var dx = -out; dx <= out; dx++) {
        var there = rows[y + dy] && x + dx >= 0 && x + dx < size;
        if (there) rows[y + dy][x + dx] = dark[Math.max(Math.abs(dx), Math.abs(dy))];
      }
    }
    /* Kept free for the format. */
    for (var n = 0; n < 9; n++) rows[8][n] = rows[n][8] = 0;
    for (n = 1; n < 9; n++) rows[8][size - n] = rows[size - n][8] = 0;
    for (n = 0; n < size; n++) rows[6][n] = rows[n][6] = 1 - n % 2;
    rings(3, 3, [1, 1, 0, 1, 0]);
    rings(size - 4, 3, [1, 1, 0, 1, 0]);
    rings(3, size - 4, [1, 1, 0, 1, 0]);
    if (size > 21) rings(size - 7, size - 7, [1, 0, 1]);
    return rows;
  }

  function masked(free, stream, mask) {
    var size = free.length, rows = free.map(function (row) { return row.slice(); }), at = 0;
    for (var right = size - 1; right > 0; right -= 2) {
      if (right === 6) right = 5;
      for (var step = 0; step < size; step++) for (var x = right; x > right - 2; x--) {
        var up = (right + 1 & 2) === 0, y = up ? size - 1 - step : step;
        if (free[y][x] !== undefined) continue;
        var bit = stream[at >> 3] >> 7 - at % 8 & 1;
        at++;
        rows[y][x] = bit ^ (MASKS[mask](x, y) === 0);
      }
    }
    var format = mask << 10, rest = format;
    for (var n = 14; n > 9; n--) if (rest >> n & 1) rest ^= 1335 << n - 10;
    format = (format | rest) ^ 21522;
    for (n = 0; n < 15; n++) {
      bit = format >> n & 1;
      rows[n < 6 ? n : n < 8 ? n + 1 : size - 15 + n][8] = bit;
      rows[8][n < 8 ? size - 1 - n : n < 9 ? 7 : 14 - n] = bit;
    }
    rows[size - 8][8] = 1;
    return rows;
  }

  /* How hard a code is to read, by the standard's four rules. */
  function penalty(rows) {
    var size = rows.length, sum = 0, dark = 0;
    [rows, rows.map(function (_, x) { return rows.map(function (row) { return row[x]; }); })].forEach(function (lines) {
      lines.forEach(function (line) {
        var text = line.join("");
        (text.match(/0{5,}|1{5,}/g) || []).forEach(function (run) { sum += run.length - 2; });
        /* A finder's rows elsewhere; the paper around is light. */
        text = "0000" + text + "0000";
        for (var x = text.indexOf("1011101"); x > 0; x = text.indexOf("1011101", x)) {
          var quiet = text.slice(x - 4, x) === "0000" || text.slice(x + 7, x + 11) === "0000";
          sum += quiet ? 40 : 0;
          x += quiet ? 7 : 4;
        }
      });
    });
    rows.forEach(function (row, y) {
      row.forEach(function (cell, x) {
        dark += cell;
        if (x && y && cell === row[x - 1] && cell === rows[y - 1][x] && cell === rows[y - 1][x - 1]) sum += 3;
      });
    });
    return sum + 10 * Math.floor(Math.abs(dark * 20 / (size * size) - 10));
  }

  function code(address) {
    var bytes = Array.from(new TextEncoder().encode(address)), version = 1;
    while (version < 7 && BLOCKS[version - 1] * DATA[version - 1] - 2 < bytes.length) version++;
    if (version > 6) return null;
    var stream = drawn(bytes, version), free = frame(17 + 4 * version);
    return MASKS.map(function (_, mask) { return masked(free, stream, mask); })
      .reduce(function (best, rows) { return penalty(rows) < penalty(best) ? rows : best; });
  }

  function drawing(rows) {
    var svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    var path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    var shapes = "";
    rows.forEach(function (row, y) {
      row.forEach(function (cell, x) { if (cell) shapes += "M" + (x + 4) + " " + (y + 4) + "h1v1h-1z"; });
    });
    path.setAttribute("d", shapes);
    svg.setAttribute("viewBox", "0 0 " + (rows.length + 8) + " " + (rows.length + 8));
    svg.setAttribute("width", "26mm");
    svg.setAttribute("height", "26mm");
    svg.setAttribute("shape-rendering", "crispEdges");
    svg.setAttribute("aria-hidden", "true");
    svg.style.verticalAlign = "middle";
    svg.append(path);
    return svg;
  }

  addEventListener("beforeprint", function () {
    var before = article.querySelector(".paper-code");
    if (before) before.remove();
    var rows = code(new URL(article.dataset.article, location.href).href);
    if (!rows) return;
    var shown = document.createElement("p");
    shown.className = "paper-code";
    shown.hidden = true;
    shown.append(drawing(rows), words);
    article.append(shown);
  });

  var button = document.querySelector("[data-print]");
  if (button) button.addEventListener("click", function () { window.print(); });
})();
