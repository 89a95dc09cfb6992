// A long list of which only what is seen is drawn. Heights are guessed, then measured.

class VirtualList {
  constructor(scroller, draw) {
    this.scroller = scroller;
    this.draw = draw;
    this.inner = el("div", { class: "rows", role: "rowgroup" });
    scroller.append(this.inner);
    this.keys = [];
    this.heights = new Map();
    this.nodes = new Map();
    this.pinned = null;
    this.observer = new ResizeObserver((entries) => this.measured(entries));
    // Where the view stands is remembered: to ask the page would make it lay itself out first.
    this.top = 0;
    this.view = scroller.clientHeight || 600;
    scroller.addEventListener("scroll", () => this.scrolled(scroller.scrollTop), { passive: true });
    this.resized = new ResizeObserver(() => { this.view = scroller.clientHeight || 600; this.render(); });
    this.resized.observe(scroller);
  }

  // Who races past needs no more than what is in view, and that in outline; the rest comes with rest.
  scrolled(top) {
    this.racing = Math.abs(top - this.top) > this.view / 2;
    this.top = top;
    this.render();
    if (!this.racing) return;
    clearTimeout(this.restTimer);
    this.restTimer = setTimeout(() => this.rest(), 80);
  }

  rest() {
    this.racing = false;
    for (const [key, node] of [...this.nodes]) if (node.outline) this.again(key);
    this.render();
  }

  show(keys, guess) {
    this.keys = keys;
    this.guess = guess;
    this.place = new Map(keys.map((key, index) => [key, index]));
    this.layOut();
    for (const [key, node] of this.nodes) if (!this.place.has(key)) this.drop(key, node);
    this.render();
  }

  layOut() {
    this.sizes = Float64Array.from(this.keys, (key) => this.heights.get(key) || this.guess(key));
    this.tops = new Float64Array(this.keys.length + 1);
    this.addUp(0);
  }

  // Where each row begins, from the first whose height is another.
  addUp(first) {
    const { sizes, tops } = this;
    for (let i = first; i < sizes.length; i++) tops[i + 1] = tops[i] + sizes[i];
    this.inner.style.height = `${tops[sizes.length]}px`;
  }

  indexAt(y) {
    let low = 0, high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.tops[middle + 1] <= y) low = middle + 1; else high = middle;
    }
    return low;
  }

  render() {
    if (!this.tops) return;
    const { top, view } = this, more = this.racing ? 0 : 300;
    const first = Math.max(0, this.indexAt(top - more)), last = Math.min(this.keys.length, this.indexAt(top + view + more) + 1);
    const wanted = new Set(this.keys.slice(first, last));
    if (this.pinned != null && this.place.has(this.pinned)) wanted.add(this.pinned);
    for (const [key, node] of this.nodes) if (!wanted.has(key)) this.drop(key, node);
    const made = document.createDocumentFragment();
    for (const key of wanted) {
      let node = this.nodes.get(key);
      if (!node) {
        node = this.draw(key, this.racing);
        this.nodes.set(key, node);
        made.append(node);
        this.observer.observe(node);
      }
      this.put(node, this.tops[this.place.get(key)]);
    }
    if (made.firstChild) this.inner.append(made);
  }

  put(node, top) {
    if (node.top === top) return;
    node.top = top;
    node.style.transform = `translateY(${top}px)`;
  }

  scrollTo(top) {
    this.scroller.scrollTop = top;
    this.top = this.scroller.scrollTop;
  }

  // Draw a row anew where it stands.
  again(key) {
    const old = this.nodes.get(key);
    if (!old) return;
    const node = this.draw(key);
    this.put(node, old.top);
    this.observer.unobserve(old);
    old.replaceWith(node);
    this.nodes.set(key, node);
    this.observer.observe(node);
  }

  drop(key, node) {
    this.observer.unobserve(node);
    node.remove();
    this.nodes.delete(key);
  }

  measured(entries) {
    let first = Infinity, shift = 0;
    for (const entry of entries) {
      const key = entry.target.dataset.key, height = entry.borderBoxSize ? entry.borderBoxSize[0].blockSize : entry.target.offsetHeight;
      if (!height || this.nodes.get(key) !== entry.target) continue;
      this.heights.set(key, height);
      const index = this.place.get(key);
      if (index == null || this.sizes[index] === height) continue;
      // What lies above the view must not push it down.
      if (this.tops[index + 1] <= this.top) shift += height - this.sizes[index];
      this.sizes[index] = height;
      first = Math.min(first, index);
    }
    if (first === Infinity) return;
    this.addUp(first);
    if (shift) this.scrollTo(this.top + shift);
    this.render();
  }

  reveal(key) {
    const index = this.place.get(key);
    if (index == null) return;
    const top = this.tops[index], bottom = this.tops[index + 1], { top: seen, view } = this;
    if (top < seen + 40) this.scrollTo(Math.max(0, top - 80));
    else if (bottom > seen + view - 60) this.scrollTo(Math.min(top - 80, bottom - view + 200));
    else return;
    this.render();
  }

  close() {
    this.observer.disconnect();
    this.resized.disconnect();
    clearTimeout(this.restTimer);
  }
}
