(() => {
  'use strict';
  // Light or dark: the reader's system decides until the button is used.
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : dark.matches;
  const theme = document.getElementById('theme');
  const name = () => { theme.textContent = isDark() ? 'Light' : 'Dark'; };
  theme.hidden = false;
  theme.addEventListener('click', () => { root.dataset.theme = isDark() ? 'light' : 'dark'; name(); });
  dark.addEventListener('change', name);
  name();

  // Sorting. What has no figure stays at the end.
  const collator = new Intl.Collator('en', {numeric: true});
  const key = (row, place) => {
    const cell = row.cells[place];
    if (!cell.classList.contains('number')) {
      return cell.textContent;
    }
    const number = Number(cell.dataset.key ?? (cell.textContent === '-' ? NaN : cell.textContent.replaceAll(',', '')));
    return Number.isNaN(number) ? null : number;
  };
  function sort(table, place, down) {
    const body = table.tBodies[0];
    const compare = (one, other) => {
      const a = key(one, place), b = key(other, place);
      if (a === null || b === null) {
        return (a === null) - (b === null);
      }
      return (typeof a === 'number' ? a - b : collator.compare(a, b)) * (down ? -1 : 1);
    };
    body.append(...[...body.rows].sort(compare));
  }
  document.querySelectorAll('table.data').forEach(table => {
    if (table.tBodies[0].rows.length < 2) {
      return;
    }
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, place) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const down = head.ariaSort ? head.ariaSort === 'ascending' : head.classList.contains('number');
        heads.forEach(other => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        sort(table, place, down);
      });
    });
  });

  // What the mouse points at.
  const tip = document.createElement('div');
  tip.id = 'tip';
  tip.hidden = true;
  document.body.append(tip);
  function show(event, value) {
    tip.hidden = value === null || value === undefined || value === '';
    if (tip.hidden) {
      return;
    }
    tip.replaceChildren();
    if (typeof value === 'object') {
      const list = document.createElement('dl');
      Object.entries(value).forEach(([term, text]) => {
        list.append(Object.assign(document.createElement('dt'), {textContent: term}),
            Object.assign(document.createElement('dd'), {textContent: text}));
      });
      tip.append(list);
    } else {
      tip.textContent = value;
    }
    const {width, height} = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - width - 4)) + 'px';
    tip.style.top = (event.clientY + 16 + height > innerHeight ? event.clientY - height - 10 : event.clientY + 16) + 'px';
  }
  window.espalierTip = show;

  // Charts.
  const config = {
    aria: false,
    font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
    background: null,
    view: {stroke: null},
    axis: {
      labelColor: 'var(--soft)', titleColor: 'var(--soft)', gridColor: 'var(--line)', domainColor: 'var(--line)', tickColor: 'var(--line)',
      labelFontSize: 11, titleFontSize: 11, titleFontWeight: 'normal', labelOverlap: 'greedy', labelSeparation: 6, labelLimit: 170,
    },
    axisX: {grid: false},
    legend: {labelColor: 'var(--ink)', titleColor: 'var(--soft)', labelFontSize: 11, titleFontSize: 11, titleFontWeight: 'normal', orient: 'top',
             columns: 3, labelLimit: 170, symbolSize: 60},
    text: {color: 'var(--ink)', fontSize: 11},
    bar: {color: 'var(--c1)'}, line: {color: 'var(--c1)', strokeWidth: 1.5}, point: {color: 'var(--c1)', filled: true, size: 45}, rule: {color: 'var(--soft)'},
    range: {category: ['var(--c1)', 'var(--c2)', 'var(--c3)', 'var(--c4)', 'var(--c5)', 'var(--c6)', 'var(--c7)', 'var(--c8)']},
    header: {labelColor: 'var(--ink)', titleColor: 'var(--soft)', labelFontSize: 11},
    title: {color: 'var(--ink)', anchor: 'start', fontSize: 12},
  };
  // Vega-Lite knows no labels that keep clear of each other, Vega does.
  function withLabels(spec) {
    const points = (spec.marks || []).find(mark => mark.name === 'labelled_marks');
    if (points) {
      spec.marks.push({
        type: 'text', from: {data: points.name}, interactive: false,
        encode: {enter: {text: {field: 'datum.label'}, fill: {value: 'var(--ink)'}, fontSize: {value: 11}}},
        transform: [{type: 'label', size: {signal: '[width, height]'}, padding: 12, avoidMarks: spec.marks.filter(mark => mark.type === 'line').map(mark => mark.name), sort: {field: 'datum.datum.rank'},
                     anchor: ['right', 'left', 'top', 'bottom', 'top-right', 'bottom-right', 'top-left', 'bottom-left'], offset: [5]}],
      });
    }
    return spec;
  }
  // What Vega-Lite only remarks is nothing for readers.
  const logger = {level: () => logger, warn: () => logger, info: () => logger, debug: () => logger,
                  error: (...text) => { console.error(...text); return logger; }};
  const views = new Map();
  const drawn = new Map();
  async function draw(figure) {
    const spec = JSON.parse(figure.querySelector('script').textContent);
    const {fields, rows} = spec.data;
    spec.data = {values: rows.map(row => Object.fromEntries(row.map((value, place) => [fields[place], value])))};
    // As many small charts in a row as fit, in the order of the data.
    if (spec.facet && spec.columns === undefined) {
      if (figure.clientWidth < 420) {
        spec.spec.width = Math.min(spec.spec.width, 112);
      }
      spec.facet.sort = [...new Set(spec.data.values.map(row => row[spec.facet.field]))];
      spec.columns = Math.max(1, Math.floor(figure.clientWidth / (spec.spec.width + spec.spacing.column)));
    }
    const drawing = figure.querySelector('.drawing');
    const width = drawing.clientWidth;
    const sized = spec.width === undefined && !spec.facet && !spec.hconcat && !spec.vconcat
        ? {width, autosize: {type: 'fit-x', contains: 'padding'}} : {};
    views.get(figure)?.finalize();
    const compiled = withLabels(vegaLite.compile({$schema: 'https://vega.github.io/schema/vega-lite/v5.json', ...sized, ...spec, config}, {logger}).spec);
    const view = new vega.View(vega.parse(compiled), {renderer: 'svg', container: drawing, hover: true});
    views.set(figure, view);
    view.tooltip((handler, event, item, value) => show(event, value));
    await view.runAsync();
    drawn.set(figure, width);
    // The frame says what the drawing is; its parts have no names to read.
    figure.querySelectorAll('.drawing svg, .drawing svg *').forEach(part => {
      ['role', 'aria-label', 'aria-roledescription'].forEach(attribute => part.removeAttribute(attribute));
    });
    figure.dataset.drawn = 'true';
  }
  const charts = [...document.querySelectorAll('figure.chart')];
  const width = figure => figure.querySelector('.drawing').clientWidth;
  async function drawAll() {
    for (const figure of charts.filter(one => width(one) > 0 && width(one) !== drawn.get(one))) {
      try {
        await draw(figure);
      } catch (error) {
        figure.querySelector('.drawing').textContent = 'This chart cannot be drawn here; its figures are below.';
        figure.querySelector('details').open = true;
        console.error(error);
      }
    }
  }
  // One after another, also when the window changes meanwhile.
  let turn = Promise.resolve();
  const again = () => { turn = turn.then(drawAll); };
  // Nothing here waits for a later task, so a page that has loaded is complete: screenshots and printers wait no longer.
  document.addEventListener('DOMContentLoaded', again);
  let wait;
  addEventListener('resize', () => {
    clearTimeout(wait);
    wait = setTimeout(again, 250);
  });
})();
