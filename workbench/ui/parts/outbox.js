// Edits on their way to the desk. Each has a name of its own and is kept in the browser until the
// desk has answered it, so a server that dies, a network that goes or a closed page lose nothing.
// A refusal is an answer, too: it is not asked again, and the text is kept until another is stored.

class Outbox {
  constructor(document, call, answered, person = "") {
    this.place = `workbench-outbox-${document}${person && `-${person}`}`;
    this.call = call;
    this.answered = answered;
    this.waiting = [];
    this.flying = false;
    this.pause = 0;
    this.trouble = "";
    this.refused = {};
    try { this.refused = JSON.parse(localStorage.getItem(`${this.place}-refused`) || "{}"); } catch { /* none kept */ }
    try { this.waiting = JSON.parse(localStorage.getItem(this.place) || "[]"); } catch { this.waiting = []; }
    this.online = () => { this.pause = 0; this.flush(); };
    window.addEventListener("online", this.online);
    if (this.waiting.length) this.flush();
  }

  get pending() { return this.waiting.length; }

  put(edit) { this.putAll([edit]); }

  // A later edit of a segment takes the place of one that has not left yet.
  putAll(edits) {
    const first = this.flying ? this.flying.length : 0;
    const places = new Map(this.waiting.slice(first).map((one, index) => [one.key, first + index]));
    for (const edit of edits) {
      const named = { ...edit, name: crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}` };
      const index = places.get(edit.key);
      if (index != null) this.waiting[index] = { why: this.waiting[index].why, ...named, revision: this.waiting[index].revision };
      else places.set(edit.key, this.waiting.push(named) - 1);
    }
    this.keep();
    this.flush();
  }

  // Until all has been answered, or it is clear that nothing is for now.
  async settled() {
    while (this.waiting.length && !this.trouble && !this.closed) await new Promise((done) => setTimeout(done, 30));
  }

  keep() {
    try {
      if (this.waiting.length) localStorage.setItem(this.place, JSON.stringify(this.waiting));
      else localStorage.removeItem(this.place);
      if (Object.keys(this.refused).length) localStorage.setItem(`${this.place}-refused`, JSON.stringify(this.refused));
      else localStorage.removeItem(`${this.place}-refused`);
    } catch { /* storage is full or forbidden: the edits still wait in the page */ }
  }

  async flush() {
    if (this.flying || !this.waiting.length || this.closed) return;
    clearTimeout(this.timer);
    this.flying = this.waiting.slice(0, 200);
    let answer;
    try {
      answer = await this.call("save", { edits: this.flying.map(({ name, key, target, state, revision, why }) => ({ name, key, target, state, revision, why })) });
      this.trouble = "";
      this.pause = 0;
    } catch (error) {
      if (error.status === 403) { this.landed(error.results || this.flying.map(({ name, key }) => ({ name, key, error: error.message }))); return; }
      this.flying = false;
      this.trouble = error.message;
      this.pause = error.status === 401 ? 60000 : error.wait || Math.min(8000, (this.pause || 250) * 2);
      this.timer = setTimeout(() => this.flush(), this.pause);
      this.answered([]);
      return;
    }
    this.landed(answer.results);
  }

  // What the desk answered to the edits it was sent.
  landed(results) {
    const sent = new Map(this.flying.map((edit) => [edit.name, edit]));
    this.flying = false;
    this.trouble = "";
    // A deleted document may be put back: what was meant for it waits in the browser.
    const gone = new Set(results.filter((result) => result.gone).map((result) => result.name));
    this.waiting = this.waiting.filter((edit) => !sent.has(edit.name) || gone.has(edit.name));
    for (const result of results) {
      if (result.error && !result.gone) this.refused[result.key] = { text: sent.get(result.name)?.target, error: result.error };
      else delete this.refused[result.key];
      if (result.revision != null)
        for (const later of this.waiting) if (later.key === result.key) later.revision = result.revision;
    }
    this.keep();
    this.answered(results.map((result) => ({ ...result, edit: sent.get(result.name) })));
    if (!gone.size) this.flush();
  }

  // The page was drawn anew and is known again.
  again() { this.pause = 0; this.flush(); }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    window.removeEventListener("online", this.online);
  }
}
