// The editor: one document, one active segment, everything by key and by mouse.

const CONFIRMED = ["translated", "reviewed", "final"];
const ORDER = ["final", "reviewed", "translated", "rejected", "draft", "new"];
const WRITES = ["match", "term", "copySource", "halfSpace", "mark", "reopen", "again"];
const DIGITS = "۰۱۲۳۴۵۶۷۸۹";

class Editor {
  constructor(root, data) {
    this.root = root;
    this.data = data;
    this.rows = new Map();
    this.order = [];
    this.findings = {};
    this.asides = new Map();
    this.map = keyMap(data.choices.keys);
    this.filter = { ...UNFILTERED };
    this.options = { invisibles: false, changes: false, letters: false, sort: "document", ...data.choices.options };
    this.picked = new Set();
    this.talk = {};
    this.batches = [];
    this.active = null;
    this.frame();
    this.open();
  }

  say(name, values = {}) {
    return (this.data.labels[name] || name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  }

  number(value) {
    const text = String(value);
    return this.data.digits === "latin" ? text : text.replace(/\d/g, (digit) => DIGITS[digit]);
  }

  when(iso) {
    if (!iso) return "";
    const moment = new Date(iso), { solar } = this.data;
    const clock = moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    if (!solar.length) return `${moment.toLocaleDateString("en-GB", { dateStyle: "medium" })}, ${clock}`;
    // Browsers know the calendar, but not what its months are called in Afghanistan.
    const parts = new Intl.DateTimeFormat("en-u-ca-persian", { day: "numeric", month: "numeric", year: "numeric" }).formatToParts(moment);
    const [day, month, year] = ["day", "month", "year"].map((type) => Number(parts.find((part) => part.type === type).value));
    return this.number(`${day} ${solar[month - 1]} ${year}، ${clock}`);
  }

  percent(value) { return `${this.number(value)}${this.data.dir === "rtl" ? "٪" : "%"}`; }

  async call(name, sent = null, query = {}) {
    const address = new URL(`/api/documents/${this.data.document}/${name}`, window.location.origin);
    for (const [key, value] of Object.entries(query)) address.searchParams.set(key, value);
    const answer = await fetch(address, {
      method: sent ? "POST" : "GET",
      headers: { "X-Workbench-Token": this.data.token, "X-Workbench-Language": this.data.ui, ...(sent ? { "Content-Type": "application/json" } : {}) },
      body: sent ? JSON.stringify(sent) : undefined,
    });
    const body = await answer.json().catch(() => ({}));
    this.data.token = answer.headers.get("X-Workbench-Token") || this.data.token;
    const wait = 1000 * Number(answer.headers.get("Retry-After") || 0);
    if (!answer.ok) throw Object.assign(new Error(body.error || answer.statusText), { status: answer.status, results: body.results, wait });
    return body;
  }

  // Drawing the frame

  frame() {
    this.root.replaceChildren();
    this.box = el("div", { class: "editor", dir: this.data.dir, lang: this.data.ui });
    this.bar = el("div", { class: "bar" });
    this.told = el("div", { class: "told", role: "status", "aria-live": "polite" });
    this.tools = el("div", { class: "tools" });
    this.scroller = el("div", { class: "scroller", role: "grid", "aria-label": this.say("segments"), tabindex: "-1" });
    this.side = el("aside", { class: "side", "aria-label": this.say("help_with") });
    this.toast = el("div", { class: "toast", role: "alert", hidden: true });
    this.box.append(this.bar, this.tools, el("div", { class: "both" }, this.scroller, this.side), this.toast);
    this.root.append(this.box);
    this.list = new VirtualList(this.scroller, (key, racing) => (racing && key !== this.active ? this.outline(key) : this.row(key)));
    this.drawTools();
    this.box.addEventListener("keydown", (event) => this.pressed(event));
    // Keys are meant for the editor, too, when nothing on the page has the focus.
    document.addEventListener("keydown", (this.anywhere = (event) => { if (!event.composedPath().includes(this.box) && !event.target.closest("input, textarea, select, [contenteditable]")) this.pressed(event); }));
    this.box.addEventListener("focusin", (event) => { this.here = event.composedPath()[0]; });
    this.interrupted = new MutationObserver(() => this.stay());
    this.interrupted.observe(document.body, { childList: true });
    window.addEventListener("beforeunload", (this.leaving = (event) => { if (this.keepTyped() || this.outbox?.pending) event.preventDefault(); }));
  }

  // Without a server the page puts a notice over everything and takes the caret away. Here nobody
  // has to stop: edits wait in the outbox and the bar says so. The notice is closed at once.
  stay() {
    const notice = document.querySelector('body > [data-testid="stDialog"]');
    if (!notice || document.querySelector('[data-testid="stApp"]')?.dataset.testConnectionState === "CONNECTED") return;
    notice.style.display = "none";
    notice.querySelector("button")?.click();
    const back = () => { if (notice.isConnected) requestAnimationFrame(back); else (this.here?.isConnected ? this.here : this.area)?.focus({ preventScroll: true }); };
    back();
  }

  hint(name) { return `(${keyLabel(this.map[name])})`; }

  toggle(option) {
    this.options[option] = !this.options[option];
    this.keepChoices();
    this.drawTools();
    for (const key of [...this.list.nodes.keys()]) if (key !== this.active) this.list.again(key);
    this.preview();
  }

  // Whether anything waits is told at once; the rest of the bar after the frame with the caret.
  drawBar() {
    this.box.dataset.pending = this.outbox ? this.outbox.pending : 0;
    this.barTimer ??= setTimeout(() => { this.barTimer = null; this.drawCounts(); }, 100);
  }

  drawCounts() {
    const counts = {};
    for (const row of this.rows.values()) if (row.translate) counts[row.state] = (counts[row.state] || 0) + 1;
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const done = CONFIRMED.reduce((sum, state) => sum + (counts[state] || 0), 0);
    const pending = this.outbox ? this.outbox.pending : 0;
    const saved = this.gone ? this.say("gone")
      : this.outbox?.trouble ? this.say("not_saved", { count: this.number(pending) })
      : pending ? this.say("saving", { count: this.number(pending) }) : this.say("saved");
    const line = el("div", { class: "progress", role: "img", "aria-label": this.say("confirmed_of", { done: this.number(done), total: this.number(total) }) },
      ...ORDER.filter((state) => counts[state]).map((state) => el("i", { class: `s-${state}`, style: `flex:${counts[state]}`, title: `${this.say(`state_${state}`)} ${this.number(counts[state])}` })));
    this.told.className = `told ${this.gone || this.outbox?.trouble ? "trouble" : ""}`;
    this.told.textContent = saved;
    this.told.title = this.outbox?.trouble || "";
    this.bar.replaceChildren(line, el("span", {}, this.say("confirmed_of", { done: this.number(done), total: this.number(total) })),
      el("span", { class: "count" }, this.say("shown", { count: this.number(this.keys ? this.keys.length : 0) })), this.told);
  }

  // Getting the document

  async open() {
    this.drawBar();
    let got;
    try { got = await this.call("segments"); } catch (error) {
      this.scroller.replaceChildren(el("p", { class: "trouble" }, error.message));
      if (error.status !== 410 && !this.closed) setTimeout(() => this.open(), 2000);
      return;
    }
    if (this.closed) return;
    Object.assign(this, { source: got.source, target: got.target, terms: {}, moment: got.moment });
    this.order = got.rows.map((row, index) => { Object.assign(row, { number: index + 1, marks: {}, terms: [] }); this.rows.set(row.key, row); return row.key; });
    this.alike = new Map();
    for (const row of got.rows) if (this.alike.get(row.source)?.push(row) === undefined) this.alike.set(row.source, [row]);
    this.outbox = new Outbox(this.data.document, (name, sent) => this.call(name, sent), (results) => this.answered(results), this.data.person);
    for (const edit of this.outbox.waiting) {
      const row = this.rows.get(edit.key);
      if (row) { this.stands(row); Object.assign(row, { target: edit.target, state: edit.state }); }
    }
    for (const [key, { text, error }] of Object.entries(this.outbox.refused)) {
      const row = this.rows.get(key);
      if (row && row.target !== text) Object.assign(row, { error, mine: toBox(text, row) });
    }
    this.takeTyped();
    if (this.data.show) this.filter.marked = this.data.show;
    this.drawTools();
    this.refilter();
    const wanted = this.order.find((key) => key === this.data.segment) || this.next(-1, (row) => !CONFIRMED.includes(row.state)) || this.next(-1, () => true);
    if (wanted) this.activate(wanted, { focus: false });
    this.box.dataset.ready = "1";
    this.loadReading().then(() => this.loadFindings());
    this.watch();
  }

  // What is known only when the file has been read: it may take a while, and nobody waits for it.
  async loadReading() {
    let got;
    try { got = await this.call("reading"); } catch (error) { if (error.status !== 410) this.toastText(error.message); return; }
    this.terms = got.terms;
    for (const [key, read] of Object.entries(got.rows)) if (this.rows.has(key)) Object.assign(this.rows.get(key), read);
    for (const [key, node] of [...this.list.nodes]) if (key === this.active) node.children[1].replaceWith(this.sourceOf(this.current)); else this.list.again(key);
    this.drawAside();
    this.preview();
  }

  async loadFindings() {
    const since = this.since = {};
    try { this.findings = { ...(await this.call("findings")), ...since }; } catch { return; }
    if (this.filter.finding) this.refilter();
    for (const key of [...this.list.nodes.keys()]) if (key !== this.active) this.list.again(key);
    this.drawFindings();
  }

  async watch() {
    while (!this.closed && !this.gone) {
      await new Promise((done) => setTimeout(done, document.hidden ? 8000 : 1500));
      if (this.closed) return;
      await this.lookForChanges();
    }
  }

  async lookForChanges() {
    try {
      const got = await this.call("changes", null, { since: this.moment });
      this.moment = Math.max(this.moment, got.moment);
      for (const row of got.rows) this.peer(row);
      this.hear(got.talk);
      if (got.rows.length) this.drawBar();
    } catch (error) { if (error.status === 410) this.lost(); }
  }

  // What somebody else stored; never over what is being typed here.
  peer(theirs) {
    const row = this.rows.get(theirs.key);
    if (!row || row.revision >= theirs.revision || this.outbox.waiting.some((edit) => edit.key === row.key)) return;
    if (this.active === row.key && this.area && this.typed() !== row.target) { this.toastText(this.say("peer_changed")); return; }
    Object.assign(row, theirs);
    this.asides.delete(row.key);
    row.checked = null;
    if (this.active === row.key) { this.redrawActive(); this.loadAside(); } else this.list.again(row.key);
  }

  // The open row drawn anew; whoever writes in it goes on writing.
  redrawActive() {
    const focused = this.focused === this.area;
    this.list.again(this.active);
    if (focused) this.area?.focus();
  }

  lost() {
    this.gone = true;
    this.drawBar();
    this.toastText(this.say("gone"));
  }

  guess(key) {
    const row = this.rows.get(key);
    return 22 + 27 * Math.max(1, Math.ceil(row.source.length / 62));
  }

  next(from, wanted, step = 1) {
    const keys = this.keys || this.order;
    for (let i = from + step; i >= 0 && i < keys.length; i += step) {
      const row = this.rows.get(keys[i]);
      if (row.translate && wanted(row)) return keys[i];
    }
    return null;
  }

  get position() { return this.keys.indexOf(this.active); }

  // Rows

  row(key) {
    const row = this.rows.get(key), active = key === this.active;
    const node = el("div", { class: `row ${active ? "active" : ""} ${row.translate ? "" : "quiet"} ${row.conflict ? "conflict" : ""} ${row.locked ? "locked" : ""}`, role: "row", "aria-rowindex": row.number, "data-key": key, "data-revision": row.revision, "data-state": row.state, "aria-selected": String(this.picked.has(key)) });
    node.append(this.numberOf(row), this.sourceOf(row));
    if (!row.translate) node.append(el("div", { class: "cell stays", role: "gridcell" }, this.stays(row)), this.correct(row));
    else if (active) node.append(this.box2(row), this.status(row));
    else node.append(el("div", { class: "cell target", role: "gridcell" }, this.still(row), row.conflict ? this.clash(row) : null), this.status(row));
    if (row.translate && !active) node.addEventListener("click", (event) => { if (!event.target.closest(".no") && !window.getSelection().toString()) this.activate(key); });
    return node;
  }

  // A row seen in passing: its texts, and nothing in them.
  outline(key) {
    const row = this.rows.get(key);
    const text = (words, language) => el("div", { class: "cell" }, el("div", { class: "text", lang: language.tag, dir: language.dir }, words));
    const node = el("div", { class: `row ${row.translate ? "" : "quiet"}`, role: "row", "aria-rowindex": row.number, "data-key": key, "data-revision": row.revision, "data-state": row.state },
      el("div", { class: "no" }, this.number(row.number)), text(withSigns(row.source), this.source), text(withSigns(row.target || ""), this.target));
    node.outline = true;
    return node;
  }

  sourceOf(row) {
    return el("div", { class: "cell", role: "gridcell" }, shown(row.source, row.translate ? this.source : { ...this.source, ...(this.data.languages[row.language] || {}) }, { row, terms: row.terms, concepts: this.terms, highlight: this.pattern }));
  }

  still(row) {
    const target = row.mine != null ? fromBox(row.mine, row) : row.target;
    if (!target) return el("div", { class: "text none" }, "—");
    const text = shown(target, this.target, { row, invisibles: this.options.invisibles, highlight: this.pattern });
    const found = this.findings[row.key] || [];
    const worst = ["error", "warning", "info"].find((severity) => found.some((one) => one.severity === severity));
    return worst ? el("div", {}, text, el("div", { class: `dots ${worst}`, title: found.map((one) => one.message).join("\n") }, this.number(found.length))) : text;
  }

  stays(row) {
    const name = this.data.languages[row.language]?.name;
    return name ? this.say("stays_language", { language: name, sure: this.number(Math.round(100 * row.confidence)) }) : this.say("stays");
  }

  correct(row) {
    return el("button", { type: "button", class: "link", onclick: async () => {
      try { Object.assign(row, await this.call("correct", { key: row.key, translate: true })); this.activate(row.key); this.drawBar(); } catch (error) { this.toastText(error.message); }
    } }, this.say("translate_it"));
  }

  status(row) {
    const unsaved = this.outbox?.waiting.some((edit) => edit.key === row.key);
    return el("div", { class: "status", role: "gridcell" },
      el("span", { class: `state s-${row.state}` }, this.say(`state_${row.state}`)),
      el("span", { class: "origin", title: row.origin }, this.cameFrom(row)),
      this.signs(row),
      unsaved ? el("span", { class: "unsaved", title: this.say("saving", { count: "" }) }, "●") : null);
  }

  // Where a target comes from, in a word or two; its tooltip has it in full.
  cameFrom(row) {
    const kind = kindOf(row), alike = Math.round(100 * likeness(row));
    if (kind === "machine") return this.say("by_machine");
    if (kind === "memory") return alike ? `${this.say("matches")} ${this.percent(alike)}` : this.say("matches");
    return kind === "glossary" ? this.say("by_glossary") : el("bdi", {}, row.origin);
  }

  // The one box to write in

  box2(row) {
    this.area = el("textarea", { lang: this.target.tag, dir: this.target.dir, rows: 1, spellcheck: "false", "aria-label": this.say("translation_of", { number: this.number(row.number) }) });
    this.area.value = row.mine ?? toBox(row.target, row);
    this.area.readOnly = !this.may(row);
    this.area.addEventListener("input", () => this.written(row));
    this.area.addEventListener("paste", (event) => this.pasted(event));
    this.marks = el("div", { class: "marks" });
    this.look = el("div", { class: "look" });
    this.letterBar = el("div", { class: "letters", dir: this.target.dir, hidden: !this.options.letters });
    if (this.options.letters) this.drawLetters();
    this.said = el("ul", { class: "findings" });
    const act = (label, name, kind = "") => el("button", { type: "button", class: kind, title: this.hint(name), onclick: () => this.run(name) }, label);
    const confirmed = CONFIRMED.includes(row.state);
    const acts = row.locked ? el("div", { class: "acts" }, act(this.say("unlock"), "lock", "primary")) : el("div", { class: "acts" }, ...this.decisions(row, act), confirmed && this.may(row, "draft") ? act(this.say("reopen"), "reopen") : null,
      ...(this.may(row) ? [act(this.say("copy_source"), "copySource"), act(this.say("half_space"), "halfSpace"), act(this.say("letters"), "letters")] : []));
    // What must be decided first is the first that Tab comes to.
    const cell = el("div", { class: "cell target", role: "gridcell" }, this.area, row.conflict ? this.clash(row) : null, this.letterBar, this.marks, this.look, this.said, acts);
    if (row.error) cell.append(el("p", { class: "trouble refusal", role: "alert" }, row.error, " ", el("button", { type: "button", class: "link", onclick: () => this.giveUp(row) }, this.say("give_up"))));
    if (!row.locked && !this.may(row)) cell.append(el("p", { class: "stays" }, this.say("not_yours", { state: this.say(`state_${row.state}`) })));
    requestAnimationFrame(() => { this.grow(); this.preview(); this.drawFindings(); });
    return cell;
  }

  // What this person may decide on a row; each says what it will be.
  decisions(row, act) {
    const all = [["translated", "confirm", "confirmOpen", "primary"], ["reviewed", "reviewed", "review"], ["final", "final", "final"], ["rejected", "reject", "reject"]];
    return all.filter(([state]) => this.may(row, state) && (state !== "final" || CONFIRMED.includes(row.state))).map(([state, label, name, kind]) => {
      const button = act(this.say(label), name, kind);
      button.title = `${this.say("will_be", { state: this.say(`state_${state}`) })} ${button.title}`;
      return button;
    });
  }

  grow() {
    if (!this.area || CSS.supports("field-sizing", "content")) return;
    this.area.style.height = "auto";
    this.area.style.height = `${this.area.scrollHeight + 2}px`;
  }

  // Where the focus is, within the editor.
  get focused() { return this.root.getRootNode().activeElement; }
  get current() { return this.rows.get(this.active); }
  typed() { return fromBox(this.area.value, this.current); }

  written(row) {
    this.grow();
    this.preview();
    if (row.error) { row.error = null; this.root.querySelector(".refusal")?.remove(); }
    row.mine = this.area.value;
    this.keepTyped();
    clearTimeout(this.checkTimer);
    this.checkTimer = setTimeout(() => this.checkNow(row), 120);
    clearTimeout(this.saveTimer);
    this.saveTimer = setTimeout(() => { if (this.active === row.key) this.store(row, this.stateOfTyped(row)); }, 2500);
  }

  // Whether a segment may be changed; who may not is told why.
  mayChange(row) {
    if (row.locked) this.toastText(this.say("is_locked"), `${this.say("unlock")} ${this.hint("lock")}`, () => this.lockRows([row], false));
    else if (!this.may(row)) this.toastText(this.say("not_yours", { state: this.say(`state_${row.state}`) }));
    return this.may(row);
  }

  stateOfTyped(row) { return this.typed().trim() ? (this.typed() === row.target ? row.state : "draft") : "new"; }

  get typedPlace() { return `workbench-typed-${this.data.document}${this.data.person && `-${this.data.person}`}`; }

  // What is typed and not yet sent is kept in the browser too.
  keepTyped() {
    const place = this.typedPlace, row = this.current;
    const unsent = row && this.area && row.mine != null && this.typed() !== row.target;
    try {
      if (unsent) localStorage.setItem(place, JSON.stringify({ key: row.key, text: row.mine, revision: row.revision }));
      else localStorage.removeItem(place);
    } catch { /* the text is still in the box */ }
    return unsent;
  }

  takeTyped() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.typedPlace) || "null");
      const row = kept && this.rows.get(kept.key);
      if (row && toBox(row.target, row) !== kept.text) { row.mine = kept.text; this.data.segment = row.key; }
    } catch { /* nothing kept */ }
  }

  pasted(event) {
    const text = event.clipboardData.getData("text/plain");
    if (text.length > 20000) { event.preventDefault(); this.toastText(this.say("too_long")); return; }
    if (/[\r\n]/.test(text)) { event.preventDefault(); this.insert(text.replace(/\s*[\r\n]+\s*/g, " ")); }
  }

  insert(text) {
    this.area.focus();
    if (!document.execCommand("insertText", false, text)) {
      this.area.setRangeText(text, this.area.selectionStart, this.area.selectionEnd, "end");
      this.area.dispatchEvent(new Event("input"));
    }
  }

  replaceAll(text) {
    this.area.focus();
    this.area.select();
    this.insert(text);
  }

  preview() {
    const row = this.current;
    if (!row || !this.area) return;
    const text = this.typed(), missing = missingMarks(text, row), signs = signsOf(row);
    if (missing.length || this.marks.firstChild)
      this.marks.replaceChildren(...missing.map((mark) => el("button", { type: "button", title: `${row.marks[mark.match(/\d+/)[0]] || ""} ${this.hint("mark")}`, onclick: () => this.insert(signs.get(mark) || mark) }, signs.get(mark) || mark)));
    const parts = [];
    if (this.options.changes && row.machine != null) parts.push(difference(row.machine, text, this.target));
    else if (this.options.invisibles || signs.size || text.search(RUN) >= 0) parts.push(shown(text, this.target, { row, invisibles: this.options.invisibles }));
    if (parts.length || this.look.firstChild) this.look.replaceChildren(...parts);
  }

  // What is typed is checked once, though it is asked for while typing and again when stored.
  async checkNow(row) {
    const text = this.active === row.key && this.area ? this.typed() : row.target;
    if (row.checked === text) return;
    row.checked = text;
    let found;
    try { found = await this.call("check", { key: row.key, target: text }); } catch { row.checked = null; return; }
    if (row.checked !== text) return;
    const same = JSON.stringify(found) === JSON.stringify(this.findings[row.key] || []);
    this.findings[row.key] = found;
    if (this.since) this.since[row.key] = found;
    if (this.active === row.key) this.drawFindings(); else if (!same) this.list.again(row.key);
  }

  drawFindings() {
    const found = this.active && this.findings[this.active];
    if (!this.said || !(found?.length || this.said.firstChild)) return;
    this.said.replaceChildren(...(found || []).map((one) => el("li", { class: one.severity, dir: this.data.dir, lang: this.data.ui }, el("span", { title: one.check }, ...isolated(one.message, this.data.dir === "rtl")),
      " ", one.mends ? el("button", { type: "button", class: "link mend", onclick: () => this.mend(one.check) }, this.say("mend")) : null,
      " ", one.excusable ? el("button", { type: "button", class: "link excuse", onclick: () => this.excuse(one) }, this.say("let_stand")) : null)));
  }

  // What a check finds may stand where somebody says why; the reason is kept beside the segment.
  excuse(one) {
    this.leaveForDialog();
    const row = this.current;
    const why = el("input", { class: "why", dir: "auto", maxlength: 500, required: true, "aria-label": this.say("why_stand"), placeholder: this.say("why_stand") });
    const form = el("form", { method: "dialog", onsubmit: async () => {
      try { this.asides.set(row.key, await this.call("excuse", { key: row.key, check: one.check, why: why.value })); } catch (error) { this.toastText(error.message); return; }
      this.judgeAgain(row);
    } }, why, el("div", { class: "acts" }, el("button", { class: "primary" }, this.say("let_stand"))));
    this.dialog(this.say("let_stand"), el("p", { dir: this.data.dir }, ...isolated(one.message, this.data.dir === "rtl")), form);
    why.focus();
  }

  // What is excused in a segment has changed.
  judgeAgain(row) {
    row.checked = null;
    this.checkNow(row);
    if (this.active === row.key) this.drawAside();
  }

  // Put right what a check finds in the box: an edit like another, which can be undone.
  async mend(check) {
    const row = this.current, text = this.typed();
    let got;
    try { got = await this.call("mend", { key: row.key, target: text, check }); } catch (error) { this.toastText(error.message); return; }
    if (this.current !== row || !this.area || this.typed() !== text) return;
    if (got.target === text) { this.toastText(this.say("mend_by_hand")); return; }
    this.replaceAll(toBox(got.target, row));
  }

  clash(row) {
    const who = row.conflict.author || this.say("someone");
    const act = (label, kind, run) => el("button", { type: "button", class: kind, onclick: (event) => { event.stopPropagation(); run(); this.list.again(row.key); if (this.active === row.key) this.area.focus(); this.drawBar(); } }, label);
    return el("div", { class: "clash", role: "alert" }, el("p", {}, this.say("conflict", { who })), shown(row.conflict.target, this.target, { row }),
      el("div", { class: "acts" }, act(this.say("keep_mine"), "primary", () => this.keepMine(row)), act(this.say("take_theirs"), "", () => { Object.assign(row, row.conflict, { conflict: null, mine: null }); this.keepTyped(); })));
  }

  // Store the person's text over the other one, which they have now seen.
  keepMine(row) {
    const mine = this.active === row.key && this.area ? this.typed() : fromBox(row.mine, row);
    const { target, state, origin, revision } = row.conflict;
    Object.assign(row, { revision, conflict: null, stood: { target, state, origin } });
    this.storeOther(row, mine, row.wanted || "draft");
  }

  // Moving and storing

  activate(key, { focus = true } = {}) {
    const before = this.active;
    if (before && before !== key) this.leave();
    this.active = key;
    this.list.pinned = key;
    this.list.heights.delete(key);
    if (before && before !== key) this.list.again(before);
    if (!this.list.nodes.has(key)) this.list.render();
    this.list.again(key);
    this.list.reveal(key);
    if (focus) { this.area.focus({ preventScroll: true }); this.area.setSelectionRange(this.area.value.length, this.area.value.length); }
    // The pane beside comes after the frame with the caret, and again with what the desk knows.
    requestAnimationFrame(() => setTimeout(() => { if (this.active === key && this.besides !== key) this.drawAside(); }));
    clearTimeout(this.asideTimer);
    this.asideTimer = setTimeout(() => this.loadAside(), 60);
  }

  leave() {
    const row = this.current;
    clearTimeout(this.saveTimer);
    if (row && this.area && !row.conflict && !row.error && this.typed() !== row.target) this.store(row, this.stateOfTyped(row));
    this.area = null;
  }

  // Hand the active text, or a row's own, to the outbox.
  store(row, state, always = false, why = undefined) {
    const target = this.active === row.key && this.area ? this.typed() : row.target;
    if (!always && target === row.target && state === row.state) return;
    if (row.conflict || row.locked) return;
    row.wanted = state;
    this.stands(row);
    Object.assign(row, { target, state, mine: null, error: null });
    if (target !== row.stored) row.origin = this.data.author;
    this.outbox.put({ key: row.key, target, state, revision: row.revision, why });
    this.keepTyped();
    this.drawBar();
  }

  answered(results) {
    this.box.dataset.pending = this.outbox.pending;
    for (const result of results) {
      const row = this.rows.get(result.key);
      if (!row) continue;
      if (!result.error && !this.outbox.waiting.some((edit) => edit.key === row.key)) row.stood = null;
      if (result.conflict) { row.conflict = result.conflict; row.mine = toBox(result.edit.target, row); row.wanted = result.edit.state; if (this.active !== row.key) this.toastText(this.say("conflict_in", { number: this.number(row.number) }), this.say("go_to"), () => this.activate(row.key)); }
      else if (result.error) this.refused(row, result);
      else { row.revision = Math.max(row.revision, result.revision); row.changed = this.moment + 1; this.asides.delete(row.key); if (this.active !== row.key) this.checkNow(row); else this.loadAside(); }
      if (result.conflict || result.error) { if (this.active === row.key) this.redrawActive(); else this.list.again(row.key); }
      const node = this.list.nodes.get(row.key);
      if (node) node.dataset.revision = row.revision;
      if (node && !this.outbox.waiting.some((edit) => edit.key === row.key)) node.querySelector(".unsaved")?.remove();
    }
    if (this.early && !this.outbox.pending) this.loadAside();
    this.drawBar();
  }

  // The desk will not store it: what stands there is shown again, and what was written is kept.
  refused(row, { edit, error, gone, stored }) {
    if (gone) this.lost();
    Object.assign(row, { error, mine: toBox(edit.target, row) }, row.stood, stored, { stood: null });
    if (this.active !== row.key) this.toastText(error, this.say("go_to"), () => this.activate(row.key));
  }

  // What the desk has of a row, before it is shown as it will be.
  stands(row) { row.stood ??= { target: row.target, state: row.state, origin: row.origin }; }

  // Give up what was refused, for what stands.
  giveUp(row) {
    Object.assign(row, { error: null, mine: null });
    delete this.outbox.refused[row.key];
    this.outbox.keep();
    this.list.again(row.key);
    this.area?.focus();
  }

  // Whether this person may change a row, leaving it in a state; without one, whether at all.
  may(row, state) { return !row.locked && this.data.leaves.includes((row.stood || row).state) && (!state || this.data.sets.includes(state)); }

  reject() {
    const row = this.current;
    if (!row.target.trim() || !this.may(row, "rejected")) { this.toastText(this.say("may_not", { state: this.say("state_rejected") })); return; }
    const why = el("input", { dir: "auto", required: true, "aria-label": this.say("why"), placeholder: this.say("why") });
    const form = el("form", { method: "dialog", onsubmit: () => {
      if (!why.value.trim()) return;
      this.store(row, "rejected", true, why.value.trim());
      const next = this.next(this.position, () => true);
      if (next) this.activate(next); else this.list.again(row.key);
    } }, why, el("button", { class: "primary" }, this.say("reject")));
    this.dialog(this.say("why"), form);
    why.focus();
  }

  confirm(state, onward) {
    const row = this.current;
    if (!row || !this.area || !this.mayChange(row)) return;
    if (!this.may(row, state)) { this.toastText(this.say("may_not", { state: this.say(`state_${state}`) })); return; }
    if (!this.typed().trim()) { this.toastText(this.say("nothing_to_confirm")); return; }
    const from = this.position;
    this.store(row, state);
    this.offerRepeats(row);
    const next = this.next(from, onward === "open" ? (one) => !CONFIRMED.includes(one.state) : () => true);
    if (next) this.activate(next); else { this.list.again(row.key); this.area.focus(); this.toastText(this.say("last_one")); }
  }

  offerRepeats(row) {
    const same = (this.alike.get(row.source) || []).filter((one) => one !== row && one.translate && this.may(one, row.state) && !CONFIRMED.includes(one.state));
    this.repeats = same.length ? () => { this.repeats = null; this.changeMany(same.map((one) => [one, row.target, row.state]), "filled"); } : null;
    if (this.repeats) this.toastText(this.say("repeats", { count: this.number(same.length) }), `${this.say("fill_in")} ${this.hint("repeats")}`, () => this.repeats?.());
  }

  storeOther(row, target, state) { this.storeMany([[row, target, state]]); }

  storeMany(changes) {
    this.outbox.putAll(changes.map(([row, target, state]) => {
      this.stands(row);
      if (target !== row.target) Object.assign(row, { target, origin: this.data.author });
      Object.assign(row, { state, mine: null });
      return { key: row.key, target, state, revision: row.revision };
    }));
    for (const [row] of changes) if (row.key === this.active) this.redrawActive(); else this.list.again(row.key);
    this.drawBar();
  }

  toastText(text, action, run) {
    this.toast.replaceChildren(text, ...(action ? [el("button", { type: "button", onclick: () => { this.toast.hidden = true; run(); } }, action)] : []));
    this.toast.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => { this.toast.hidden = true; }, action ? 9000 : 4000);
  }

  // Keys

  pressed(event) {
    const inside = this.focused;
    const asks = event.code === "Slash" && event.shiftKey && !event.ctrlKey && !event.altKey;
    if ((asks || event.key === "?") && !(inside instanceof HTMLTextAreaElement || inside instanceof HTMLInputElement)) { event.preventDefault(); this.help(); return; }
    const command = commandOf(event, this.map);
    if (!command || event.target.closest?.("dialog")) return;
    event.preventDefault();
    event.stopPropagation();
    this.run(...command);
  }

  run(name, number) {
    const row = this.current;
    const aside = this.asides.get(this.active);
    const needs = { match: 1, term: 1, copySource: 1, halfSpace: 1, mark: 1, letters: 1, reopen: 1, reject: 1, comment: 1, pick: 1, lock: 1, again: 1 };
    if (needs[name] && !this.area) return;
    if (WRITES.includes(name) && !this.mayChange(row)) return;
    const acts = {
      confirmOpen: () => this.confirm("translated", "open"),
      confirmNext: () => this.confirm("translated", "next"),
      review: () => this.confirm("reviewed", "next"),
      final: () => this.confirm("final", "next"),
      reject: () => this.reject(),
      reopen: () => { this.store(row, "draft"); this.list.again(row.key); this.area.focus(); },
      up: () => this.move(-1),
      down: () => this.move(1),
      match: () => { const match = aside?.matches[number - 1]; if (match) this.replaceAll(toBox(match.target, row)); },
      term: () => { const term = this.termsOf(row)[number - 1]; if (term) this.insert(term.forms[0]); },
      copySource: () => this.replaceAll(toBox(row.source, row)),
      halfSpace: () => this.insert("\u200c"),
      mark: () => this.nextMark(row),
      letters: () => this.letters(),
      invisibles: () => this.toggle("invisibles"),
      changes: () => this.toggle("changes"),
      repeats: () => this.repeats?.(),
      comment: () => { if (this.besides !== this.active) this.drawAside(); this.side.querySelector(".remark")?.focus(); },
      find: () => { this.find.focus(); this.find.select(); },
      replace: () => this.replace(),
      goTo: () => this.goTo(),
      lock: () => this.lockRows([row], !row.locked),
      pick: () => this.pick(row.key),
      batch: () => this.openMenu(),
      undoBatch: () => this.undoBatch(),
      again: () => this.askAgain([row]),
      help: () => this.help(),
    };
    acts[name]?.();
  }

  move(step) {
    const next = this.next(this.position, () => true, step);
    if (next) this.activate(next);
  }

  nextMark(row) {
    const missing = missingMarks(this.typed(), row), signs = signsOf(row);
    if (!missing.length) return;
    const first = missing[0], close = first.replace("<g", "</g");
    const { selectionStart: from, selectionEnd: to } = this.area;
    if (from !== to && first.startsWith("<g") && missing.includes(close))
      this.insert((signs.get(first) || first) + this.area.value.slice(from, to) + (signs.get(close) || close));
    else this.insert(signs.get(first) || first);
  }

  // Letters that a keyboard may lack; the box keeps the focus.
  letters() {
    this.options.letters = !this.options.letters;
    this.letterBar.hidden = !this.options.letters;
    this.drawLetters();
    this.keepChoices();
    this.area.focus();
  }

  drawLetters() {
    const add = (letter, label, title) => el("button", { type: "button", title, onmousedown: (event) => event.preventDefault(), onclick: () => this.insert(letter) }, label);
    const code = (letter) => `U+${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    const named = [["\u200c", "ZWNJ", this.say("half_space")], ["\u200e", "LRM", "U+200E"], ["\u200f", "RLM", "U+200F"], ["\u00a0", "NBSP", "U+00A0"]];
    this.letterBar.replaceChildren(
      ...[...(this.data.letters[this.target.code] || "")].map((letter) => add(letter, /\p{M}/u.test(letter) ? `\u25cc${letter}` : letter, code(letter))),
      ...named.map((one) => add(...one)));
  }

  close() {
    this.closed = true;
    this.interrupted.disconnect();
    if (this.area && this.outbox) this.leave();
    this.outbox?.close();
    this.list.close();
    window.removeEventListener("beforeunload", this.leaving);
    document.removeEventListener("keydown", this.anywhere);
  }
}
