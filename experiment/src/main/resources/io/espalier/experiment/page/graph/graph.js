'use strict';
const FAR = 0.42, LEAST = 0.001, MOST = 4, PAUSE = 250, FEW = 400;
const element = (name, text, kind) => Object.assign(document.createElement(name), {textContent: text ?? ''}, kind && {className: kind});
const numbers = text => (text.match(/\d+/g) || []).map(Number);
let lastWheel = {time: 0, view: null};
addEventListener('wheel', event => {
  const view = event.target.closest?.('.view') || null;
  // Who scrolls the page goes on scrolling when a drawing comes under the mouse.
  lastWheel = {time: event.timeStamp, view: event.timeStamp - lastWheel.time < PAUSE ? lastWheel.view : view};
}, {capture: true, passive: true});

document.querySelectorAll('.graph-drawing').forEach(drawing => {
  const view = drawing.querySelector('.view');
  const svg = view.querySelector('svg');
  const details = drawing.querySelector('.details');
  const holder = svg.querySelector('.boxes');
  const boxes = [...holder.querySelectorAll('.b')];
  const lines = [...svg.querySelectorAll('.links path')];
  const ends = numbers(svg.querySelector('.links').dataset.ends);
  const inputs = numbers(holder.dataset.inputs), outputs = numbers(holder.dataset.outputs);
  const [operators, tensors] = [...drawing.querySelectorAll('table')].map(table => [...table.tBodies[0].rows].map(row => row.cells));
  const count = operators.length;
  const wide = svg.width.baseVal.value, tall = svg.height.baseVal.value;
  const spots = boxes.map(box => {
    const [x, y] = numbers(box.getAttribute('transform'));
    const size = box.firstChild;
    return {x, y, w: Number(size.getAttribute('width')), h: Number(size.getAttribute('height'))};
  });
  const around = boxes.map(() => ({lines: [], into: [], outOf: []}));
  lines.forEach((line, index) => {
    const from = ends[2 * index], to = ends[2 * index + 1];
    around[from].lines.push(index);
    around[to].lines.push(index);
    around[from].outOf.push(to);
    around[to].into.push(from);
  });
  const makers = [], takers = [];
  operators.forEach((cells, number) => {
    numbers(cells[3].textContent).forEach(tensor => { makers[tensor] = number; });
    numbers(cells[2].textContent).forEach(tensor => (takers[tensor] ||= []).push(number));
  });

  // Where the drawing is: moved as a whole, so that nothing is laid out again. Of many boxes, only those in sight are painted, and from afar
  // one shape for all of a colour.
  const union = (all, one) => ({left: Math.min(all.left, one.x), top: Math.min(all.top, one.y),
    right: Math.max(all.right, one.x + one.w), bottom: Math.max(all.bottom, one.y + one.h)});
  const nowhere = {left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity};
  function groups(parent, all) {
    let done = 0;
    return [...parent.children].map(group => {
      const seen = all.slice(done, done += group.childElementCount).flat();
      return {group, isHidden: false, ...seen.reduce(union, nowhere)};
    });
  }
  const parts = boxes.length <= FEW ? [] : [
    ...groups(holder, spots), ...groups(svg.querySelector('.links'), lines.map((line, index) => [spots[ends[2 * index]], spots[ends[2 * index + 1]]]))];
  let shapes = null;
  function draft() {
    const kinds = new Map();
    boxes.forEach((box, index) => {
      const {x: left, y: top, w, h} = spots[index];
      const kind = box.getAttribute('class').replace(/ (on|near|hit)\b/g, '');
      kinds.set(kind, (kinds.get(kind) || '') + `M${left} ${top}h${w}v${h}h${-w}z`);
    });
    shapes = document.createElementNS(svg.namespaceURI, 'g');
    const add = (kind, path) => {
      const shape = document.createElementNS(svg.namespaceURI, 'path');
      shape.setAttribute('class', kind);
      shape.setAttribute('d', path);
      shapes.append(shape);
    };
    add('draft-lines', lines.map(line => line.getAttribute('d')).join(''));
    kinds.forEach((path, kind) => add(kind.replace(/^b\b/, 'b draft'), path));
    svg.querySelector('.world').prepend(shapes);
  }
  let x = 0, y = 0, scale = 1, waiting = 0, current = 0, seenWidth = 0;
  function redraw() {
    waiting = 0;
    svg.style.transform = `translate(${x}px,${y}px) scale(${scale})`;
    const isFar = scale < FAR;
    svg.classList.toggle('far', isFar);
    if (parts.length === 0) {
      return;
    }
    if (isFar && !shapes) {
      draft();
    }
    shapes?.setAttribute('display', isFar ? 'inline' : 'none');
    const left = -x / scale, top = -y / scale, right = left + view.clientWidth / scale, bottom = top + view.clientHeight / scale;
    parts.forEach(part => {
      // A box that is not painted would lose the focus.
      const isKept = part.group.contains(boxes[current]);
      const isHidden = !isKept && (isFar || part.bottom < top || part.top > bottom || part.right < left - 400 || part.left > right + 400);
      if (isHidden !== part.isHidden) {
        part.isHidden = isHidden;
        part.group.setAttribute('display', isHidden ? 'none' : 'inline');
      }
    });
  }
  function move(newX, newY, newScale) {
    const least = 40;
    x = Math.min(view.clientWidth - least, Math.max(least - wide * newScale, newX));
    y = Math.min(view.clientHeight - least, Math.max(least - tall * newScale, newY));
    scale = newScale;
    waiting ||= requestAnimationFrame(redraw);
  }
  function zoom(factor, atX = view.clientWidth / 2, atY = view.clientHeight / 2) {
    const next = Math.min(MOST, Math.max(LEAST, scale * factor));
    move(atX - (atX - x) * next / scale, atY - (atY - y) * next / scale, next);
  }
  function whole() {
    const next = Math.min(1, view.clientWidth / wide, view.clientHeight / tall);
    move((view.clientWidth - wide * next) / 2, (view.clientHeight - tall * next) / 2, next);
  }
  function show(index) {
    const {x: left, y: top, w, h} = spots[index];
    const next = Math.max(scale, 0.7);
    const screenX = x + left * scale, screenY = y + top * scale;
    const isSeen = next === scale && screenX >= 0 && screenY >= 0 && screenX + w * scale <= view.clientWidth && screenY + h * scale <= view.clientHeight;
    if (!isSeen) {
      move(view.clientWidth / 2 - (left + w / 2) * next, view.clientHeight / 2 - (top + h / 2) * next, next);
    }
  }
  function start() {
    const next = Math.min(1, Math.max(0.6, view.clientWidth / wide));
    const first = spots[0] || {x: 0, y: 0, w: wide, h: tall};
    const left = wide * next <= view.clientWidth ? (view.clientWidth - wide * next) / 2 : view.clientWidth / 2 - (first.x + first.w / 2) * next;
    move(left, Math.min(8, 30 - first.y * next), next);
  }

  // Details of a box, from the tables.
  let shown = -1, pinned = -1;
  const operatorOf = index => index - inputs.length;
  const isOperator = index => operatorOf(index) >= 0 && operatorOf(index) < count;
  function jump(text, index) {
    const button = element('button', text);
    button.type = 'button';
    button.addEventListener('click', () => { pin(index); boxes[index].focus({preventScroll: true}); });
    return button;
  }
  function tensorItem(number, withTakers) {
    const [, name, role, type, shape, scales, bytes, values] = [...tensors[number]].map(cell => cell.textContent);
    const item = element('li');
    item.append(element('span', name || '(no name)'), element('small', ['T#' + number, role, shape + ' ' + type].filter(Boolean).join(', ')));
    [scales, [bytes && bytes + ' bytes', values].filter(Boolean).join(', ')].filter(Boolean).forEach(text => item.append(element('span', text)));
    if (withTakers) {
      (takers[number] || []).slice(0, 12).forEach(taker => item.append(' ', jump('to Op#' + taker, taker + inputs.length)));
    } else if (makers[number] !== undefined) {
      item.append(' ', jump('from Op#' + makers[number], makers[number] + inputs.length));
    } else if (inputs.includes(number)) {
      item.append(' ', jump('from input', inputs.indexOf(number)));
    }
    return item;
  }
  function list(title, items) {
    if (items.length > 0) {
      const all = element('ul');
      all.append(...items);
      details.append(element('h4', title), all);
    }
  }
  function operatorDetails(number) {
    const cells = [...operators[number]].map(cell => cell.textContent);
    details.append(element('h3', 'Op#' + number + ' ' + cells[1]));
    const terms = element('dl');
    const term = (name, text) => text && terms.append(element('dt', name), element('dd', text));
    term('Form', cells[5]);
    (cells[4] ? cells[4].split(/, (?=[a-z])/) : []).forEach(option => {
      const gap = option.indexOf(' ');
      term(option.slice(0, gap), option.slice(gap + 1));
    });
    term('Constants', cells[6] && cells[6] + ' bytes');
    term('MACs', cells[7]);
    term('Time', cells[8] && cells[8] !== '0.0' && 'about ' + cells[8] + ' % of a run');
    details.append(terms);
    list('Inputs', numbers(cells[2]).map(tensor => tensorItem(tensor, false)));
    list('Outputs', numbers(cells[3]).map(tensor => tensorItem(tensor, true)));
    const rows = drawing.closest('.graph-model')?.querySelector('.graph-notes tbody')?.rows;
    const named = new Map([...rows || []].map(row => [row.cells[0].textContent, row.cells]));
    list('Runtimes', numbers(cells[9]).map(note => {
      const [, runtime, verdict, , reason, remedy] = [...named.get(String(note))].map(cell => cell.textContent);
      const item = element('li');
      item.append(element('span', runtime + ' ' + verdict), element('small', reason + (remedy && '; ' + remedy)));
      return item;
    }));
  }
  function fill(index) {
    shown = index;
    details.replaceChildren();
    details.hidden = index < 0;
    if (index < 0) {
      return;
    }
    const close = element('button', '\u00d7', 'close');
    close.type = 'button';
    close.setAttribute('aria-label', 'Close details');
    close.addEventListener('click', () => pin(-1));
    details.append(close);
    if (isOperator(index)) {
      operatorDetails(operatorOf(index));
    } else {
      const isInput = index < inputs.length;
      details.append(element('h3', isInput ? 'Input' : 'Output'));
      list('Tensor', [tensorItem(isInput ? inputs[index] : outputs[operatorOf(index) - count], isInput)]);
    }
  }
  let lit = -1;
  function light(index) {
    const toggle = (which, on) => {
      if (which >= 0) {
        boxes[which].classList.toggle('on', on);
        around[which].lines.forEach(line => lines[line].classList.toggle('on', on));
        [...around[which].into, ...around[which].outOf].forEach(other => boxes[other].classList.toggle('near', on));
      }
    };
    toggle(lit, false);
    toggle(lit = index, true);
  }
  function pin(index) {
    pinned = index;
    light(index);
    const before = view.clientWidth;
    fill(index);
    x += (view.clientWidth - before) / 2;
    seenWidth = view.clientWidth;
    if (index >= 0) {
      rove(index);
      show(index);
    }
    waiting ||= requestAnimationFrame(redraw);
  }

  // One box at a time is in the order of the tabulator key; arrows go from box to box.
  function rove(index) {
    boxes[current].setAttribute('tabindex', '-1');
    boxes[current = index].setAttribute('tabindex', '0');
  }
  svg.setAttribute('role', 'group');
  boxes.forEach((box, index) => {
    box.setAttribute('role', 'button');
    box.setAttribute('tabindex', index === 0 ? '0' : '-1');
    const words = [...box.querySelectorAll('text')].map(text => text.textContent).join(', ');
    box.setAttribute('aria-label', isOperator(index) ? 'Op ' + operatorOf(index) + ' ' + words : (index < inputs.length ? 'Input ' : 'Output ') + words);
  });
  const indexOf = target => boxes.indexOf(target.closest?.('.b'));
  const indexAt = event => {
    const index = indexOf(event.target);
    if (index >= 0 || scale >= FAR || parts.length === 0) {
      return index;
    }
    const frame = view.getBoundingClientRect();
    const px = (event.clientX - frame.left - x) / scale, py = (event.clientY - frame.top - y) / scale;
    return spots.findIndex(spot => px >= spot.x && px <= spot.x + spot.w && py >= spot.y && py <= spot.y + spot.h);
  };
  view.addEventListener('focusin', event => {
    const index = indexOf(event.target);
    if (index >= 0 && boxes[index].matches(':focus-visible')) {
      view.scrollTo(0, 0);
      pin(index);
    }
  });
  const step = {ArrowUp: [0, 80], ArrowDown: [0, -80], ArrowLeft: [80, 0], ArrowRight: [-80, 0]};
  view.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const index = indexOf(event.target);
    const goes = {
      ArrowDown: around[index]?.outOf[0], ArrowUp: around[index]?.into[0], ArrowRight: index + 1, ArrowLeft: index - 1,
      Home: 0, End: boxes.length - 1,
    };
    if (event.key === '+' || event.key === '=') {
      zoom(1.25);
    } else if (event.key === '-') {
      zoom(0.8);
    } else if (event.key === '0') {
      whole();
    } else if (event.key === '1') {
      zoom(1 / scale);
    } else if (event.key === 'Escape') {
      pin(-1);
    } else if (event.key === 'PageDown' || event.key === 'PageUp') {
      move(x, y + (event.key === 'PageUp' ? 0.8 : -0.8) * view.clientHeight, scale);
    } else if (index >= 0 && (event.key === 'Enter' || event.key === ' ')) {
      pin(index);
    } else if (index >= 0 && event.key in goes) {
      boxes[goes[event.key]]?.focus({preventScroll: true});
    } else if (index < 0 && event.key in step) {
      move(x + step[event.key][0], y + step[event.key][1], scale);
    } else {
      return;
    }
    event.preventDefault();
  });

  // Mouse and fingers.
  const pointers = new Map();
  let travelled = 0;
  view.addEventListener('pointerdown', event => {
    if (event.button === 0) {
      travelled = pointers.size === 0 ? 0 : travelled;
      pointers.set(event.pointerId, {x: event.offsetX, y: event.offsetY, clientX: event.clientX, clientY: event.clientY});
    }
  });
  view.addEventListener('pointermove', event => {
    const before = pointers.get(event.pointerId);
    if (!before) {
      if (pinned < 0 && event.pointerType === 'mouse') {
        const index = indexAt(event);
        if (index !== lit) {
          light(index);
          clearTimeout(view.timer);
          view.timer = setTimeout(() => pinned < 0 && hint(index), 90);
        }
        if (index >= 0) {
          tipAt = event;
        }
      }
      return;
    }
    const all = [...pointers.values()];
    const dx = event.clientX - before.clientX, dy = event.clientY - before.clientY;
    travelled += Math.abs(dx) + Math.abs(dy);
    if (travelled > 4 && !view.hasPointerCapture(event.pointerId)) {
      view.setPointerCapture(event.pointerId);
      view.classList.add('held');
      window.espalierTip?.(event, null);
    }
    if (all.length === 1) {
      move(x + dx, y + dy, scale);
    } else if (all.length === 2) {
      const other = all.find(one => one !== before);
      const frame = view.getBoundingClientRect();
      const apart = (px, py) => Math.hypot(px - other.clientX, py - other.clientY) || 1;
      zoom(apart(event.clientX, event.clientY) / apart(before.clientX, before.clientY),
          (event.clientX + other.clientX) / 2 - frame.left, (event.clientY + other.clientY) / 2 - frame.top);
    }
    before.clientX = event.clientX;
    before.clientY = event.clientY;
  });
  const release = event => {
    pointers.delete(event.pointerId);
    view.classList.toggle('held', pointers.size > 0);
  };
  view.addEventListener('pointerup', release);
  view.addEventListener('pointercancel', release);
  view.addEventListener('click', event => {
    const index = indexAt(event);
    if (travelled <= 4) {
      window.espalierTip?.(event, null);
      pin(index);
      if (index >= 0) {
        boxes[index].focus({preventScroll: true});
      }
    }
  });
  view.addEventListener('dblclick', event => {
    const frame = view.getBoundingClientRect();
    zoom(1.6, event.clientX - frame.left, event.clientY - frame.top);
  });
  view.addEventListener('wheel', event => {
    if (lastWheel.view === view || event.ctrlKey) {
      event.preventDefault();
      const frame = view.getBoundingClientRect();
      const turn = Math.max(-60, Math.min(60, event.deltaY * (event.deltaMode === 1 ? 16 : 1)));
      zoom(Math.exp(-turn / 240), event.clientX - frame.left, event.clientY - frame.top);
    }
  }, {passive: false});
  view.addEventListener('pointerleave', event => {
    clearTimeout(view.timer);
    window.espalierTip?.(event, null);
    if (pinned < 0) {
      light(-1);
    }
  });
  let tipAt = null;
  function hint(index) {
    if (index < 0 || !tipAt) {
      window.espalierTip?.(tipAt, null);
      return;
    }
    const tip = {};
    if (isOperator(index)) {
      const cells = [...operators[operatorOf(index)]].map(cell => cell.textContent);
      tip['Op#' + cells[0]] = cells[1];
      numbers(cells[3]).slice(0, 3).forEach(tensor => { tip['T#' + tensor] = [tensors[tensor][1].textContent, tensors[tensor][5].textContent].filter(Boolean).join('; '); });
      Object.assign(tip, cells[5] && {Form: cells[5]}, cells[4] && {Options: cells[4]}, cells[6] && {Constants: cells[6] + ' bytes'},
          cells[7] && {MACs: cells[7]}, cells[8] && cells[8] !== '0.0' && {Time: 'about ' + cells[8] + ' %'});
    } else {
      boxes[index].querySelectorAll('text').forEach((text, line) => { tip[line === 0 ? (index < inputs.length ? 'Input' : 'Output') : 'Form'] = text.textContent; });
    }
    window.espalierTip?.(tipAt, tip);
  }

  // Search, buttons, colours.
  const bar = element('div', '', 'graph-bar');
  const search = element('input');
  Object.assign(search, {type: 'search', placeholder: 'Search operators, tensors'});
  search.setAttribute('aria-label', 'Search operators and tensors by name');
  const found = element('output');
  let hits = [], at = -1, hay = null;
  const words = index => boxes[index].getAttribute('aria-label') + ' ' + (isOperator(index)
      ? 'op#' + operatorOf(index) + ' ' + [2, 3].flatMap(cell => numbers(operators[operatorOf(index)][cell].textContent))
          .map(tensor => tensors[tensor][1].textContent + ' t#' + tensor + ' ').join(' ') : '');
  search.addEventListener('input', () => {
    hay ||= boxes.map((box, index) => words(index).toLowerCase());
    const text = search.value.trim().toLowerCase();
    hits = text ? boxes.map((box, index) => index).filter(index => hay[index].includes(text)) : [];
    at = -1;
    svg.classList.toggle('searching', text !== '');
    const hit = new Set(hits);
    boxes.forEach((box, index) => box.classList.toggle('hit', hit.has(index)));
    found.textContent = text ? hits.length + ' found' : '';
    if (hits.length > 0) {
      show(hits[0]);
    }
  });
  search.addEventListener('keydown', event => {
    if (event.key === 'Enter' && hits.length > 0) {
      at = (at + (event.shiftKey ? hits.length - 1 : 1)) % hits.length;
      found.textContent = (at + 1) + ' of ' + hits.length;
      pin(hits[at]);
    }
  });
  bar.append(search, found);
  [['\u2212', 'Zoom out', () => zoom(0.8)], ['+', 'Zoom in', () => zoom(1.25)], ['Whole', 'Show the whole graph', whole],
    ['100 %', 'Show at full size', () => zoom(1 / scale)]].forEach(([text, label, act]) => {
    const button = element('button', text);
    Object.assign(button, {type: 'button', title: label});
    button.setAttribute('aria-label', label);
    button.addEventListener('click', act);
    bar.append(button);
  });
  const colours = element('select');
  colours.setAttribute('aria-label', 'What colours mean');
  colours.append(new Option('Colours: kind', 'kind'), new Option('Colours: type', 'form'));
  colours.value = drawing.classList.contains('by-form') ? 'form' : 'kind';
  colours.addEventListener('change', () => drawing.classList.toggle('by-form', colours.value === 'form'));
  bar.append(colours);
  drawing.querySelector('.legend').before(bar);
  view.style.setProperty('--tall', Math.max(220, tall + 2) + 'px');
  view.classList.add('live');
  view.setAttribute('aria-label', view.getAttribute('aria-label') + '. Plus and minus zoom, 0 shows all, the tabulator goes to a box, arrows from box to box.');
  // What was in the middle stays there; a drawing that is hidden has no width, and begins when it is seen.
  seenWidth = view.clientWidth;
  new ResizeObserver(() => {
    const now = view.clientWidth;
    if (now > 0 && seenWidth === 0) {
      start();
    } else if (now > 0) {
      move(x + (now - seenWidth) / 2, y, scale);
    }
    seenWidth = now;
  }).observe(view);
  start();
});
