// Which segments are seen, in what order, and which of them are picked out.

const UNFILTERED = { state: "", finding: "", origin: "", marked: "", text: "", regex: false };
const MACHINE = /^[a-z0-9]+ [a-z]{2,3}-[a-z]{2,3}\b/;

// How a target came to be: by a machine, the memory, the glossary, a person or with the file.
function kindOf(row) {
  if (!row.target) return "none";
  if (!row.origin) return "file";
  if (row.origin === "glossary") return "glossary";
  if (row.origin.startsWith("memory ")) return "memory";
  return MACHINE.test(row.origin) ? "machine" : "person";
}

const likeness = (row) => Number(/\bmemory (\d\.\d+)/.exec(row.origin)?.[1] || 0);
const SEVERITY = { error: 10000, warning: 100, info: 1 };

// What sorts before what; what is equal stays in the order of the document.
const SORTS = {
  document: null,
  shortest: (row) => row.source.length,
  longest: (row) => -row.source.length,
  state: (row) => (row.translate ? [...ORDER].reverse().indexOf(row.state) : 99),
  match: (row) => -likeness(row),
  findings: (row, found) => -found.reduce((sum, one) => sum + (SEVERITY[one.severity] || 1), 0),
  changed: (row) => -(row.changed || 0),
};

Object.assign(Editor.prototype, {
  drawTools() {
    const choice = (name, options, chosen, choose) => {
      const select = el("select", { class: `by-${name}`, "aria-label": this.say(name), title: this.say(name), onchange: () => choose(select.value) },
        ...options.map(([value, label]) => el("option", { value, selected: chosen === value }, label)));
      return select;
    };
    const filter = (name, options) => choice(name, options, this.filter[name], (value) => { this.filter[name] = value; this.refilter(); });
    const states = [["", this.say("all_states")], ["open", this.say("open_states")], ...[...ORDER].reverse().map((state) => [state, this.say(`state_${state}`)])];
    const found = [["", this.say("any_findings")], ["any", this.say("with_findings")], ["error", this.say("errors")], ["warning", this.say("warnings")], ["none", this.say("without_findings")]];
    const origins = [["", this.say("any_origin")], ...["machine", "memory", "person", "glossary", "file", "none"].map((kind) => [kind, this.say(`from_${kind}`)])];
    const marked = [["", this.say("any_remark")], ...["talk", "mine", "locked", "picked"].map((kind) => [kind, this.say(`only_${kind}`)])];
    const sorts = Object.keys(SORTS).map((name) => [name, this.say(`sort_${name}`)]);
    this.find = el("input", { type: "search", class: "find", placeholder: this.say("find"), "aria-label": this.say("find"), value: this.filter.text, oninput: () => { this.filter.text = this.find.value; clearTimeout(this.findTimer); this.findTimer = setTimeout(() => this.refilter(), 120); } });
    const button = (label, title, action, pressed) => el("button", { type: "button", title, "aria-pressed": pressed == null ? null : String(pressed), onclick: action }, label);
    this.menuButton = el("button", { type: "button", class: "many", "aria-haspopup": "menu", "aria-expanded": "false", title: this.hint("batch"), onclick: () => this.openMenu() });
    this.tools.replaceChildren(
      filter("state", states), filter("finding", found), filter("origin", origins), filter("marked", marked),
      choice("sort", sorts, this.options.sort, (value) => { this.options.sort = value; this.keepChoices(); this.refilter(); }),
      this.find,
      button(".*", this.say("regex"), () => { this.filter.regex = !this.filter.regex; this.drawTools(); this.refilter(); }, this.filter.regex),
      button(this.say("replace"), this.hint("replace"), () => this.replace()),
      button(this.say("go_to"), this.hint("goTo"), () => this.goTo()),
      button(this.say("mend_all"), this.say("mend_all_help"), () => this.mendAll()),
      this.menuButton,
      el("span", { class: "stretch" }),
      button("¶", `${this.say("invisibles")} ${this.hint("invisibles")}`, () => this.toggle("invisibles"), this.options.invisibles),
      button("Δ", `${this.say("changes")} ${this.hint("changes")}`, () => this.toggle("changes"), this.options.changes),
      button("?", `${this.say("keys")} ${this.hint("help")}`, () => this.help()),
    );
    this.drawMenuButton();
  },

  refilter() {
    const { text, regex } = this.filter;
    let pattern = null;
    if (text) {
      try { pattern = new RegExp(regex ? text : text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "iu"); this.find.setCustomValidity(""); } catch { this.find.setCustomValidity("?"); return; }
    }
    this.pattern = pattern;
    this.keys = this.sorted(this.order.filter((key) => this.wanted(this.rows.get(key), pattern)));
    this.list.show(this.keys, (key) => this.guess(key));
    this.scroller.setAttribute("aria-rowcount", this.keys.length);
    for (const key of [...this.list.nodes.keys()]) if (key !== this.active) this.list.again(key);
    this.empty?.remove();
    if (!this.keys.length) this.scroller.append((this.empty = el("p", { class: "empty" }, this.say("none_like_that"))));
    this.drawBar();
    this.drawMenuButton();
  },

  wanted(row, pattern) {
    const { state, finding, origin, marked } = this.filter, found = this.findings[row.key] || [];
    if (state === "open" ? !row.translate || CONFIRMED.includes(row.state) : state && (!row.translate || row.state !== state)) return false;
    if (finding === "any" ? !found.length : finding === "none" ? found.length : finding && !found.some((one) => one.severity === finding)) return false;
    if (origin && (!row.translate || kindOf(row) !== origin)) return false;
    if (marked && !this.marked(row, marked)) return false;
    return !pattern || pattern.test(row.source) || pattern.test(row.target) || pattern.test(row.origin);
  },

  marked(row, how) {
    if (how === "talk") return Boolean(this.talk[row.key]);
    if (how === "mine") return Boolean(this.talk[row.key]?.mine);
    if (how === "locked") return row.locked;
    return how !== "picked" || this.picked.has(row.key);
  },

  sorted(keys) {
    const weigh = SORTS[this.options.sort];
    if (!weigh) return keys;
    const weights = new Map(keys.map((key) => [key, weigh(this.rows.get(key), this.findings[key] || [])]));
    return keys.sort((one, other) => weights.get(one) - weights.get(other));
  },

  // The number of a row picks it out for what is done to many at once; with Shift all up to it.
  numberOf(row) {
    return el("div", { class: "no", role: "gridcell", title: this.say("pick_it"), onmousedown: (event) => event.preventDefault(), onclick: (event) => this.pick(row.key, event.shiftKey) }, el("span", {}, this.number(row.number)));
  },

  pick(key, upTo = false) {
    const from = this.keys.indexOf(this.lastPicked), to = this.keys.indexOf(key);
    if (upTo && from >= 0 && to >= 0) for (const one of this.keys.slice(Math.min(from, to), Math.max(from, to) + 1)) this.picked.add(one);
    else if (!this.picked.delete(key)) this.picked.add(key);
    this.lastPicked = key;
    this.drawPicked();
  },

  drawPicked() {
    for (const [key, node] of this.list.nodes) node.setAttribute("aria-selected", String(this.picked.has(key)));
    this.drawMenuButton();
    if (this.filter.marked === "picked") this.refilter();
  },
});
