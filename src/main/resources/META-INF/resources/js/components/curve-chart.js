import { html, UPlot, useEffect, useRef } from '../lib.js';
import { language, number } from '../i18n.js';
import { theme, token } from '../theme.js';

/** The champion's line is whole and ink, the candidate's dashed and orange: told apart without colours too. */
export function lines() {
  return {
    champion: { stroke: token('--ink'), width: 2, spanGaps: true, points: { show: false } },
    candidate: { stroke: token('--threshold'), width: 2, dash: [8, 5], spanGaps: true, points: { show: false } },
  };
}

function options(width, height, { xRange, xLabel, yLabel, series, bands }) {
  const font = `12px ${token('--font')}`;
  const axis = {
    stroke: token('--ink-soft'), font, labelFont: font, labelSize: 20,
    grid: { stroke: token('--rule'), width: 1 }, ticks: { show: false },
    values: (chart, values) => values.map((value) => number(value, 1)),
  };
  return {
    width,
    height,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: () => xRange }, y: { range: () => [0, 1.02] } },
    axes: [{ ...axis, label: xLabel }, { ...axis, label: yLabel }],
    series: [{}, ...series()],
    bands: bands?.() ?? [],
  };
}

/**
 * Two models' curves over one scale. `data` is as uPlot has it; `series` and `bands` are functions, since colours change
 * with the theme. `summary` is what screen readers say.
 */
export function CurveChart({ data, summary, ...look }) {
  const place = useRef(null);
  const appearance = `${theme.value} ${language.value}`;
  useEffect(() => {
    const element = place.current;
    const { width, height } = element.getBoundingClientRect();
    const chart = new UPlot(options(width, height, look), data, element);
    const observer = new ResizeObserver(([entry]) => {
      chart.setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [appearance, data]);
  return html`<div class="curve-plot" role="img" aria-label=${summary} ref=${place}></div>`;
}
