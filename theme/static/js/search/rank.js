/* A parsed query and an index → the documents that hold all its words, the best first.

   A document belongs to the exact ones (2) when the query's words that usually stand together do so in it, spelt as
   asked; to the near ones (1) when they stand together in another spelling; to the loose ones (0) when its words stand
   apart. Where no accents were typed the commonest spelling is taken for the one that was meant. */
(() => {
  "use strict";
  const { each } = window.ColumnSearch;
  const PRESENT = 8;
  const EXACT = 16;
  const WEIGHTS = Float32Array.from({ length: 8 }, (_, marks) => 1 + (marks & 4 ? 6 : 0) + (marks & 2 ? 2 : 0) + (marks & 1 ? 0.5 : 0));
  const COMPLETIONS = 3;

  /** Spellings → {marks: per document, count}; exact(key) says which spellings are as asked. */
  const table = (spellings, exact, catalogue) => {
    const marks = new Uint8Array(catalogue.space);
    let count = 0;
    for (const { key, postings } of spellings) {
      const flags = PRESENT | (exact(key) ? EXACT : 0);
      each(postings, (document, found) => {
        if (!catalogue.known(document)) return;
        if (!marks[document]) count += 1;
        marks[document] |= flags | found;
      });
    }
    return { marks, count };
  };

  const size = ({ postings }) => {
    let count = 0;
    each(postings, () => {
      count += 1;
    });
    return count;
  };

  const commonest = (spellings) =>
    spellings.reduce((best, next) => {
      const count = size(next);
      return count > best.count ? { key: next.key, count } : best;
    }, { key: "", count: 0 }).key;

  /** What a word may be spelt as to count as asked; null: the commonest. */
  const wantedSpelling = (term, spellings, accented) =>
    accented && spellings.some(({ key }) => key === term.key) ? term.key : null;

  const idf = (count, catalogue) => Math.log(1 + catalogue.count / (1 + count));

  /** Load what a query needs: the spellings of each word and of each pair. */
  const gather = async (index, terms) => {
    const alternatives = terms.map((term) => term.completions ?? [term.folded]);
    const loadingWords = Promise.all(
      alternatives.map(async (list) => (await Promise.all(list.map((folded) => index.word(folded)))).flat()),
    );
    const loadingPairs = Promise.all(
      alternatives.slice(1).map(async (list, place) => {
        const wanted = alternatives[place].flatMap((first) => list.map((second) => index.pair(first, second)));
        return (await Promise.all(wanted)).flat();
      }),
    );
    const [words, pairs] = await Promise.all([loadingWords, loadingPairs]);
    return { words, pairs };
  };

  /** The last word while it is typed: what it may become; a single letter says too little and is left out. */
  const complete = async (index, terms) => {
    const last = terms.at(-1);
    if (!/^\p{L}+$/u.test(last.folded)) return;
    const list = await index.words();
    if (index.knows(last.folded)) return;
    if (last.folded.length === 1 && terms.length > 1) {
      terms.pop();
      return;
    }
    const completions = list.filter(({ folded }) => folded.startsWith(last.folded)).slice(0, COMPLETIONS);
    if (completions.length) last.completions = completions.map(({ folded }) => folded);
  };

  const search = async (index, parsed, { unfinished }) => {
    const catalogue = await index.open();
    const terms = parsed.terms.map((term) => ({ ...term }));
    if (unfinished) await complete(index, terms);
    const loaded = await gather(index, terms);
    const spelt = terms.map((term, place) => wantedSpelling(term, loaded.words[place], parsed.accented));
    const words = terms.map((_, place) => {
      const as = spelt[place] ?? commonest(loaded.words[place]);
      return table(loaded.words[place], (key) => key === as, catalogue);
    });
    const pairs = loaded.pairs.map((spellings, place) => {
      const fits = ({ key }) => {
        const [first, second] = key.split(" ");
        return [first, second].every((half, side) => (spelt[place + side] ?? half) === half);
      };
      const as = commonest(spellings.filter(fits));
      return table(spellings, (key) => key === as, catalogue);
    });
    const missing = terms.filter((_, place) => !words[place].count);
    const bound = pairs.map((pair, place) => parsed.joined.includes(place) || cohere(pair, words[place], words[place + 1]));
    const together = words.map((_, place) => Boolean(bound[place] || bound[place - 1]));
    const hits = missing.length ? [] : rank(catalogue, { words, pairs, bound, together, joined: parsed.joined });
    return { hits, terms, missing, together, words, pairs, catalogue, accented: parsed.accented };
  };

  /** Whether two words stand together too often for chance, so that they are one word to those who search. */
  const cohere = (pair, first, second) => {
    const ratio = pair.count / Math.max(1, Math.min(first.count, second.count));
    return pair.count > 0 && (ratio >= 0.5 || (pair.count >= 3 && ratio >= 0.03));
  };

  const rank = (catalogue, { words, pairs, bound, together, joined }) => {
    const wordIdf = words.map(({ count }) => idf(count, catalogue));
    const pairIdf = pairs.map(({ count }) => 2 * idf(count, catalogue));
    const rarest = words.reduce((best, next) => (next.count < best.count ? next : best));
    const hits = [];
    for (let document = 0; document < catalogue.space; document += 1) {
      if (!rarest.marks[document] || words.some(({ marks }) => !marks[document])) continue;
      if (joined.some((place) => !pairs[place].marks[document])) continue;
      let score = 0;
      let tier = 2;
      words.forEach(({ marks }, place) => {
        score += wordIdf[place] * WEIGHTS[marks[document] & 7];
        if (!together[place] && !(marks[document] & EXACT)) tier = Math.min(tier, 1);
      });
      pairs.forEach(({ marks }, place) => {
        if (marks[document]) score += pairIdf[place] * WEIGHTS[marks[document] & 7];
        if (!bound[place]) return;
        if (!marks[document]) tier = 0;
        else if (!(marks[document] & EXACT)) tier = Math.min(tier, 1);
      });
      hits.push({ document, tier, score, minute: catalogue.minutes[document] });
    }
    return hits.sort(byRelevance);
  };

  const byRelevance = (one, other) =>
    other.tier - one.tier || other.score - one.score || other.minute - one.minute || one.document - other.document;

  /** Loose ones last; where no accents were typed all spellings are equally good. */
  const byDate = (accented) => (one, other) => {
    const rank = (hit) => (accented ? hit.tier : Math.min(hit.tier, 1));
    return rank(other) - rank(one) || other.minute - one.minute || one.document - other.document;
  };

  /** Every document, the newest first: what filters alone are answered from. */
  const everything = (catalogue) => {
    const hits = [];
    for (let document = 0; document < catalogue.space; document += 1) {
      if (catalogue.known(document)) hits.push({ document, tier: 0, score: 0, minute: catalogue.minutes[document] });
    }
    return { hits: hits.sort(byRelevance), terms: [], missing: [], together: [], words: [], pairs: [], catalogue };
  };

  /** When no document holds all words: those that hold most of them. */
  const nearest = ({ words, pairs, catalogue }) => {
    const hits = [];
    for (let document = 0; document < catalogue.space; document += 1) {
      let held = 0;
      let score = 0;
      for (const { marks, count } of words) {
        if (!marks[document]) continue;
        held += 1;
        score += idf(count, catalogue) * WEIGHTS[marks[document] & 7];
      }
      for (const { marks, count } of pairs) {
        if (marks[document]) score += 2 * idf(count, catalogue) * WEIGHTS[marks[document] & 7];
      }
      if (held * 2 >= words.length && held) hits.push({ document, tier: 0, score, minute: catalogue.minutes[document] });
    }
    return hits.sort(byRelevance);
  };

  /** A spelling of the query in which unknown words are replaced by the nearest known ones, "" when there is none. */
  const corrected = async (index, { terms, missing, accented }) => {
    const list = await index.words();
    const replaced = new Map();
    for (const { key, folded } of missing) {
      const near = nearestWord(folded, list);
      if (near) replaced.set(key, near);
    }
    if (!replaced.size) return "";
    const words = terms.map(({ key, word }) => replaced.get(key) ?? word);
    return (accented ? words : words.map(window.ColumnSearch.fold)).join(" ");
  };

  const nearestWord = (folded, list) => {
    const most = folded.length > 4 ? 2 : 1;
    let best = null;
    let least = most + 1;
    for (const { word, folded: candidate } of list) {
      if (Math.abs(candidate.length - folded.length) >= least || !/^\p{L}+$/u.test(folded)) continue;
      const far = distance(folded, candidate, least);
      if (far < least) [best, least] = [word, far];
    }
    return best;
  };

  /** Letters to add, drop, change or swap; gives up at `limit`. */
  const distance = (one, other, limit) => {
    let before = [];
    let row = Array.from({ length: other.length + 1 }, (_, place) => place);
    for (let i = 1; i <= one.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const same = one[i - 1] === other[j - 1];
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          next[j] = Math.min(next[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...next) >= limit) return limit;
      [before, row] = [row, next];
    }
    return row[other.length];
  };

  Object.assign(window.ColumnSearch, { search, everything, byRelevance, byDate, nearest, corrected });
})();
