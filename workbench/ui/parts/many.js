// What is done to many segments at once: to those picked out, or else to all that the list shows.
// Each is one batch that one press takes back.

Object.assign(Editor.prototype, {
  many() {
    const keys = this.picked.size ? this.order.filter((key) => this.picked.has(key)) : this.keys || [];
    return keys.map((key) => this.rows.get(key)).filter((row) => row.translate);
  },

  drawMenuButton() {
    const count = this.number(this.picked.size || (this.keys ? this.keys.length : 0));
    this.menuButton.textContent = `${this.say(this.picked.size ? "with_picked" : "with_shown", { count })} ▾`;
    this.menuButton.setAttribute("aria-pressed", String(this.picked.size > 0));
  },

  openMenu() {
    if (this.menu) { this.closeMenu(); return; }
    const undo = this.batches.at(-1);
    const entries = [
      ["confirm", () => this.confirmMany()],
      ["lock", () => this.lockRows(this.many(), true)],
      ["unlock", () => this.lockRows(this.many(), false)],
      ["translate_again", () => this.askAgain(this.many())],
      this.picked.size ? ["pick_none", () => { this.picked.clear(); this.drawPicked(); }] : ["pick_shown", () => { for (const key of this.keys) this.picked.add(key); this.drawPicked(); }],
      undo ? ["undo", () => this.undoBatch(), undo.label] : null,
    ].filter(Boolean);
    this.menu = el("div", { class: "menu", role: "menu", onkeydown: (event) => this.inMenu(event), onfocusout: (event) => { if (!this.menu?.contains(event.relatedTarget)) this.closeMenu(false); } },
      ...entries.map(([name, act, more]) => el("button", { type: "button", role: "menuitem", class: name, onclick: () => { this.closeMenu(); act(); } }, more ? `${this.say(name)}: ${more}` : this.say(name))));
    this.tools.append(this.menu);
    this.menu.style.insetInlineStart = `${Math.max(0, Math.min(this.startOf(this.menuButton), this.tools.clientWidth - this.menu.offsetWidth))}px`;
    this.menuButton.setAttribute("aria-expanded", "true");
    this.menu.firstChild.focus();
  },

  // How far an element is from where the lines of the page begin.
  startOf(element) {
    const here = element.getBoundingClientRect(), box = this.tools.getBoundingClientRect();
    return this.data.dir === "rtl" ? box.right - here.right : here.left - box.left;
  },

  inMenu(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], entries = [...this.menu.children];
    if (event.key === "Escape") { event.preventDefault(); this.closeMenu(); }
    if (!step) return;
    event.preventDefault();
    entries[(entries.indexOf(this.focused) + step + entries.length) % entries.length].focus();
  },

  closeMenu(back = true) {
    const menu = this.menu;
    this.menu = null;
    menu?.remove();
    this.menuButton.setAttribute("aria-expanded", "false");
    if (back) (this.area || this.menuButton).focus();
  },

  // Change segments in one batch; `told` names what is said of it.
  changeMany(changes, told) {
    const before = changes.map(([row]) => [row, row.target, row.state]);
    this.storeMany(changes);
    const after = new Map(changes.map(([row, target, state]) => [row, target + state]));
    this.batchDone(this.say(told, { count: this.number(changes.length) }), () => this.storeMany(before.filter(([row]) => row.target + row.state === after.get(row) && !row.conflict)));
  },

  batchDone(label, undo, machine = false) {
    this.batches.push({ label, undo, machine });
    if (this.batches.length > 20) this.batches.shift();
    this.toastText(label, `${this.say("undo")} ${this.hint("undoBatch")}`, () => this.undoBatch());
  },

  undoBatch() {
    const batch = this.batches.pop();
    if (!batch) { this.toastText(this.say("nothing_to_undo")); return; }
    batch.undo();
    this.toastText(this.say("undone", { what: batch.label }));
  },

  ask(title, parts, label, act) {
    const box = this.dialog(title, ...parts,
      el("div", { class: "acts" }, el("button", { type: "button", class: "primary", onclick: () => { box.close(); act(); } }, label),
        el("button", { type: "button", onclick: () => box.close() }, this.say("cancel"))));
    box.querySelector("button.primary").focus();
  },

  confirmMany() {
    this.leaveForDialog();
    const rows = this.many().filter((row) => row.target.trim() && !CONFIRMED.includes(row.state) && row.state !== "rejected" && !row.conflict && this.may(row, "translated"));
    const faulty = rows.filter((row) => (this.findings[row.key] || []).some((one) => one.severity === "error"));
    this.ask(this.say("confirm"), [el("p", {}, this.say("would_confirm", { count: this.number(rows.length) })),
      faulty.length ? el("p", { class: "trouble" }, this.say("have_errors", { count: this.number(faulty.length) })) : null],
    this.say("confirm"), () => { if (rows.length) this.changeMany(rows.map((row) => [row, row.target, "translated"]), "confirmed"); });
  },

  // What is locked nobody changes, here or in another page, until it is unlocked.
  async lockRows(rows, locked) {
    this.leaveForDialog();
    await this.outbox.settled();
    const set = async (keys, to) => {
      const got = await this.call("lock", { keys, locked: to });
      for (const row of got.rows) this.peer(row);
      return got.rows.map((row) => row.key);
    };
    try {
      const keys = await set(rows.map((row) => row.key), locked);
      if (!keys.length) return;
      const told = this.say(locked ? "now_locked" : "now_unlocked", { count: this.number(keys.length) });
      this.batchDone(told, () => set(keys, !locked).catch((error) => this.toastText(error.message)));
    } catch (error) { this.toastText(error.message); }
  },

  // The machine works beside the pages; what somebody changes meanwhile stays as they wrote it.
  askAgain(rows) {
    this.leaveForDialog();
    const open = rows.filter((row) => row && row.translate && ["new", "draft"].includes(row.state) && !row.conflict && this.may(row));
    if (!open.length) { this.toastText(this.say("nothing_to_translate")); return; }
    const begin = () => this.translateAgain(open.map((row) => row.key));
    if (open.length === 1) begin();
    else this.ask(this.say("translate_again"), [el("p", {}, this.say("would_translate", { count: this.number(open.length) }))], this.say("translate_again"), begin);
  },

  async translateAgain(keys) {
    await this.outbox.settled();
    try { await this.call("again", { keys }); } catch (error) { this.toastText(error.message); return; }
    this.batches = this.batches.filter((batch) => !batch.machine); // only the last can be put back
    this.followWork();
  },

  async followWork() {
    let job = { finished: false };
    while (!job.finished && !this.closed && !this.gone) {
      try { job = await this.call("work"); } catch { /* it goes on without us; asked for again */ }
      if (job.total && !job.finished) this.toastText(this.say("translating", { done: this.number(job.done), total: this.number(job.total) }));
      if (!job.finished) await new Promise((done) => setTimeout(done, 500));
    }
    if (this.closed || this.gone) return;
    if (job.error) { this.toastText(job.error); return; }
    await this.lookForChanges();
    this.loadFindings();
    const label = this.say("translated_again", { count: this.number(job.changed) });
    if (!job.changed) { this.toastText(label); return; }
    this.batchDone(label, async () => {
      try { await this.call("undo", {}); } catch (error) { this.toastText(error.message); return; }
      await this.lookForChanges();
      this.loadFindings();
    }, true);
  },
});
