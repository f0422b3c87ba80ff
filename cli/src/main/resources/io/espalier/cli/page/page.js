// SPDX-License-Identifier: Apache-2.0
// Loads the model that lies beside this page, and classifies what is drawn or chosen.
(() => {
  'use strict';
  const settings = JSON.parse(document.getElementById('settings').textContent);
  const element = id => document.getElementById(id);
  const canvas = element('drawing');
  const context = canvas.getContext('2d', {willReadFrequently: true});
  const MOST_SHOWN = 5;
  const PEN = 20;
  let model = null;
  let last = null;
  let drawn = false;

  function trouble(text) {
    element('trouble').textContent = text;
  }

  async function load() {
    const test = document.createElement('canvas');
    const hasWebGl = Boolean(test.getContext('webgl2') || test.getContext('webgl'));
    await tf.setBackend(hasWebGl ? 'webgl' : 'cpu');
    await tf.ready();
    // Of an address without a slash, TensorFlow.js would look for the weights at the root of the server.
    model = await tf.loadLayersModel(new URL('model.json', location.href).href);
    classify(tf.zeros([1, ...settings.input]), false);
    element('state').textContent = 'The model is ready.';
    document.body.dataset.ready = 'true';
  }

  // The pixels of an image as the model takes them, from 0 to 255.
  function pixels(image) {
    const channels = settings.channels;
    const values = new Float32Array(image.width * image.height * channels);
    for (let i = 0; i < image.width * image.height; i++) {
      const [red, green, blue] = image.data.subarray(4 * i, 4 * i + 3);
      if (channels === 1) {
        values[i] = 0.299 * red + 0.587 * green + 0.114 * blue;
      } else {
        values.set([red, green, blue], 3 * i);
      }
    }
    return values;
  }

  function scaled(values) {
    return tf.tensor(values.map(value => value * settings.multiplier + settings.offset), [1, ...settings.input]);
  }

  function classify(input, isShown) {
    const start = performance.now();
    const scores = tf.tidy(() => {
      const predicted = model.predict(input);
      return (Array.isArray(predicted) ? predicted[0] : predicted).dataSync().slice();
    });
    input.dispose();
    if (isShown) {
      show(Array.from(scores), performance.now() - start);
    }
  }

  // Shares of 1: what the model puts out, or, if that is something else, its softmax.
  function shares(scores) {
    const sum = scores.reduce((one, other) => one + other, 0);
    if (scores.every(score => score >= 0) && Math.abs(sum - 1) < 0.01) {
      return scores;
    }
    const most = Math.max(...scores);
    const powers = scores.map(score => Math.exp(score - most));
    const all = powers.reduce((one, other) => one + other, 0);
    return powers.map(power => power / all);
  }

  function show(scores, milliseconds) {
    const list = shares(scores)
      .map((share, index) => ({share, name: settings.labels[index] ?? String(index)}))
      .sort((one, other) => other.share - one.share)
      .slice(0, MOST_SHOWN);
    element('results').replaceChildren(...list.map(({share, name}) => {
      const item = document.createElement('li');
      const line = document.createElement('div');
      line.className = 'name';
      for (const text of [name, (100 * share).toFixed(1) + ' %']) {
        const part = document.createElement('span');
        part.textContent = text;
        line.append(part);
      }
      const bar = document.createElement('div');
      bar.className = 'bar';
      const filled = document.createElement('div');
      filled.style.width = (100 * share) + '%';
      bar.append(filled);
      item.append(line, bar);
      return item;
    }));
    element('time').textContent = `${milliseconds.toFixed(0)} ms on ${tf.getBackend()}`;
  }

  function blank() {
    context.fillStyle = '#000';
    context.fillRect(0, 0, canvas.width, canvas.height);
    element('results').replaceChildren();
    element('time').textContent = '';
    drawn = false;
  }

  function offscreen(width, height) {
    const other = document.createElement('canvas');
    other.width = width;
    other.height = height;
    const on = other.getContext('2d', {willReadFrequently: true});
    on.fillStyle = '#000';
    on.fillRect(0, 0, width, height);
    return on;
  }

  // As the digits of MNIST are: 20 by 20 pixels within 28 by 28, with the centre of mass in the middle.
  function digit() {
    const {data, width, height} = context.getImageData(0, 0, canvas.width, canvas.height);
    let [left, top, right, bottom] = [width, height, -1, -1];
    let [mass, x, y] = [0, 0, 0];
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const value = data[4 * (row * width + column)];
        if (value > 0) {
          [left, right] = [Math.min(left, column), Math.max(right, column)];
          [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
          mass += value;
          x += value * (column + 0.5);
          y += value * (row + 0.5);
        }
      }
    }
    const [rows, columns] = settings.input;
    const scale = (20 / 28) * Math.min(rows, columns) / Math.max(right - left + 1, bottom - top + 1);
    const on = offscreen(columns, rows);
    on.imageSmoothingQuality = 'high';
    on.setTransform(scale, 0, 0, scale, columns / 2 - scale * x / mass, rows / 2 - scale * y / mass);
    on.drawImage(canvas, 0, 0);
    return on.getImageData(0, 0, columns, rows);
  }

  function place(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  }

  function line(from, to) {
    context.strokeStyle = '#fff';
    context.lineWidth = PEN;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
    drawn = true;
  }

  function draw() {
    canvas.addEventListener('pointerdown', event => {
      last = place(event);
      line(last, last);
      event.preventDefault();
    });
    addEventListener('pointermove', event => {
      if (last) {
        const next = place(event);
        line(last, next);
        last = next;
      }
    });
    addEventListener('pointerup', () => {
      if (last && model && drawn) {
        classify(scaled(pixels(digit())), true);
      }
      last = null;
    });
    element('clear').hidden = false;
    element('clear').addEventListener('click', blank);
  }

  async function choose(file) {
    trouble('');
    let image;
    try {
      image = await createImageBitmap(file);
    } catch (error) {
      trouble(`${file.name}: is no image that this browser reads.`);
      return;
    }
    const [rows, columns] = settings.input;
    const on = offscreen(columns, rows);
    on.imageSmoothingQuality = 'high';
    on.drawImage(image, 0, 0, columns, rows);
    blank();
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    classify(scaled(pixels(on.getImageData(0, 0, columns, rows))), true);
  }

  function files() {
    element('file').addEventListener('change', event => {
      if (event.target.files.length > 0) {
        choose(event.target.files[0]);
      }
    });
    addEventListener('dragover', event => {
      event.preventDefault();
      canvas.classList.add('drop');
    });
    addEventListener('dragleave', () => canvas.classList.remove('drop'));
    addEventListener('drop', event => {
      event.preventDefault();
      canvas.classList.remove('drop');
      if (event.dataTransfer.files.length > 0) {
        choose(event.dataTransfer.files[0]);
      }
    });
  }

  canvas.style.setProperty('--shape', `${settings.input[1]} / ${settings.input[0]}`);
  canvas.height = Math.round(canvas.width * settings.input[0] / settings.input[1]);
  blank();
  files();
  if (settings.draws) {
    draw();
  } else {
    canvas.classList.add('picture');
  }
  load().catch(error => {
    element('state').textContent = '';
    trouble('The model cannot be loaded: ' + error.message
      + (location.protocol === 'file:' ? '\nBrowsers load models only from a server, such as: python3 -m http.server' : ''));
  });
})();
