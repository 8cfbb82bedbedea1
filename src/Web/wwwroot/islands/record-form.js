// <record-form draft="name">: makes the form of a record quicker. Repeats the value of the record before, finds terms of lists by pinyin
// and walks down their trees, says at once how a text is read, and keeps what was typed in the browser until it is saved.
const lists = new Map();

function list(name) {
  if (!lists.has(name)) {
    lists.set(name, fetch(`collections/codes/${name}`).then(answer => (answer.ok ? answer.json() : [])).catch(() => []));
  }
  return lists.get(name);
}

const plain = text => text.toLowerCase().replace(/[\s·、，,;；()（）]/g, '');

function rank(entry, typed) {
  const [word, sound] = [plain(entry.word), entry.sound.replaceAll(' ', '')];
  const initials = entry.sound.split(' ').map(syllable => syllable[0]).join('');
  if (word === typed) return 0;
  if (initials === typed) return 1;
  if (word.startsWith(typed) || plain(entry.zh).startsWith(typed)) return 2;
  if (sound.startsWith(typed)) return 3;
  if (initials.startsWith(typed)) return 4;
  if (word.includes(typed) || plain(entry.zh).includes(typed)) return 5;
  return initials.includes(typed) || sound.includes(typed) ? 6 : 9;
}

class RecordForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector('form');
    this.name = `guanlian.draft.${this.getAttribute('draft')}`;
    for (const box of this.querySelectorAll('.edit-box')) this.prepare(box);
    this.offerDraft();
    this.form.addEventListener('input', () => this.keepSoon());
    this.form.addEventListener('submit', event => this.send(event));
    this.form.addEventListener('keydown', event => this.keys(event));
  }

  prepare(box) {
    const control = box.querySelector('.input');
    if (box.dataset.last && control.value !== box.dataset.last) {
      const repeat = document.createElement('button');
      repeat.type = 'button';
      repeat.className = 'box-tool';
      repeat.tabIndex = -1;
      repeat.textContent = this.dataset.repeat;
      repeat.title = box.dataset.last;
      repeat.addEventListener('click', () => this.repeat(box, control));
      box.append(repeat);
    }
    if (control.hasAttribute('list') && box.dataset.list) this.picker(box, control);
  }

  repeat(box, control) {
    control.value = box.dataset.last;
    control.focus();
    this.keepSoon();
  }

  // A combo box over the list: what is typed, in any script, or the tree from its top when nothing is.
  picker(box, control) {
    control.removeAttribute('list');
    const menu = document.createElement('ul');
    Object.assign(menu, { className: 'picker', hidden: true, id: `${control.id}-picker` });
    menu.setAttribute('role', 'listbox');
    menu.setAttribute('aria-label', box.querySelector('label').textContent);
    control.setAttribute('role', 'combobox');
    control.setAttribute('aria-expanded', 'false');
    control.setAttribute('aria-controls', menu.id);
    control.setAttribute('aria-autocomplete', 'list');
    box.append(menu);
    const echo = document.createElement('p');
    echo.className = 'echo';
    echo.setAttribute('role', 'status');
    box.append(echo);
    let at = -1;
    let parent = null;
    let coming = 0;

    const hide = () => {
      menu.hidden = true;
      at = -1;
      control.setAttribute('aria-expanded', 'false');
      control.removeAttribute('aria-activedescendant');
    };
    const last = () => (box.dataset.many ? control.value.split(/[；;]/).at(-1) : control.value).trim();
    const take = entry => {
      const before = box.dataset.many ? control.value.split(/[；;]/).slice(0, -1).map(t => t.trim()).filter(Boolean) : [];
      control.value = [...before, entry.word].join('；');
      this.keepSoon();
      this.echo(box, control, echo);
    };
    const show = async typed => {
      coming++;
      const entries = await list(box.dataset.list).finally(() => coming--);
      const found = typed
        ? entries.map(entry => [rank(entry, plain(typed)), entry]).filter(([r]) => r < 9).sort((a, b) => a[0] - b[0]).slice(0, 9).map(([, entry]) => entry)
        : entries.filter(entry => (entry.parent ?? null) === parent).slice(0, 60);
      menu.replaceChildren();
      if (!typed && parent) menu.append(this.option(menu, '↑ ' + this.dataset.up, '', () => { parent = entries.find(e => e.code === parent)?.parent ?? null; show(''); }));
      for (const entry of found) {
        const below = entries.some(other => other.parent === entry.code);
        menu.append(this.option(menu, entry.word + (below && !typed ? ' ›' : ''), entry.years ?? '', () => {
          take(entry);
          if (below && !typed) { parent = entry.code; show(''); } else hide();
        }));
      }
      menu.hidden = menu.children.length === 0;
      control.setAttribute('aria-expanded', String(!menu.hidden));
      at = -1;
    };
    control.addEventListener('input', () => { parent = null; show(last()); });
    control.addEventListener('keydown', event => {
      // A quick hand is ahead of the list: its Enter chooses a term, it does not send the form.
      if (menu.hidden && coming > 0 && (event.key === 'ArrowDown' || event.key === 'Enter') && !event.ctrlKey) { event.preventDefault(); return; }
      if (event.key === 'ArrowDown' && menu.hidden) { event.preventDefault(); show(''); return; }
      if (menu.hidden) return;
      const options = [...menu.children];
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        at = (at + (event.key === 'ArrowDown' ? 1 : options.length - 1) + (at < 0 && event.key === 'ArrowUp' ? 1 : 0)) % options.length;
        options.forEach((option, i) => option.setAttribute('aria-selected', String(i === at)));
        options[at].scrollIntoView({ block: 'nearest' });
        control.setAttribute('aria-activedescendant', options[at].id);
      } else if (event.key === 'Enter' && !event.ctrlKey) {
        event.preventDefault();
        (options[at] ?? options[0]).click();
      } else if (event.key === 'Escape') {
        event.stopPropagation();
        hide();
      }
    });
    control.addEventListener('blur', () => setTimeout(() => { hide(); this.echo(box, control, echo); }, 150));
  }

  option(menu, word, note, choose) {
    const option = document.createElement('li');
    option.id = `${menu.id}-${menu.children.length}`;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', 'false');
    option.append(word);
    if (note) {
      const small = document.createElement('small');
      small.textContent = note;
      option.append(' ', small);
    }
    option.addEventListener('mousedown', event => event.preventDefault());
    option.addEventListener('click', choose);
    return option;
  }

  async echo(box, control, echo) {
    const profile = this.form.elements.namedItem('Profile').value;
    const field = control.name.slice(2);
    try {
      const answer = control.value.trim()
        ? await fetch(`collections/read?profile=${encodeURIComponent(profile)}&field=${encodeURIComponent(field)}&text=${encodeURIComponent(control.value)}`)
        : null;
      echo.textContent = answer?.ok ? (await answer.json()).echo ?? '' : '';
    } catch {
      echo.textContent = '';
    }
  }

  // Ctrl+Enter saves, Ctrl+Shift+Enter saves and goes on, Alt+ArrowUp repeats the value of the record before.
  keys(event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.form.requestSubmit(this.form.querySelector(`[name=Then][value=${event.shiftKey ? 'next' : 'stay'}]`));
    } else if (event.key === 'ArrowUp' && event.altKey) {
      const box = event.target.closest('.edit-box');
      if (box?.dataset.last) { event.preventDefault(); this.repeat(box, event.target); }
    }
  }

  values() {
    return Object.fromEntries([...this.form.elements].filter(e => e.name?.startsWith('F.')).map(e => [e.name, e.value]));
  }

  keepSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), 400);
  }

  keep() {
    try {
      localStorage.setItem(this.name, JSON.stringify({ seen: this.form.elements.namedItem('Seen').value, values: this.values() }));
    } catch {
      // A browser that keeps nothing: the form works as it does without this script.
    }
  }

  offerDraft() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(this.name)); } catch { return; }
    if (!kept || Object.entries(kept.values).every(([name, value]) => (this.form.elements.namedItem(name)?.value ?? value) === value)) return;
    const bar = document.createElement('div');
    bar.className = 'notice draft-bar';
    bar.setAttribute('role', 'status');
    const text = document.createElement('p');
    text.textContent = this.dataset.restore;
    const button = (word, act) => {
      const b = document.createElement('button');
      Object.assign(b, { type: 'button', className: 'button', textContent: word });
      b.addEventListener('click', () => { act(); bar.remove(); });
      return b;
    };
    const buttons = document.createElement('div');
    buttons.className = 'buttons';
    buttons.append(button(this.dataset.take, () => this.takeUp(kept)), button(this.dataset.drop, () => localStorage.removeItem(this.name)));
    bar.append(text, buttons);
    this.form.before(bar);
  }

  // What was shown then comes back too, so that the merge on saving knows what others have changed since.
  takeUp(kept) {
    this.form.elements.namedItem('Seen').value = kept.seen;
    for (const [name, value] of Object.entries(kept.values)) {
      const control = this.form.elements.namedItem(name);
      if (control) control.value = value;
    }
  }

  async send(event) {
    this.keep();
    if (this.sure) return;
    event.preventDefault();
    const button = event.submitter;
    try {
      await fetch('seal.svg', { method: 'HEAD', cache: 'no-store' });
    } catch {
      this.say(this.dataset.offline);
      return;
    }
    this.sure = true;
    this.form.requestSubmit(button);
    this.sure = false;
  }

  say(text) {
    let line = this.querySelector('.offline');
    if (!line) {
      line = document.createElement('p');
      line.className = 'offline notice due';
      line.setAttribute('role', 'alert');
      this.form.querySelector('.buttons').before(line);
    }
    line.textContent = text;
  }
}

// The answer to a save that went well names the form: what was kept of it in the browser is then no longer needed. A cookie, so that
// it is not missed by a reader who leaves the next page before this script has run there.
const saved = document.cookie.split('; ').find(cookie => cookie.startsWith('guanlian.saved='));
if (saved) {
  localStorage.removeItem(`guanlian.draft.${decodeURIComponent(saved.slice(saved.indexOf('=') + 1))}`);
  document.cookie = 'guanlian.saved=; Max-Age=0; Path=/; SameSite=Lax';
}

customElements.define('record-form', RecordForm);
