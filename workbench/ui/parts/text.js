// Text of segments: marks as single characters to type with, and as elements to look at.
// Nothing from a segment is ever parsed as HTML: elements are made, text is put into them.

const MARK = /<(\/?)g(\d+)>|<x(\d+)\/>/g;
const RUN = /[+$€£]?[A-Za-z0-9À-ɏ](?:[ .,:\/@&+'’_–-]?[A-Za-z0-9À-ɏ])*%?|\+?[۰-۹٠-٩](?:[.,٫٬:\/–-]?[۰-۹٠-٩])*[%٪]?/g;
const sign = (base, number) => String.fromCodePoint(base + number - 1);
const OPENS = (n) => sign(0x2460, n); // ①
const CLOSES = (n) => (n <= 10 ? sign(0x2776, n) : sign(0x24eb, n - 10)); // ❶
const ALONE = (n) => sign(0x2474, n); // ⑴
const SIGNS = /[\u2460-\u2487\u2776-\u277f\u24eb-\u24f4]/;

function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

// The signs that stand for the marks of a segment; none where the text itself has such letters.
function signsOf(row) {
  const signs = new Map();
  if (SIGNS.test(row.source.replace(MARK, ""))) return signs;
  for (const mark of row.source.matchAll(MARK)) {
    const number = Number(mark[2] || mark[3]);
    if (number <= 20) signs.set(mark[0], mark[3] ? ALONE(number) : mark[1] ? CLOSES(number) : OPENS(number));
  }
  return signs;
}

// A target as it stands in the text box: a mark is one letter there, so it cannot be broken.
function toBox(text, row) {
  const signs = signsOf(row);
  return text.replace(MARK, (mark) => signs.get(mark) || mark);
}

// Marks as signs, to be looked at only.
const withSigns = (text) => text.replace(MARK, (mark, close, pair, alone) => (Number(pair || alone) > 20 ? mark : alone ? ALONE(Number(alone)) : close ? CLOSES(Number(pair)) : OPENS(Number(pair))));

function fromBox(text, row) {
  for (const [mark, letter] of signsOf(row)) text = text.replaceAll(letter, mark);
  return text.replace(/\r\n?|\n/g, " ");
}

function missingMarks(text, row) {
  const there = new Set([...text.matchAll(MARK)].map((mark) => mark[0]));
  return [...row.source.matchAll(MARK)].map((mark) => mark[0]).filter((mark) => !there.has(mark));
}

function isolated(text, rtl) {
  if (!rtl) return [text];
  const parts = [];
  let position = 0;
  for (const found of text.matchAll(RUN)) {
    parts.push(text.slice(position, found.index), el("bdi", {}, found[0]));
    position = found.index + found[0].length;
  }
  return [...parts, text.slice(position)].filter((part) => part !== "");
}

const INVISIBLE = { "\u200c": "⁚", "\u200e": "LRM", "\u200f": "RLM", "\u00a0": "⍽", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI" };

function withInvisibles(text) {
  return text.split(/([\u200c\u200e\u200f\u00a0\u2066-\u2069])/).map((part) =>
    part in INVISIBLE ? el("span", { class: "invisible", title: `U+${part.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}` }, INVISIBLE[part]) : part);
}

// A segment's text in its language and direction; `terms` are spans of the text without marks.
function shown(text, language, { row, terms = [], concepts = {}, invisibles = false, highlight = null } = {}) {
  const rtl = language.dir === "rtl";
  const box = el("div", { class: "text", lang: language.tag, dir: language.dir });
  let start = 0;
  const plain = (piece) => {
    let position = 0;
    const put = (words) => {
      if (!words) return;
      if (invisibles) box.append(...isolated(words, rtl).flatMap((part) => (typeof part === "string" ? withInvisibles(part) : [part])));
      else if (highlight && highlight.test(words)) box.append(...highlighted(words, highlight));
      else box.append(...isolated(words, rtl));
    };
    for (const [from, to, id] of terms) {
      const first = Math.max(from - start, position), last = Math.min(to - start, piece.length);
      if (first >= last) continue;
      put(piece.slice(position, first));
      const forms = concepts[id] ? concepts[id].forms.join(" · ") : "";
      box.append(el("span", { class: "term", title: forms }, piece.slice(first, last)));
      position = last;
    }
    put(piece.slice(position));
    start += piece.length;
  };
  let position = 0;
  for (const mark of text.matchAll(MARK)) {
    plain(text.slice(position, mark.index));
    const number = mark[2] || mark[3];
    const shape = mark[3] ? "alone" : mark[1] ? "close" : "open";
    box.append(el("span", { class: `mark ${shape}`, title: (row && row.marks[number]) || "" }, number));
    position = mark.index + mark[0].length;
  }
  plain(text.slice(position));
  return box;
}

function highlighted(text, pattern) {
  const parts = [];
  let position = 0;
  for (const found of text.matchAll(new RegExp(pattern.source, "giu"))) {
    if (!found[0]) break;
    parts.push(text.slice(position, found.index), el("mark", {}, found[0]));
    position = found.index + found[0].length;
  }
  return [...parts, text.slice(position)];
}

// Words that went and words that came, as elements: the longest common run of words stays. What
// was exchanged stands apart from it, or Arabic letters of different words would join.
function difference(before, after, language) {
  const [a, b] = [before, after].map((text) => withSigns(text).split(/\s+/).filter(Boolean).slice(0, 200));
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  const box = el("div", { class: "text", lang: language.tag, dir: language.dir });
  let i = 0, j = 0, went = [], came = [];
  const put = (...parts) => box.append(...(box.hasChildNodes() ? [" "] : []), ...parts);
  const exchanged = () => {
    if (went.length) put(el("del", {}, went.join(" ")));
    if (came.length) put(el("ins", {}, came.join(" ")));
    [went, came] = [[], []];
  };
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { exchanged(); put(a[i]); i++; j++; }
    else if (j < b.length && (i === a.length || table[i][j + 1] >= table[i + 1][j])) came.push(b[j++]);
    else went.push(a[i++]);
  }
  exchanged();
  return box;
}
