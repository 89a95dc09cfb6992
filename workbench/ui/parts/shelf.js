// The documents on the desk: one table, sorted, filtered and turned over in the page itself.
// Names come from files and people: elements are made, text is put into them, nothing is parsed.

const SHELVES = new WeakMap();
const PAGE = 50;

function make(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

const SORTS = {
  name: (one) => one.name.toLowerCase(),
  progress: (one) => share(one),
  words: (one) => one.words,
  findings: (one) => (one.findings || []).reduce((sum, [severity, count]) => sum + count * { error: 1e8, warning: 1e4, info: 1 }[severity], 0),
  edited: (one) => one.edited || "",
  due: (one) => one.due || "9999",
  assigned: (one) => one.assigned.toLowerCase() || "\uffff",
  added: (one) => one.id,
};
const share = (one) => (one.total ? one.done / one.total : 1);
const DOWN_FIRST = ["words", "findings", "edited", "added"];

class Shelf {
  constructor(place) {
    this.place = place;
    this.chosen = new Set();
    this.sort = { by: "added", down: true };
    this.sought = this.language = this.how = "";
    this.page = 0;
    this.sent = 0;
    window.addEventListener("dragenter", (this.dragged = (event) => this.drag(event)));
  }

  take({ data, setStateValue, setTriggerValue }) {
    this.tell = setStateValue;
    this.trigger = setTriggerValue;
    if (this.data && this.data.epoch !== data.epoch) this.chosen.clear();
    this.data = data;
    const there = new Set(data.rows.map((row) => row.id));
    for (const id of this.chosen) if (!there.has(id)) this.chosen.delete(id);
    this.draw();
  }

  close() { window.removeEventListener("dragenter", this.dragged); }

  // Files dragged over the page: the place to drop them is opened under the hand.
  drag(event) {
    if (this.data.closed && event.dataTransfer?.types.includes("Files") && !this.asked) {
      this.asked = true;
      this.trigger("files", true);
      setTimeout(() => { this.asked = false; }, 3000);
    }
  }

  digits(number) {
    const western = number.toLocaleString("en");
    return this.data.digits ? western.replace(/\d/g, (digit) => this.data.digits[digit]).replaceAll(",", "٬") : western;
  }

  shown() {
    const sought = this.sought.trim().toLowerCase();
    const kinds = {
      "": () => true,
      open: (one) => share(one) < 1,
      done: (one) => share(one) >= 1,
      errors: (one) => (one.findings || []).some(([severity]) => severity === "error"),
      overdue: (one) => one.overdue,
      mine: (one) => one.assigned && one.assigned === this.data.me,
    };
    const key = SORTS[this.sort.by], turn = this.sort.down ? -1 : 1;
    return this.data.rows
      .filter((one) => (!this.language || one.target === this.language) && kinds[this.how](one))
      .filter((one) => !sought || `${one.name}\n${one.assigned}\n${one.editor}`.toLowerCase().includes(sought))
      .map((one) => [key(one), one])
      .sort(([a, first], [b, second]) => (a < b ? -turn : a > b ? turn : second.id - first.id))
      .map(([, one]) => one);
  }

  draw() {
    if (!this.table) {
      this.tools = this.filters();
      this.table = make("table");
      this.foot = make("div", { class: "foot" });
      this.place.replaceChildren(make("div", { class: "shelf", dir: this.data.dir, lang: this.data.tag }, this.tools, this.table, this.foot));
      this.language_of = this.data.tag;
    }
    if (this.language_of !== this.data.tag) {
      this.table = null;
      return this.draw();
    }
    this.fill();
  }

  filters() {
    const { labels, languages } = this.data;
    const again = (name) => (event) => { this[name] = event.target.value; this.page = 0; this.fill(); };
    const box = (name, label, options) => make("select", { "aria-label": label, onchange: again(name) },
      ...options.map(([value, text]) => make("option", { value, selected: value === this[name] }, text)));
    return make("div", { class: "tools" },
      make("input", { type: "search", placeholder: labels.filter, "aria-label": labels.filter, value: this.sought, oninput: again("sought") }),
      box("language", labels.languages, [["", labels.languages], ...languages]),
      box("how", labels.all, ["all", "open", "done", "errors", "overdue", "mine"].map((name) => [name === "all" ? "" : name, labels[name]])));
  }

  fill() {
    const found = this.shown(), pages = Math.max(1, Math.ceil(found.length / PAGE));
    this.page = Math.min(this.page, pages - 1);
    const rows = found.slice(this.page * PAGE, (this.page + 1) * PAGE);
    this.table.replaceChildren(this.head(rows), make("tbody", {}, ...rows.map((one) => this.row(one))));
    const turn = (by, label, off) => make("button", { type: "button", disabled: off, "aria-label": label, onclick: () => { this.page += by; this.fill(); } }, by < 0 ? this.data.back : this.data.on);
    this.foot.replaceChildren(...(pages > 1 ? [
      turn(-1, this.data.labels.before, !this.page),
      make("span", {}, `${this.digits(this.page + 1)} / ${this.digits(pages)}`),
      turn(1, this.data.labels.after, this.page >= pages - 1),
    ] : []), ...(found.length ? [] : [make("p", {}, this.data.labels.none)]));
  }

  head(rows) {
    const all = rows.length && rows.every((one) => this.chosen.has(one.id));
    const columns = ["name", "progress", "words", "findings", "edited", "due", "assigned"];
    return make("thead", {}, make("tr", {},
      make("th", { class: "tick" }, make("input", { type: "checkbox", checked: all, "aria-label": this.data.labels.choose_all, onchange: (event) => this.choose(rows.map((one) => one.id), event.target.checked) })),
      ...columns.map((name) => {
        const here = this.sort.by === name;
        return make("th", { scope: "col", class: name, "aria-sort": here ? (this.sort.down ? "descending" : "ascending") : null },
          make("button", { type: "button", onclick: () => this.order(name) }, this.data.labels[name], here ? make("i", { class: this.sort.down ? "down" : "up", "aria-hidden": "true" }) : null));
      })));
  }

  row(one) {
    const address = `editor?${new URLSearchParams({ ...this.data.kept, doc: one.id })}`;
    const { labels, names } = this.data;
    const [added, edited, due] = [one.added, one.edited_day, one.due].map((day) => this.data.days[day] || ["", ""]);
    const told = one.total ? labels.confirmed_of.replace("{done}", this.digits(one.done)).replace("{total}", this.digits(one.total)) : labels.nothing;
    const bar = make("span", { class: "bar", role: "img", "aria-label": told }, ...one.states.toReversed().map(([state, count]) => {
      const part = make("i", { class: `s-${state}`, title: `${labels[`state_${state}`]} ${this.digits(count)}` });
      part.style.flex = count;
      return part;
    }));
    const findings = one.findings
      ? one.findings.map(([severity, count]) => make("span", { class: `count ${severity}` }, labels[`${severity}_${count === 1 ? "one" : "many"}`].replace("{count}", this.digits(count))))
      : [make("span", { class: "waiting", title: this.data.labels.checking }, "…")];
    return make("tr", { class: `document${this.chosen.has(one.id) ? " chosen" : ""}` },
      make("td", { class: "tick" }, make("input", { type: "checkbox", checked: this.chosen.has(one.id), "aria-label": `${this.data.labels.choose} ${one.name}`, onchange: (event) => this.choose([one.id], event.target.checked) })),
      make("td", { class: "name" },
        make("a", { href: address, onclick: (event) => this.open(event, one.id) }, make("bdi", {}, one.name)),
        make("small", {}, make("span", {}, `${names[one.source]} ${this.data.on} ${names[one.target]}`), make("span", { title: added[1] }, added[0]))),
      make("td", { class: "progress" }, bar, make("small", {}, told)),
      make("td", { class: "words" }, one.words ? this.digits(one.words) : ""),
      make("td", { class: "findings" }, ...findings),
      make("td", { class: "edited" }, one.editor ? make("bdi", {}, one.editor) : null, make("small", { title: edited[1] }, edited[0])),
      make("td", { class: `due${one.overdue ? " overdue" : ""}`, title: due[1] }, due[0], one.overdue ? make("small", {}, this.data.labels.overdue) : null),
      make("td", { class: "assigned" }, make("bdi", {}, one.assigned)));
  }

  order(name) {
    this.sort = this.sort.by === name ? { by: name, down: !this.sort.down } : { by: name, down: DOWN_FIRST.includes(name) };
    this.fill();
  }

  choose(ids, chosen) {
    for (const id of ids) chosen ? this.chosen.add(id) : this.chosen.delete(id);
    this.fill();
    // The number makes every choice another one: the same after a deletion must be heard too.
    this.tell("chosen", { ids: [...this.chosen], number: ++this.sent });
  }

  open(event, id) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    this.trigger("open", id);
  }
}

export default function (given) {
  const place = given.parentElement.querySelector(".place") || given.parentElement;
  let shelf = SHELVES.get(given.parentElement);
  if (!shelf) SHELVES.set(given.parentElement, (shelf = new Shelf(place)));
  shelf.take(given);
  return () => { SHELVES.get(given.parentElement)?.close(); SHELVES.delete(given.parentElement); };
}
