/* Pages of the site → their texts, for what the index does not hold: phrases of three words and more, and the sentence
   that shows why a page was found. A page that is fetched here is in the cache when it is opened. */
(() => {
  "use strict";
  const { keys, fold } = window.ColumnSearch;
  const SHORTEST = 20;
  const LONGEST = 220;
  const BEFORE = 60;

  class Texts {
    constructor() {
      this.known = new Map();
    }

    /** The page's own text, a line per block; "" when it does not come. */
    of(url) {
      if (!this.known.has(url)) this.known.set(url, this.load(url).catch(() => ""));
      return this.known.get(url);
    }

    async load(url) {
      const [address, anchor] = url.split("#");
      const answer = await fetch(address);
      if (!answer.ok) return "";
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const named = anchor && page.getElementById(anchor);
      const parts = [".prose", ".article-about, .carries, figcaption"].flatMap((kind) => [...page.querySelectorAll(kind)]);
      return (named ? [named] : parts).map(lines).join("\n");
    }

    /** Whether the words of a phrase, given by their keys, stand in a row; without accents in any spelling. */
    holds(text, phrase) {
      const accented = phrase.some((key) => key !== fold(key));
      const plain = accented ? (key) => key : fold;
      return ` ${keys(text).map(plain).join(" ")} `.includes(` ${phrase.join(" ")} `);
    }

    /** The sentence of a text with the most found words, cut around the first; a tag or a name where no sentence has
        any. places: text → [[start, end]]. */
    sentence(text, places) {
      let best = "";
      let most = 0;
      for (const line of text.match(/[^\n.!?…]+(?:[.!?…]+(?! )[^\n.!?…]*)*[.!?…]*/g) ?? []) {
        const letters = places(line).reduce((sum, [start, end]) => sum + end - start, 0);
        const count = line.length < SHORTEST ? letters / LONGEST : letters;
        if (count > most) [best, most] = [line, count];
      }
      best = best.trim();
      if (best.length <= LONGEST) return best;
      const first = places(best)[0][0];
      const from = first > BEFORE ? best.indexOf(" ", first - BEFORE) + 1 : 0;
      const to = best.lastIndexOf(" ", from + LONGEST);
      return (from ? "… " : "") + best.slice(from, to) + (to < best.length ? " …" : "");
    }
  }

  /** The text of an element; blocks end a line, and words inside a line stay whole. */
  const lines = (element) => {
    const inside = /^(A|ABBR|B|BDI|CITE|CODE|DEL|EM|I|INS|MARK|Q|S|SMALL|SPAN|STRONG|SUB|SUP|TIME|U)$/;
    const text = (node) => {
      if (node.nodeType === 3) return node.nodeValue.replace(/\s+/g, " ");
      if (node.nodeType !== 1) return "";
      const whole = Array.from(node.childNodes, text).join("");
      return inside.test(node.tagName) ? whole : `\n${whole}\n`;
    };
    return text(element).split("\n").map((line) => line.trim()).filter(Boolean).join("\n");
  };

  Object.assign(window.ColumnSearch, { Texts });
})();
