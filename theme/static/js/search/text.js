/* Query → keys, as plugins/core/search/tokens.py makes them from articles (tests/data/search_text.json holds both to it). */
(() => {
  "use strict";
  const LONGEST = 30;
  const IGNORED = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
  const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
  const MARKS = /[\u0300-\u036f]/g;
  const TOKENS = /\p{L}+|\p{Nd}+/gu;
  const WORDS = /[\p{L}\p{M}\u00ad\u200b-\u200d\u2060\ufeff]+|\p{Nd}+/gu;

  const toKey = (token) => {
    const apart = token.normalize("NFD");
    const key = apart.replace(TONES, "").normalize("NFC") + (apart.match(TONES) ?? []).join("");
    return Array.from(key).slice(0, LONGEST).join("");
  };

  const tokens = (text) =>
    text.normalize("NFKC").replace(IGNORED, "").toLowerCase().replaceAll("ð", "đ").match(TOKENS) ?? [];

  /** The keys of a text, in order. */
  const keys = (text) => tokens(text).map(toKey);

  /** A key, or any text, without case, tones and marks. */
  const fold = (text) =>
    text.normalize("NFC").toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(MARKS, "");

  /** A query → {terms: [{word, key, folded}], joined: [numbers of terms whose next term must follow], cut, accented}. */
  const parse = (query, most) => {
    const terms = [];
    const joined = [];
    let cut = false;
    query.split(/["“”„«»]/).forEach((piece, number, pieces) => {
      const quoted = number % 2 === 1 && number < pieces.length - 1;
      tokens(piece).forEach((word, place) => {
        if (terms.length === most) {
          cut = true;
          return;
        }
        if (quoted && place > 0) joined.push(terms.length - 1);
        const key = toKey(word);
        terms.push({ word, key, folded: fold(key) });
      });
    });
    return { terms, joined, cut, accented: terms.some((term) => term.key !== term.folded) };
  };

  /** Where wanted words stand in a text: [[start, end]], neighbours joined. wanted: folded → whether it counts alone. */
  const spans = (text, wanted) => {
    const runs = [];
    let open = null;
    for (const match of text.matchAll(WORDS)) {
      const parts = keys(match[0]).map(fold);
      const end = match.index + match[0].length;
      if (parts.length && parts.every((part) => wanted.has(part))) {
        if (!open) {
          open = { start: match.index, words: 0, counts: false };
          runs.push(open);
        }
        open.end = end;
        open.words += parts.length;
        open.counts = open.counts || parts.some((part) => wanted.get(part));
      } else {
        open = null;
      }
    }
    return runs.filter((run) => run.counts || run.words > 1).map((run) => [run.start, run.end]);
  };

  window.ColumnSearch = { ...window.ColumnSearch, keys, fold, parse, spans };
})();
