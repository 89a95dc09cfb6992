// The pane beside the list: matches, terms, comments and history of the active segment; and the
// dialogs: go to, find and replace, the keys.

Object.assign(Editor.prototype, {
  termsOf(row) {
    const ids = [...new Set(row.terms.map(([, , id]) => id))];
    return ids.map((id) => this.terms[id]).filter((term) => term && term.forms.length);
  },

  async loadAside() {
    const key = this.active;
    if (!key) return;
    this.early = Boolean(this.outbox?.pending); // what was confirmed just now may match here, too
    try {
      const got = await this.call("aside", null, { key });
      this.asides.set(key, got);
      const row = this.rows.get(key), made = got.history.findLast((one) => MACHINE.test(one.author) || one.author.startsWith("memory "));
      row.machine = made ? made.new : got.history[0]?.old || null; // a draft that came with the document has no record of its own
    } catch { return; }
    if (this.active !== key) return;
    if (!this.focused?.matches?.(".remark")) this.drawAside(); // not over a comment being written
    if (this.options.changes) this.preview();
  },

  drawAside() {
    const row = this.current;
    this.besides = this.side.dataset.key = this.active;
    if (!row) { this.side.replaceChildren(); return; }
    const got = this.asides.get(row.key) || { matches: [], history: [], comments: [] };
    const section = (name, ...parts) => (parts.length ? [el("h3", {}, this.say(name)), ...parts] : []);
    this.side.replaceChildren(
      ...section("matches", ...got.matches.map((match, index) => this.matchCard(match, index, row))),
      ...section("terms", ...this.termsOf(row).map((term, index) => this.termCard(term, index))),
      el("h3", {}, this.say("comments")), ...got.comments.map((one) => this.commentCard(one, row)), this.remark(row),
      ...section("history", ...[...got.history].reverse().map((one) => this.revisionCard(one, row))),
    );
  },

  matchCard(match, index, row) {
    return el("button", { type: "button", class: "card match", title: `Alt+${index + 1}`, onclick: () => this.run("match", index + 1) },
      el("span", { class: "score" }, match.context ? this.say("in_context") : this.percent(match.score)), el("kbd", {}, this.number(index + 1)),
      match.score < 100 ? difference(match.source, row.source, this.source) : null,
      shown(match.target, this.target, { row }),
      match.exchanged.length ? el("small", { class: "exchanged" }, `${this.say("exchanged")} `, el("bdi", { dir: "ltr" }, match.exchanged.join(", "))) : null,
      el("small", {}, ...[match.author, match.origin, match.memory, match.penalty ? `−${this.number(match.penalty)}` : ""].filter(Boolean).flatMap((part, index) => [index ? " · " : "", el("bdi", {}, part)])));
  },

  // Who wrote it; a machine is called one.
  by(author) { return MACHINE.test(author) ? this.say("by_machine") : el("bdi", {}, author); },

  termCard(term, index) {
    const others = term.forms.slice(1).join(" · ");
    return el("button", { type: "button", class: "card term-card", title: [others, term.note].filter(Boolean).join("\n"), onclick: () => this.run("term", index + 1) },
      el("span", { lang: "en", dir: "ltr" }, term.en), el("b", { lang: this.target.tag, dir: this.target.dir }, term.forms[0]),
      index < 9 ? el("kbd", {}, `⇧${this.number(index + 1)}`) : null,
      term.avoid.length ? el("s", { lang: this.target.tag, dir: this.target.dir }, term.avoid.join(" · ")) : null);
  },

  revisionCard(one, row) {
    return el("div", { class: "card revision" }, el("small", { title: one.author }, this.by(one.author), ` · ${this.when(one.at)} · ${this.say(`state_${one.state}`)}`),
      one.old === one.new ? null : difference(one.old, one.new, this.target),
      one.new !== row.target && one.new ? el("button", { type: "button", class: "link", onclick: () => { if (this.mayChange(row)) this.replaceAll(toBox(one.new, row)); } }, this.say("restore")) : null);
  },

  dialog(title, ...parts) {
    const box = el("dialog", { class: "dialog", dir: this.data.dir, onclose: () => { box.remove(); this.area?.focus(); } }, el("h2", {}, title), ...parts);
    this.box.append(box);
    box.showModal();
    return box;
  },

  goTo() {
    const box = el("input", { type: "number", min: 1, max: this.order.length, "aria-label": this.say("go_to") });
    const form = el("form", { method: "dialog", onsubmit: () => {
      const row = this.rows.get(this.order[Number(box.value) - 1]);
      if (!row) return;
      if (!this.keys.includes(row.key)) { this.filter = { ...UNFILTERED }; this.drawTools(); this.refilter(); }
      if (row.translate) setTimeout(() => this.activate(row.key)); else this.list.reveal(row.key);
    } }, box, el("button", { class: "primary" }, this.say("go_to")));
    this.dialog(this.say("go_to_segment", { total: this.number(this.order.length) }), form);
    box.focus();
  },

  replace() {
    this.leaveForDialog();
    const input = (name) => el("input", { dir: this.target.dir, lang: this.target.tag, placeholder: this.say(name), "aria-label": this.say(name), oninput: () => look() });
    const sought = input("find_in_targets"), other = input("replace_with");
    const regex = el("input", { type: "checkbox", id: "regex", onchange: () => look() });
    const seen = el("div", { class: "seen" }), count = el("p", { role: "status" });
    let changes = [];
    const look = () => {
      changes = [];
      let pattern = null;
      try { pattern = sought.value && new RegExp(regex.checked ? sought.value : sought.value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "gu"); } catch { /* not finished yet */ }
      if (pattern)
        for (const key of this.keys) {
          const row = this.rows.get(key);
          if (!row.translate || !row.target || row.conflict || !this.may(row)) continue;
          const after = row.target.split(/(<\/?g\d+>|<x\d+\/>)/).map((part) => (/^<\/?[gx]\d/.test(part) ? part : part.replace(pattern, regex.checked ? other.value : () => other.value))).join("");
          if (after !== row.target) changes.push([row, after]);
        }
      count.textContent = this.say("would_change", { count: this.number(changes.length) });
      seen.replaceChildren(...changes.slice(0, 50).map(([row, after]) => el("div", {}, el("small", {}, this.number(row.number)), difference(row.target, after, this.target))));
    };
    const box = this.dialog(this.say("replace"), sought, other, el("label", {}, regex, " ", this.say("regex")), count, seen,
      el("div", { class: "acts" }, el("button", { type: "button", class: "primary", onclick: () => {
        box.close();
        if (changes.length) this.changeMany(changes.map(([row, after]) => [row, after, CONFIRMED.includes(row.state) ? "translated" : "draft"]), "changed");
      } }, this.say("replace_all")), el("button", { type: "button", onclick: () => box.close() }, this.say("cancel"))));
    sought.focus();
    look();
  },

  // What is in the box belongs to the document before many segments are changed at once.
  leaveForDialog() {
    const row = this.current;
    if (row && this.area && this.typed() !== row.target) this.store(row, this.stateOfTyped(row));
  },

  // All that can be mended without asking, shown before it is done; the confirmed stay confirmed.
  async mendAll() {
    this.leaveForDialog();
    await this.settled();
    let found;
    try { found = await this.call("mends"); } catch (error) { this.toastText(error.message); return; }
    const changes = found.map((one) => [this.rows.get(one.key), one]).filter(([row, one]) => row && row.translate && !row.conflict && row.target === one.before);
    const seen = changes.slice(0, 200).map(([row, one]) => el("div", {}, el("small", { title: one.checks.join(", ") }, this.number(row.number)), difference(row.target, one.after, this.target)));
    const box = this.dialog(this.say("mend_all"), el("p", { role: "status" }, this.say("would_change", { count: this.number(changes.length) })), el("div", { class: "seen" }, ...seen),
      el("div", { class: "acts" }, changes.length ? el("button", { type: "button", class: "primary", onclick: () => {
        this.changeMany(changes.map(([row, one]) => [row, one.after, row.state === "new" ? "draft" : row.state]), "changed");
        box.close();
      } }, this.say("mend")) : null, el("button", { type: "button", onclick: () => box.close() }, this.say(changes.length ? "cancel" : "close"))));
  },

  // What was typed here has reached the desk, or will not for now.
  async settled() {
    for (let tries = 0; tries < 40 && this.outbox.pending && !this.outbox.trouble; tries++) await new Promise((done) => setTimeout(done, 50));
  },

  help() {
    const trouble = el("p", { class: "trouble", role: "status" });
    const lines = Object.keys(KEYS).map((name) => {
      const button = el("button", { type: "button", class: "keys", dir: "ltr", title: this.say("press_new_key"), onclick: () => {
        button.textContent = "…";
        button.onkeydown = (event) => {
          event.preventDefault();
          event.stopPropagation();
          if (["Control", "Shift", "Alt", "Meta"].includes(event.key)) return;
          trouble.textContent = this.setKey(name, combination(event));
          button.textContent = keyLabel(this.map[name]);
          button.onkeydown = null;
        };
      } }, keyLabel(this.map[name]));
      return el("div", { class: "key" }, el("span", {}, this.say(`key_${name}`)), button);
    });
    const box = this.dialog(this.say("keys"), el("div", { class: "keylist" }, ...lines), trouble,
      el("div", { class: "acts" }, el("button", { type: "button", onclick: () => { this.data.choices.keys = {}; this.map = keyMap(); this.keepChoices(); this.drawTools(); box.close(); } }, this.say("reset_keys")),
        el("button", { type: "button", class: "primary", onclick: () => box.close() }, this.say("close"))));
  },

  // Give a command another key; what is wrong with it, if it cannot have it.
  setKey(name, pressed) {
    const keys = KEYS[name].endsWith("+Digit") ? pressed.replace(/\+[^+]*$/, "+Digit") : pressed;
    if (pressed === "Escape") return "";
    if (typesLetters(keys)) return this.say("key_types");
    const taken = Object.keys(KEYS).find((other) => other !== name && this.map[other] === keys);
    if (taken) return this.say("key_taken", { what: this.say(`key_${taken}`) });
    (this.data.choices.keys ??= {})[name] = keys;
    this.map = keyMap(this.data.choices.keys);
    this.keepChoices();
    this.drawTools();
    return "";
  },

  // What a person chose goes with them to another browser; that it could not be kept is no loss.
  async keepChoices() {
    try { await this.call("choices", { keys: this.data.choices.keys || {}, options: this.options }); } catch { /* kept in this page */ }
  },
});

const EDITORS = new WeakMap();

export default function ({ data, parentElement }) {
  let editor = EDITORS.get(parentElement);
  const same = editor && editor.data.document === data.document && editor.data.ui === data.ui && editor.data.author === data.author && editor.data.person === data.person;
  if (same) {
    Object.assign(editor.data, { token: data.token, sets: data.sets, leaves: data.leaves });
    editor.outbox?.again();
  }
  else {
    editor?.close();
    const place = parentElement.querySelector(".place") || parentElement;
    editor = new Editor(place, data);
    EDITORS.set(parentElement, editor);
  }
  return () => { EDITORS.get(parentElement)?.close(); EDITORS.delete(parentElement); };
}
