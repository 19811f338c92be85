/* Reading aloud, where the device has a voice for the article's language; else the button stays out of sight. */
(function () {
  var button = document.querySelector("[data-read]");
  var article = document.querySelector("[data-article]");
  if (!button || !article || !window.speechSynthesis) return;
  var speech = window.speechSynthesis;
  var label = button.querySelector("span");
  var words = label.textContent;
  var language = document.documentElement.lang;
  var voice;
  var reading = false;
  var stopWord = language === "en" ? "Stop reading" : "Dừng đọc";

  function find() {
    voice = speech.getVoices().find(function (one) { return one.lang.toLowerCase().startsWith(language); });
    button.classList.toggle("has-voice", Boolean(voice));
  }

  function stop() {
    reading = false;
    speech.cancel();
    label.textContent = words;
  }

  function passages() {
    var parts = [article.querySelector("h1"), article.querySelector(".sapo")];
    article.querySelectorAll("[data-text] > *").forEach(function (part) {
      if (!part.matches("figure, .gallery, .table-scroll, pre")) parts.push(part);
    });
    /* Some engines fall silent after some fifteen seconds of one passage: sentences are read one by one. */
    return parts.filter(Boolean).flatMap(function (part) { return part.innerText.match(/[^.!?…\n]+[.!?…]*/g) || []; });
  }

  button.addEventListener("click", function () {
    if (reading) { stop(); return; }
    reading = true;
    label.textContent = stopWord;
    speech.cancel();
    var all = passages();
    all.forEach(function (text, n) {
      var piece = new SpeechSynthesisUtterance(text.trim());
      piece.voice = voice;
      piece.lang = voice.lang;
      if (n === all.length - 1) piece.onend = stop;
      speech.speak(piece);
    });
  });
  addEventListener("pagehide", stop);
  speech.addEventListener("voiceschanged", find);
  find();
})();
