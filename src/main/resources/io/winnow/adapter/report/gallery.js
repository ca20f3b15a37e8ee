/* Pictures: heatmaps over test images, and what was dropped of a pool. */
const RAMP = [[13, 8, 135], [84, 2, 163], [156, 23, 158], [204, 71, 120], [237, 121, 83], [253, 180, 47], [240, 249, 33]];

function rampColour(t) {
  const place = Math.max(0, Math.min(1, t)) * (RAMP.length - 1), low = Math.min(Math.floor(place), RAMP.length - 2);
  return RAMP[low].map((value, c) => Math.round(value + (RAMP[low + 1][c] - value) * (place - low)));
}

/* Scores as colours: transparent where they are low, bright from the threshold on. */
function heatmap(item, low, high) {
  const bytes = Uint8Array.from(atob(item.map), letter => letter.charCodeAt(0));
  const canvas = node('canvas', { width: item.gridWidth, height: item.gridHeight });
  const context = canvas.getContext('2d'), image = context.createImageData(item.gridWidth, item.gridHeight);
  bytes.forEach((step, p) => {
    const score = item.low + (item.high - item.low) * step / 255, t = (score - low) / (high - low || 1);
    const [red, green, blue] = rampColour(t);
    image.data.set([red, green, blue, Math.round(215 * Math.max(0, Math.min(1, (t - 0.3) / 0.45)))], 4 * p);
  });
  context.putImageData(image, 0, 0);
  return canvas;
}

function strokeBoxes(context, boxes, colour, dash) {
  context.lineWidth = 2;
  context.strokeStyle = colour;
  context.setLineDash(dash);
  for (const [left, top, right, bottom] of boxes) {
    const { width, height } = context.canvas;
    context.strokeRect(left * width + 1, top * height + 1, Math.max(2, (right - left) * width - 2), Math.max(2, (bottom - top) * height - 2));
  }
}

function picture(thumbnail, item, low, high) {
  const canvas = node('canvas', { width: 2 * thumbnail.width, height: 2 * thumbnail.height });
  const context = canvas.getContext('2d'), image = new Image();
  image.onload = () => {
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    if (item) {
      context.imageSmoothingEnabled = true;
      context.imageSmoothingQuality = 'high';
      context.drawImage(heatmap(item, low, high), 0, 0, canvas.width, canvas.height);
      strokeBoxes(context, item.boxes, '#ff2d2d', []);
    }
    strokeBoxes(context, thumbnail.boxes, '#19e68c', [8, 5]);
  };
  image.src = thumbnail.source;
  return canvas;
}

const matches = (entry, names) => names.every(name => entry[name] === state[name]);

function drawGallery() {
  const category = state.category === ALL ? categories[0] : state.category;
  const shown = data.examples.filter(entry => matches(entry, ['backbone', 'detector']) && entry.category === category);
  const text = byId('gallery-text'), gallery = byId('gallery');
  if (shown.length === 0) {
    text.textContent = 'No pictures were kept for this choice.';
    gallery.replaceChildren();
    return;
  }
  text.replaceChildren(`${category}, ${state.detector}, seed ${shown[0].seed}, ${percent(shown[0].pollution)} pollution, ${percent(last(ratios))} dropped. Dashed green: the true defect. Red: regions above the threshold of the best F1. Heat is relative to that threshold:`);
  const ramp = node('span', { class: 'ramp' });
  ramp.style.background = `linear-gradient(90deg, ${RAMP.map(colour => `rgb(${colour})`).join(',')})`;
  text.append(ramp, 'lowest score to 1.5 times the threshold.');
  const images = shown[0].items.map(item => item.image);
  const body = images.map(name => {
    const thumbnail = data.images[category][name];
    const row = node('tr', {}, node('td', {}, node('figure', {}, picture(thumbnail), node('figcaption', {}, `${thumbnail.type ?? 'normal'}: ${name}`))));
    for (const entry of shown) {
      const item = entry.items.find(each => each.image === name);
      const low = Math.min(...entry.items.map(each => each.low)), called = item.score >= entry.threshold;
      const right = called === Boolean(thumbnail.type);
      const verdict = node('span', { class: right ? 'found' : 'missed' }, called ? 'called defective' : 'called normal');
      row.append(node('td', {}, node('figure', {}, picture(thumbnail, item, low, 1.5 * entry.threshold),
        node('figcaption', {}, verdict, ` · score ${item.score.toPrecision(3)} of ${entry.threshold.toPrecision(3)}`))));
    }
    return row;
  });
  gallery.replaceChildren(node('table', { class: 'gallery' },
    node('thead', {}, node('tr', {}, node('th', {}, 'image'), ...shown.map(entry => node('th', {}, entry.strategy === 'none' ? 'not refined' : entry.strategy)))),
    node('tbody', {}, ...body)));
}

function strip(title, kind, category, names, total) {
  if (total === 0) return [];
  const figures = names.filter(name => data.images[category]?.[name]).map(name => {
    const thumbnail = data.images[category][name];
    return node('figure', {}, node('img', { src: thumbnail.source, alt: name, loading: 'lazy', title: name }), node('figcaption', {}, thumbnail.type ?? 'normal'));
  });
  const more = total > figures.length ? ` (${figures.length} of ${total} shown)` : '';
  return [node('div', {}, node('b', {}, `${total} ${title}`), more), node('div', { class: `strip ${kind}` }, ...figures)];
}

function drawPools() {
  const category = state.category === ALL ? categories[0] : state.category;
  const shown = data.pools.filter(entry => matches(entry, ['backbone', 'detector']) && entry.category === category);
  byId('pools-text').textContent = shown.length === 0 ? 'No strategy ran for this choice.'
    : `${category}, ${state.detector}, seed ${shown[0].seed}, ${percent(shown[0].pollution)} pollution, ${percent(shown[0].ratio)} of the pool dropped. Green: defective images that were dropped. Red: those that stayed. Grey: normal images that were dropped with them.`;
  byId('pools').replaceChildren(...shown.flatMap(entry => [
    node('h3', {}, entry.strategy),
    ...strip('defective and dropped', 'found', category, entry.found, entry.foundCount),
    ...strip('defective and kept', 'missed', category, entry.missed, entry.missedCount),
    ...strip('normal and dropped', 'wrong', category, entry.wrong, entry.wrongCount),
  ]));
}

drawHeader();
drawControls();
drawLegend();
draw();
