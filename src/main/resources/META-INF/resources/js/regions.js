// Regions as labels have them: {left, top, right, bottom} in 0..1 of the image, and beside that `polygon`, closed rings of [x, y] in
// 0..1, or `mask`, {height, width, runs}, single pixels; `defectType` where a region has one of its own.

const clamp = (value) => Math.min(1, Math.max(0, value));

/** The pixels of a run-length encoded mask, one byte each, row by row. */
export function decodeMask({ height, width, runs }) {
  const pixels = new Uint8Array(height * width);
  let from = 0;
  runs.forEach((run, i) => {
    if (i % 2 === 1) {
      pixels.fill(1, from, from + run);
    }
    from += run;
  });
  return pixels;
}

function encodeRuns(pixels) {
  const runs = [];
  let inside = 0;
  let from = 0;
  for (let i = 0; i <= pixels.length; i += 1) {
    if (i === pixels.length || pixels[i] !== inside) {
      runs.push(i - from);
      from = i;
      inside = 1 - inside;
    }
  }
  return runs;
}

/** The region of those pixels, with the box around them; null where there are none. */
export function encodeMask(pixels, height, width) {
  let [top, bottom, left, right] = [height, 0, width, 0];
  for (let y = 0; y < height; y += 1) {
    const row = pixels.subarray(y * width, (y + 1) * width);
    const first = row.indexOf(1);
    if (first >= 0) {
      top = Math.min(top, y);
      bottom = y + 1;
      left = Math.min(left, first);
      right = Math.max(right, row.lastIndexOf(1) + 1);
    }
  }
  return bottom === 0 ? null : {
    left: left / width, top: top / height, right: right / width, bottom: bottom / height,
    mask: { height, width, runs: encodeRuns(pixels) },
  };
}

function crossings(ring, y) {
  return ring.flatMap(([x, at], i) => {
    const [nextX, nextAt] = ring[(i + 1) % ring.length];
    return (at < y) === (nextAt < y) ? [] : [x + ((y - at) / (nextAt - at)) * (nextX - x)];
  });
}

/** The corners of a box or polygon. */
export function ringsOf({ left, top, right, bottom, polygon }) {
  return polygon ?? [[[left, top], [right, top], [right, bottom], [left, bottom]]];
}

/** The pixels whose middle lies inside a region. */
export function rasterise(region, height, width) {
  if (region.mask) {
    return decodeMask(region.mask);
  }
  const pixels = new Uint8Array(height * width);
  const rings = ringsOf(region);
  for (let y = 0; y < height; y += 1) {
    const places = rings.flatMap((ring) => crossings(ring, (y + 0.5) / height)).sort((a, b) => a - b);
    for (let i = 0; i + 1 < places.length; i += 2) {
      pixels.fill(1, y * width + Math.round(clamp(places[i]) * width), y * width + Math.round(clamp(places[i + 1]) * width));
    }
  }
  return pixels;
}

/** Sets the pixels no farther from the line between two points than the radius; all in pixels. */
export function paint(pixels, height, width, [fromX, fromY], [toX, toY], radius) {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const length = dx * dx + dy * dy;
  const firstY = Math.max(0, Math.floor(Math.min(fromY, toY) - radius));
  const lastY = Math.min(height - 1, Math.ceil(Math.max(fromY, toY) + radius));
  const firstX = Math.max(0, Math.floor(Math.min(fromX, toX) - radius));
  const lastX = Math.min(width - 1, Math.ceil(Math.max(fromX, toX) + radius));
  for (let y = firstY; y <= lastY; y += 1) {
    for (let x = firstX; x <= lastX; x += 1) {
      const [px, py] = [x + 0.5 - fromX, y + 0.5 - fromY];
      const along = length === 0 ? 0 : clamp((px * dx + py * dy) / length);
      if ((px - along * dx) ** 2 + (py - along * dy) ** 2 <= radius * radius) {
        pixels[y * width + x] = 1;
      }
    }
  }
}

/** What a brush stroke makes of the regions: those it touches that were painted grow together with it, others stay. */
export function painted(regions, stroke, height, width) {
  const pixels = stroke.slice();
  let defectType = null;
  const others = regions.filter((region) => {
    const own = region.mask && decodeMask(region.mask);
    if (!own || !own.some((inside, i) => inside && stroke[i])) {
      return true;
    }
    own.forEach((inside, i) => {
      pixels[i] |= inside;
    });
    defectType ??= region.defectType;
    return false;
  });
  const region = encodeMask(pixels, height, width);
  return region === null ? regions : [...others, { ...region, ...(defectType && { defectType }) }];
}

/** What an eraser's stroke leaves of the regions; a box or polygon that it touches becomes a mask. */
export function erased(regions, stroke, height, width) {
  return regions.flatMap((region) => {
    const pixels = rasterise(region, height, width);
    if (!pixels.some((inside, i) => inside && stroke[i])) {
      return [region];
    }
    const rest = encodeMask(pixels.map((inside, i) => (stroke[i] ? 0 : inside)), height, width);
    return rest === null ? [] : [{ ...rest, ...(region.defectType && { defectType: region.defectType }) }];
  });
}

/** Whether Annotorious shows and edits it; the brush layer shows all others. */
export function isOutline(region) {
  return !region.mask && !(region.polygon?.length > 1);
}

/** "box", "polygon" or "brush". */
export function kindOf(region) {
  return region.mask ? 'brush' : region.polygon ? 'polygon' : 'box';
}

/** What two regions have in common when they mark the same. */
export function placeOf({ left, top, right, bottom, polygon, mask }) {
  return JSON.stringify(polygon || mask ? { polygon, mask } : { left, top, right, bottom });
}

/** Whether two lists mark the same, as far as anybody can see. */
export function sameRegions(some, others) {
  const text = (regions) => JSON.stringify(
    regions.map(({ defectType, ...region }) => [placeOf(region), defectType ?? null]).map(([place, type]) => [JSON.parse(place), type]),
    (key, value) => (typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value));
  return text(some) === text(others);
}

export function toAnnotation(region, id, { naturalWidth: width, naturalHeight: height }) {
  const { left, top, right, bottom, polygon, defectType } = region;
  const bounds = { minX: left * width, minY: top * height, maxX: right * width, maxY: bottom * height };
  const selector = polygon
    ? { type: 'POLYGON', geometry: { bounds, points: polygon[0].map(([x, y]) => [x * width, y * height]) } }
    : { type: 'RECTANGLE', geometry: { x: bounds.minX, y: bounds.minY, w: bounds.maxX - bounds.minX, h: bounds.maxY - bounds.minY, rot: 0, bounds } };
  return { id, bodies: [], properties: { defectType }, target: { annotation: id, selector } };
}

/** The region that was drawn; a turned box is the polygon of its corners. Null where it has no area inside the image. */
export function toRegion({ target, properties }, { naturalWidth: width, naturalHeight: height }) {
  const { type, geometry } = target.selector;
  const { minX, minY, maxX, maxY } = geometry.bounds;
  const box = { left: clamp(minX / width), top: clamp(minY / height), right: clamp(maxX / width), bottom: clamp(maxY / height) };
  if (box.right <= box.left || box.bottom <= box.top) {
    return null;
  }
  const own = properties?.defectType ? { defectType: properties.defectType } : {};
  const corners = type === 'POLYGON' ? geometry.points : geometry.rot ? turned(geometry) : null;
  return corners === null
    ? { ...box, ...own }
    : { ...box, polygon: [corners.map(([x, y]) => [clamp(x / width), clamp(y / height)])], ...own };
}

function turned({ x, y, w, h, rot }) {
  const [middleX, middleY] = [x + w / 2, y + h / 2];
  return [[-w, -h], [w, -h], [w, h], [-w, h]].map(([dx, dy]) => [
    middleX + (dx * Math.cos(rot) - dy * Math.sin(rot)) / 2,
    middleY + (dx * Math.sin(rot) + dy * Math.cos(rot)) / 2,
  ]);
}

function shifted(region, x, y) {
  return {
    ...region,
    left: region.left + x, top: region.top + y, right: region.right + x, bottom: region.bottom + y,
    ...(region.polygon && { polygon: region.polygon.map((ring) => ring.map(([px, py]) => [px + x, py + y])) }),
  };
}

/** The region moved as far as the image goes. */
export function moved(region, dx, dy) {
  return shifted(region, Math.min(1 - region.right, Math.max(-region.left, dx)), Math.min(1 - region.bottom, Math.max(-region.top, dy)));
}

/** The region with its right and bottom edge moved; a polygon grows with the box around it. */
export function resized(region, dx, dy, least) {
  const right = clamp(Math.max(region.left + least, region.right + dx));
  const bottom = clamp(Math.max(region.top + least, region.bottom + dy));
  const scaleX = (right - region.left) / (region.right - region.left);
  const scaleY = (bottom - region.top) / (region.bottom - region.top);
  return {
    ...region, right, bottom,
    ...(region.polygon && {
      polygon: region.polygon.map((ring) => ring.map(([x, y]) => [region.left + (x - region.left) * scaleX, region.top + (y - region.top) * scaleY])),
    }),
  };
}
