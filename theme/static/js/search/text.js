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
    text.normalize("NFKC").replace(IGNORED, "").toLowerCase().replace(/ð/g, "đ").match(TOKENS) ?? [];

  /** The keys of a text, in order. */
  const keys = (text) => tokens(text).map(toKey);

  /** A key, or any text, without case, tones and marks. */
  const fold = (text) =>
    text.normalize("NFC").toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(MARKS, "");

  const ROMAN = /^(x{0,3})(ix|iv|v?i{0,3})$/;
  const TENS = ["", "x", "xx", "xxx"];
  const ONES = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
  const toRoman = (number) => TENS[Math.floor(number / 10)] + ONES[number % 10];
  const fromRoman = (letters) => {
    for (let number = 1; number < 40; number += 1) if (toRoman(number) === letters) return String(number);
    return "";
  };

  /** One spelling for those that the same word has: kĩ and kỹ, quí and quý, XIII and 13. */
  const spelling = (key) => {
    if (key.length > 1 && ROMAN.test(key)) return fromRoman(key);
    return key.replace(/^([hklmst]|qu)i(?=$|[\u0300-\u0323])/, "$1y");
  };

  /** What a folded word may stand as in the index. One letter is a numeral to nobody who searches. */
  const alternatives = (folded, alone) => {
    const twin = /^(?:[hklmst]|qu)[iy]$/.test(folded) ? folded.replace(/[iy]$/, (last) => (last === "i" ? "y" : "i")) : "";
    if (twin) return [folded, twin];
    if (alone || !/^[1-9]\d?$|^[ivx]{2,}$/.test(folded)) return [folded];
    const other = ROMAN.test(folded) ? fromRoman(folded) : Number(folded) < 40 ? toRoman(Number(folded)) : "";
    return other.length > 1 || /^\d+$/.test(other) ? [folded, other] : [folded];
  };

  /** A query → {terms: [{word, key, folded, as}], joined: [numbers of terms whose next term must follow], phrases: [keys of
      a quoted phrase of three words or more], cut, accented}. as: the folded words of the index that a term may be. */
  const parse = (query, most) => {
    const terms = [];
    const phrases = [];
    const joined = [];
    let cut = false;
    query.split(/["“”„«»]/).forEach((piece, number, pieces) => {
      const quoted = number % 2 === 1 && number < pieces.length - 1;
      if (quoted && tokens(piece).length > 2) phrases.push(keys(piece));
      tokens(piece).forEach((word, place) => {
        if (terms.length === most) {
          cut = true;
          return;
        }
        if (quoted && place > 0) joined.push(terms.length - 1);
        const key = toKey(word);
        terms.push({ word, key, folded: fold(key), quoted });
      });
    });
    for (const term of terms) term.as = term.quoted ? [term.folded] : alternatives(term.folded, terms.length === 1);
    return { terms, joined, phrases, cut, accented: terms.some((term) => term.key !== term.folded) };
  };

  /** Where wanted words stand in a text: [[start, end]], neighbours joined. wanted: spelling → whether it counts alone;
      plain: from a key to what stands in `wanted`. */
  const spans = (text, wanted, plain) => {
    const runs = [];
    let open = null;
    for (const match of text.matchAll(WORDS)) {
      const parts = keys(match[0]).map(plain);
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

  window.ColumnSearch = { ...window.ColumnSearch, keys, fold, parse, spans, spelling };
})();
