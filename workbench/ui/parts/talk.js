// What people say to each other about a segment, and to whom.

Object.assign(Editor.prototype, {
  // By segment: how many comments wait, and how many name the person here.
  hear(talk) {
    if (!talk || JSON.stringify(talk) === JSON.stringify(this.talk)) return;
    const before = this.talk;
    this.talk = talk;
    for (const key of new Set([...Object.keys(before), ...Object.keys(talk)])) {
      if (JSON.stringify(before[key]) === JSON.stringify(talk[key])) continue;
      if (key !== this.active) { this.asides.delete(key); this.list.again(key); continue; }
      this.list.nodes.get(key)?.querySelector(".signs").replaceWith(this.signs(this.current));
      this.loadAside();
    }
    if (this.filter.marked) this.refilter();
  },

  // Small signs beside a segment's state.
  signs(row) {
    const { open, mine } = this.talk[row.key] || {};
    const told = open ? el("span", { class: `talk ${mine ? "mine" : ""}`, title: mine ? this.say("only_mine") : this.say("comments_open", { count: this.number(open) }) }, `✎ ${this.number(open)}`) : null;
    return el("span", { class: "signs" }, row.locked ? el("span", { class: "lock", role: "img", "aria-label": this.say("locked"), title: this.say("locked") }) : null, told);
  },

  commentCard(one, row) {
    const turn = async () => {
      try { this.asides.set(row.key, await this.call("resolve", { key: row.key, id: one.id, resolved: !one.resolved })); } catch (error) { this.toastText(error.message); return; }
      this.drawAside();
      if (one.excuses.length) this.judgeAgain(row);
      this.lookForChanges();
    };
    return el("div", { class: `card comment ${one.resolved ? "resolved" : ""} ${one.mine && !one.resolved ? "mine" : ""}` },
      el("small", {}, el("bdi", {}, one.author), ` · ${this.when(one.at)}${one.mine ? ` · ${this.say("for_you")}` : ""}`), this.saidIn(one),
      el("button", { type: "button", class: "link", onclick: turn }, this.say(one.resolved ? "open_again" : "resolve")));
  },

  // The names in a comment stand out; they are text like the rest of it.
  saidIn(one) {
    if (one.excuses.length) return el("p", { dir: "auto" }, ...one.excuses.flatMap(([check, why]) => [el("b", { title: check }, this.say("stands")), " ", el("bdi", { dir: "ltr" }, check), ": ", el("bdi", {}, why), " "]));
    const names = one.named.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).sort((a, b) => b.length - a.length);
    const parts = names.length ? one.text.split(new RegExp(`(@(?:${names.join("|")}))(?![\\p{L}\\p{N}_])`, "iu")) : [one.text];
    return el("p", { dir: "auto" }, ...parts.map((part, index) => (index % 2 ? el("b", { class: "named" }, part) : part)));
  },

  remark(row) {
    const box = el("input", { class: "remark", dir: "auto", placeholder: this.say("write_comment"), "aria-label": this.say("write_comment"), role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", autocomplete: "off", oninput: () => this.offerNames(box), onblur: () => this.dropNames(box), onkeydown: (event) => this.inRemark(event, box, row) });
    return el("div", { class: "saying" }, box);
  },

  async inRemark(event, box, row) {
    event.stopPropagation();
    if (event.isComposing) return;
    const { names } = this;
    if (names && ["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"].includes(event.key)) {
      event.preventDefault();
      if (event.key === "Escape") this.dropNames(box);
      else if (event.key.startsWith("Arrow")) this.pointName(box, names.at + (event.key === "ArrowDown" ? 1 : -1));
      else this.takeName(box, names.found[names.at]);
      return;
    }
    if (event.key === "Escape") this.area?.focus();
    if (event.key !== "Enter" || !box.value.trim()) return;
    const text = box.value;
    box.value = "";
    try { this.asides.set(row.key, await this.call("comment", { key: row.key, text })); } catch (error) { box.value = text; this.toastText(error.message); return; }
    this.drawAside();
    this.area?.focus();
    this.lookForChanges();
  },

  // After an @ the names of those who work here, as far as they fit what follows it.
  async offerNames(box) {
    const begun = /(?:^|[^\p{L}\p{N}_])@([^@]{0,40})$/u.exec(box.value.slice(0, box.selectionStart));
    if (!begun) { this.dropNames(box); return; }
    try { this.people ??= await this.call("people"); } catch { return; }
    const sought = begun[1].toLocaleLowerCase();
    const found = this.people.filter((name) => name !== this.data.author && name.toLocaleLowerCase().startsWith(sought)).slice(0, 8);
    this.dropNames(box);
    if (!found.length || found.some((name) => name.toLocaleLowerCase() === sought)) return;
    const list = el("ul", { class: "names", role: "listbox" }, ...found.map((name) => el("li", { role: "option", onmousedown: (event) => { event.preventDefault(); this.takeName(box, name); } }, el("bdi", {}, name))));
    this.names = { found, list, begun: begun[1].length, at: 0 };
    box.after(list);
    box.setAttribute("aria-expanded", "true");
    this.pointName(box, 0);
  },

  pointName(box, at) {
    const { found, list } = this.names;
    this.names.at = (at + found.length) % found.length;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === this.names.at)));
  },

  takeName(box, name) {
    const end = box.selectionStart, from = end - this.names.begun;
    box.setRangeText(`${name} `, from, end, "end");
    this.dropNames(box);
    box.focus();
  },

  dropNames(box) {
    this.names?.list.remove();
    this.names = null;
    box.setAttribute("aria-expanded", "false");
  },
});
