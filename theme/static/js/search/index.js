/* The files of the search index (docs/search-index.md) → postings and cards. */
(() => {
  "use strict";
  const FEW = 2;
  const STALE_AFTER = 5 * 60 * 1000;
  const FREE = 0xffff; // the profile of a place without a document
  const CRC = Uint32Array.from({ length: 256 }, (_, number) => {
    let value = number;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value >>> 0;
  });
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();

  const crc32 = (text) => {
    let value = 0xffffffff;
    for (const byte of encoder.encode(text)) value = CRC[(value ^ byte) & 255] ^ (value >>> 8);
    return (value ^ 0xffffffff) >>> 0;
  };

  /** A file of postings → folded key → [{key, postings: bytes}]. */
  const entries = (bytes) => {
    const found = new Map();
    let name = new Uint8Array(0);
    let at = 4;
    if (bytes.length < 4 || new DataView(bytes.buffer).getUint32(0, true) !== bytes.length - 4) {
      throw new Error("damaged index file");
    }
    while (at < bytes.length) {
      const shared = bytes[at];
      const rest = bytes[at + 1];
      at += 2;
      const next = new Uint8Array(shared + rest);
      next.set(name.subarray(0, shared));
      next.set(bytes.subarray(at, at + rest), shared);
      name = next;
      at += rest;
      let length = 0;
      for (let shift = 0, byte = 128; byte > 127; shift += 7) {
        byte = bytes[at];
        at += 1;
        length += (byte & 127) * 2 ** shift;
      }
      const key = decoder.decode(name);
      const folded = window.ColumnSearch.fold(key);
      if (!found.has(folded)) found.set(folded, []);
      found.get(folded).push({ key, postings: bytes.subarray(at, at + length) });
      at += length;
    }
    return found;
  };

  /** Calls use(number of document, marks) for each posting. */
  const each = (postings, use) => {
    let document = 0;
    let at = 0;
    while (at < postings.length) {
      let value = 0;
      for (let shift = 0, byte = 128; byte > 127; shift += 7) {
        byte = postings[at];
        at += 1;
        value += (byte & 127) * 2 ** shift;
      }
      document += Math.floor(value / 8);
      use(document, value & 7);
    }
  };

  class Index {
    /** begun: the request for the catalogue that is under way, if one is. */
    constructor(address, begun) {
      this.address = address;
      this.begun = begun;
      this.files = new Map();
      this.titles = null;
      this.catalogue = null;
      this.loaded = 0;
    }

    async fetch(file, kind, asked = fetch(`${this.address}${file}`)) {
      const answer = await asked;
      if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
      return kind === "json" ? answer.json() : kind === "text" ? answer.text() : new Uint8Array(await answer.arrayBuffer());
    }

    /** Reads muc-luc.bin, again when it may be old; a changed numbering of documents drops all else. */
    async open() {
      if (this.catalogue && Date.now() - this.loaded < STALE_AFTER) return this.catalogue;
      this.opening = this.opening || this.fetch("muc-luc.bin", "bytes", this.begun ?? fetch(`${this.address}muc-luc.bin`, { cache: "no-cache" }))
        .then((bytes) => {
          const catalogue = parseCatalogue(bytes);
          if (this.catalogue?.v !== catalogue.v) {
            this.files.clear();
            this.titles = null;
          }
          this.catalogue = catalogue;
          this.loaded = Date.now();
          return catalogue;
        })
        .finally(() => {
          this.opening = null;
          this.begun = null;
        });
      return this.opening;
    }

    /** Each file is asked for once; one that failed is asked for again. */
    once(file, load) {
      if (!this.files.has(file)) {
        const loading = load();
        this.files.set(file, loading);
        loading.catch(() => this.files.delete(file));
      }
      return this.files.get(file);
    }

    versioned(file, kind) {
      return this.fetch(`${file}?v=${this.catalogue.v}`, kind);
    }

    /** All spellings of a folded word: [{key, postings}]. */
    async word(folded) {
      const file = `tu/${(crc32(folded) % this.catalogue.words).toString(16)}.bin`;
      const found = await this.once(file, async () => entries(await this.versioned(file, "bytes")));
      return found.get(folded) ?? [];
    }

    /** All spellings of two folded words side by side. */
    async pair(first, second) {
      const [firsts, seconds] = this.catalogue.pairs;
      const number = (crc32(first) % firsts) * seconds + (crc32(second) % seconds);
      const file = `cap/${number.toString(16)}.bin`;
      const found = await this.once(file, async () => entries(await this.versioned(file, "bytes")));
      return found.get(`${first} ${second}`) ?? [];
    }

    /** What is shown of a document. */
    async card(document) {
      const { stride, cards } = this.catalogue;
      const place = document % stride;
      const file = `the/${Math.floor(document / stride).toString(16)}-${Math.floor(place / cards).toString(16)}.json`;
      const rows = await this.once(file, () => this.versioned(file, "json"));
      const [title, url, sapo, sample] = rows[place % cards];
      return { document, title, url, sapo, sample, ...this.catalogue.facts(document) };
    }

    /** What is shown first of a document, where all titles are loaded. */
    brief(document) {
      if (!this.titles) return null;
      const [title, url, sample] = this.titles[this.catalogue.position(document)];
      return { document, title, url, sample, ...this.catalogue.facts(document) };
    }

    /** Loads what queries to come will need. */
    async prepare() {
      await Promise.all([this.words(), this.loadTitles()]);
    }

    async loadTitles() {
      const { titled, count, v } = await this.open();
      if (!titled) return;
      const titles = await this.once("tieu-de.json", () => this.versioned("tieu-de.json", "json"));
      if (titles.length === count && this.catalogue.v === v) this.titles = titles;
    }

    /** Whether a folded word is one of the list, as far as the list is loaded. */
    knows(folded) {
      return this.folded?.has(folded) ?? false;
    }

    /** Whether letters after a folded word may make a commoner one. */
    goesOn(folded) {
      return this.list?.find((entry) => entry.folded.startsWith(folded))?.folded !== folded;
    }

    /** Asks early for what the word that is being typed will need, if it is one; and for those it may become, if few. */
    foresee(before, folded) {
      if (!this.list || folded.length < 2) return;
      if (this.knows(folded)) this.word(folded).catch(() => {});
      const few = this.list.filter((entry) => entry.folded.startsWith(folded));
      if (few.length > FEW) return;
      for (const { folded: word } of few) {
        this.word(word).catch(() => {});
        if (before) this.pair(before, word).catch(() => {});
      }
    }

    /** The words that can be completed and corrected to: [{word, folded, weight}], commonest first. */
    async words() {
      await this.open();
      return this.once("tu-dien.txt", async () => {
        const text = await this.versioned("tu-dien.txt", "text");
        const lines = text.split("\n").filter(Boolean);
        const list = lines.map((line) => ({
          word: line.slice(0, -1),
          folded: window.ColumnSearch.fold(line.slice(0, -1)),
          weight: Number(line.slice(-1)),
        }));
        this.folded = new Set(list.map(({ folded }) => folded));
        this.list = list.sort((one, other) => other.weight - one.weight);
        return this.list;
      });
    }
  }

  const parseCatalogue = (bytes) => {
    const end = bytes.indexOf(10);
    const head = JSON.parse(decoder.decode(bytes.subarray(0, end)));
    const count = head.segments.reduce((sum, size) => sum + size, 0);
    if (bytes.length !== end + 1 + count * 6) throw new Error("damaged index file");
    const view = new DataView(bytes.buffer, bytes.byteOffset + end + 1);
    const space = head.segments.length * head.stride;
    const minutes = new Uint32Array(space);
    const profiles = new Uint16Array(space).fill(FREE);
    const starts = [];
    let place = 0;
    let documents = 0;
    head.segments.forEach((size, segment) => {
      starts.push(place);
      for (let number = segment * head.stride; number < segment * head.stride + size; number += 1) {
        minutes[number] = view.getUint32(place * 4, true);
        profiles[number] = view.getUint16(count * 4 + place * 2, true);
        if (profiles[number] !== FREE) documents += 1;
        place += 1;
      }
    });
    const years = new Map();
    const year = (document) => {
      const day = Math.floor(minutes[document] / 1440);
      if (!years.has(day)) years.set(day, day ? String(new Date(Date.UTC(2000, 0, 1 + day)).getUTCFullYear()) : "");
      return years.get(day);
    };
    const facts = (document) => {
      const [topic, form, units, kind] = head.profiles[profiles[document]];
      return {
        minute: minutes[document],
        year: year(document),
        topic: head.names.topic[topic],
        form: head.names.form[form],
        units: units.map((unit) => head.names.unit[unit]),
        kind: (head.names.kind ?? [])[kind],
      };
    };
    const others = new Set(head.profiles.flatMap(([, , , kind], number) => (kind ? [number] : [])));
    const isArticle = (document) => !others.has(profiles[document]);
    const known = (document) => document < space && profiles[document] < head.profiles.length;
    const position = (document) => starts[Math.floor(document / head.stride)] + (document % head.stride);
    return { ...head, count, documents, space, minutes, known, isArticle, position, facts };
  };

  Object.assign(window.ColumnSearch, { Index, each });
})();
