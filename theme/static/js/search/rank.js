/* A parsed query and an index → the documents that hold all its words, the best first.

   A document belongs to the exact ones (2) when each word of the query stands beside the next in it, spelt as asked; to
   the near ones (1) when they do in another spelling; to the loose ones (0) when some stand apart. Where no accents were
   typed the commonest spelling is taken for the one that was meant. Among the loose ones those come first in which the
   words that usually stand together do so. */
(() => {
  "use strict";
  const { each, spelling } = window.ColumnSearch;
  const PRESENT = 8;
  const EXACT = 16;
  const WEIGHTS = Float32Array.from({ length: 8 }, (_, marks) => 1 + (marks & 4 ? 6 : 0) + (marks & 2 ? 2 : 0) + (marks & 1 ? 0.5 : 0));
  const LISTS = 0.8; // of what is no article: where both say the same, the article tells more
  const COMPLETIONS = 3;
  const CANDIDATES = 12; // spellings whose neighbours are looked at before one is suggested

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
    }, { key: "", count: 0 }).key.split(" ").map(spelling).join(" ");

  /** What a word may be spelt as to count as asked; null: the commonest. */
  const wantedSpelling = (term, spellings, accented) =>
    accented && spellings.some(({ key }) => spelling(key) === spelling(term.key)) ? spelling(term.key) : null;

  const idf = (count, catalogue) => Math.log(1 + catalogue.documents / (1 + count));

  /** Load what a query needs: the spellings of each word and of each pair. */
  const gather = async (index, terms) => {
    const alternatives = terms.map((term) => term.completions ?? term.as);
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
    const last = terms[terms.length - 1];
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
    let terms = parsed.terms.map((term) => ({ ...term }));
    if (unfinished) await complete(index, terms);
    let loaded = await gather(index, terms);
    const apart = await takeApart(index, terms, loaded.words);
    if (apart) {
      terms = apart;
      loaded = await gather(index, terms);
    }
    const spelt = terms.map((term, place) => wantedSpelling(term, loaded.words[place], parsed.accented));
    const words = terms.map((_, place) => {
      const as = spelt[place] ?? commonest(loaded.words[place]);
      return table(loaded.words[place], (key) => spelling(key) === as, catalogue);
    });
    const pairs = loaded.pairs.map((spellings, place) => {
      const fits = ({ key }) => {
        const halves = key.split(" ").map(spelling);
        return halves.every((half, side) => (spelt[place + side] ?? half) === half);
      };
      const as = commonest(spellings.filter(fits));
      return table(spellings, (key) => key.split(" ").map(spelling).join(" ") === as, catalogue);
    });
    const missing = terms.filter((_, place) => !words[place].count);
    const bound = pairs.map((pair, place) => parsed.joined.includes(place) || cohere(pair, words[place], words[place + 1]));
    const together = words.map((_, place) => Boolean(bound[place] || bound[place - 1]));
    const hits = missing.length ? [] : rank(catalogue, { words, pairs, bound, together, joined: parsed.joined });
    const unspelt = parsed.accented && terms.some((term, place) => term.key !== term.folded && spelt[place] === null);
    return { hits, terms, missing, together, words, pairs, catalogue, unspelt, accented: parsed.accented };
  };

  /** Words typed without the space between them ("23KHĐUK", "nghiquyet"), as the two that stand side by side most often. */
  const takeApart = async (index, terms, words) => {
    const place = words.findIndex((spellings, at) => !spellings.length && terms[at].folded.length > 3);
    if (place < 0) return null;
    await index.words();
    const { word, folded } = terms[place];
    const cuts = Array.from({ length: folded.length - 3 }, (_, at) => at + 2)
      .filter((at) => index.knows(folded.slice(0, at)) && index.knows(folded.slice(at)));
    const counted = await Promise.all(cuts.map(async (at) => {
      const found = await index.pair(folded.slice(0, at), folded.slice(at));
      return { at, count: found.reduce((sum, spelt) => sum + size(spelt), 0) };
    }));
    const best = counted.reduce((one, other) => (other.count > one.count ? other : one), { at: 0, count: 0 });
    if (!best.count) return null;
    const halves = window.ColumnSearch.parse(`${word.slice(0, best.at)} ${word.slice(best.at)}`, 2).terms;
    return [...terms.slice(0, place), ...halves, ...terms.slice(place + 1)];
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
      let loose = 0;
      words.forEach(({ marks }, place) => {
        score += wordIdf[place] * WEIGHTS[marks[document] & 7];
        if (!(marks[document] & EXACT) && (words.length === 1 || !together[place])) tier = Math.min(tier, 1);
      });
      pairs.forEach(({ marks }, place) => {
        if (marks[document]) score += pairIdf[place] * WEIGHTS[marks[document] & 7];
        if (!marks[document]) tier = 0;
        else if (!(marks[document] & EXACT)) tier = Math.min(tier, 1);
        if (bound[place] && !marks[document]) loose += 1;
      });
      if (!catalogue.isArticle(document)) score *= LISTS;
      hits.push({ document, tier, loose, score, minute: catalogue.minutes[document] });
    }
    return hits.sort(byRelevance);
  };

  const byRelevance = (one, other) =>
    other.tier - one.tier || (one.loose || 0) - (other.loose || 0) || other.score - one.score || other.minute - one.minute || one.document - other.document;

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

  /** A spelling of the query in which unknown words are replaced by near ones that stand beside their neighbours
      somewhere; a word alone by the nearest. "" when there is none. */
  const corrected = async (index, { terms, missing, accented }) => {
    const list = await index.words();
    const words = terms.map(({ word }) => word);
    let changed = false;
    for (const [place, term] of terms.entries()) {
      if (!missing.includes(term)) continue;
      const near = nearWords(term.folded, list);
      const beside = [terms[place - 1], terms[place + 1]].map((other) => (other && !missing.includes(other) ? other : null));
      const word = terms.length === 1 ? near[0]?.word : await fitting(index, near, beside);
      if (word) {
        words[place] = word;
        changed = true;
      }
    }
    if (!changed) return "";
    return (accented ? words : words.map(window.ColumnSearch.fold)).join(" ");
  };

  /** Of some words the one that stands beside its neighbours most often; "" when none does. */
  const fitting = async (index, near, [before, after]) => {
    const counted = await Promise.all(near.slice(0, CANDIDATES).map(async ({ word, folded, far }) => {
      const pairs = await Promise.all([
        before ? index.pair(before.folded, folded) : [],
        after ? index.pair(folded, after.folded) : [],
      ]);
      const count = pairs.flat().reduce((sum, spelt) => sum + size(spelt), 0);
      return { word, value: count / far };
    }));
    return counted.reduce((best, next) => (next.value > best.value ? next : best), { word: "", value: 0 }).word;
  };

  /** Words of the list that are spelt nearly so: [{word, folded, far}], the nearest first, then the commonest. */
  const nearWords = (folded, list) => {
    if (!/^\p{L}+$/u.test(folded)) return [];
    const limit = folded.length > 4 ? 3 : 2;
    return list
      .filter((entry) => Math.abs(entry.folded.length - folded.length) < limit)
      .map(({ word, folded: candidate, weight }) => ({
        word, folded: candidate, weight, far: distance(folded, candidate, limit),
      }))
      .filter(({ far }) => far && far < limit)
      .sort((one, other) => one.far - other.far || other.weight - one.weight);
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
