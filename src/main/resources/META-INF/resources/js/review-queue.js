import { batch, computed, signal } from './lib.js';
import { api } from './api.js';

const PAGE = 50;
const CHOSEN = 200;

/**
 * The frames an operator goes through at one station, and the labels given to them. What was drawn or chosen for a frame
 * stays in its draft until it is saved, so that no failure costs anyone's work.
 */
export class ReviewQueue {
  #station;
  #cursor = null;
  #loadNumber = 0;
  /** Labels set here, newest last: {id, previous}. */
  #done = [];

  constructor(station) {
    this.#station = station;
    this.filter = signal({ verdict: null, unlabelled: true });
    this.items = signal([]);
    this.currentId = signal(null);
    /** Inspection id to {regions, defectType}, for frames that were touched. */
    this.drafts = signal(new Map());
    /** Inspections that arrived since the list was loaded. */
    this.arrived = signal(0);
    this.loading = signal(true);
    this.saving = signal(false);
    this.problem = signal(null);
    this.undoable = signal(0);
    this.more = signal(false);
    this.current = computed(() => this.items.value.find(({ id }) => id === this.currentId.value) ?? null);
  }

  get #parameters() {
    const { verdict, unlabelled } = this.filter.value;
    return { limit: PAGE, verdict, labelled: unlabelled ? false : null };
  }

  /** What the station chose for review comes in its own order, as one page; everything else newest first. */
  #ask(before) {
    return this.filter.value.verdict === 'first'
      ? api.reviewQueue(this.#station, CHOSEN)
      : api.inspections(this.#station, { ...this.#parameters, before });
  }

  async show(filter) {
    this.filter.value = { ...this.filter.value, ...filter };
    await this.load();
  }

  /** Loads the newest frames that pass the filter. */
  async load() {
    this.#loadNumber += 1;
    const loadNumber = this.#loadNumber;
    batch(() => {
      this.loading.value = true;
      this.problem.value = null;
    });
    try {
      const { items, next } = await this.#ask(null);
      if (loadNumber !== this.#loadNumber) {
        return;
      }
      batch(() => {
        this.#cursor = next ?? null;
        this.items.value = items;
        this.more.value = next != null;
        this.arrived.value = 0;
        this.currentId.value = items[0]?.id ?? null;
      });
    } catch (problem) {
      this.problem.value = problem;
    } finally {
      this.loading.value = false;
    }
  }

  /** Appends the next page. */
  async loadMore() {
    const before = this.#cursor;
    if (before === null || this.loading.value) {
      return;
    }
    this.loading.value = true;
    try {
      const { items, next } = await this.#ask(before);
      batch(() => {
        const known = new Set(this.items.value.map(({ id }) => id));
        this.#cursor = next ?? null;
        this.more.value = next != null;
        this.items.value = [...this.items.value, ...items.filter(({ id }) => !known.has(id))];
      });
    } catch (problem) {
      this.problem.value = problem;
    } finally {
      this.loading.value = false;
    }
  }

  passesFilter(inspection) {
    const { verdict } = this.filter.value;
    return inspection.stationId === this.#station
      && (verdict === null || verdict === inspection.verdict || (verdict === 'first' && inspection.reviewReason != null));
  }

  select(id) {
    batch(() => {
      this.currentId.value = id;
      this.problem.value = null;
    });
  }

  get #index() {
    return this.items.value.findIndex(({ id }) => id === this.currentId.value);
  }

  async step(by) {
    const index = this.#index + by;
    if (index >= this.items.value.length) {
      await this.loadMore();
    }
    const item = this.items.value[index];
    if (item) {
      this.select(item.id);
    }
  }

  /** The next frame without a label after the current one; stays where it is when there is none. */
  async #advance() {
    const find = (from) => this.items.value.slice(from).find(({ label }) => label == null);
    const from = this.#index + 1;
    let item = find(from);
    while (!item && this.more.value && this.problem.value === null) {
      await this.loadMore();
      item = find(from);
    }
    if (item) {
      this.select(item.id);
    }
  }

  draft(inspection) {
    const { regions = [], defectType = null } = this.drafts.value.get(inspection.id) ?? inspection.label ?? {};
    return { regions, defectType };
  }

  edit(inspection, change) {
    this.drafts.value = new Map(this.drafts.value).set(inspection.id, { ...this.draft(inspection), ...change });
  }

  /** Another page, or another person, labelled a frame. */
  applyLabel(id, label) {
    this.items.value = this.items.value.map((item) => (item.id === id ? { ...item, label } : item));
  }

  /** Labels the current frame and goes on to the next; on failure stays, with everything as it was. */
  async label(verdict) {
    const inspection = this.current.value;
    if (inspection === null) {
      return;
    }
    const { regions, defectType } = verdict === 'defect' ? this.draft(inspection) : { regions: [], defectType: null };
    await this.#save(async () => {
      this.applyLabel(inspection.id, await api.label(inspection.id, { verdict, defectType, regions }));
      this.#done.push({ id: inspection.id, previous: inspection.label });
      this.undoable.value = this.#done.length;
      await this.#advance();
    });
  }

  /** Marks the current, passed frame as a missed defect and stays with it: the next question is why it passed. */
  async markMissed() {
    const inspection = this.current.value;
    if (inspection?.verdict !== 'pass') {
      return;
    }
    const { regions, defectType } = this.draft(inspection);
    await this.#save(async () => {
      const { inspection: marked } = await api.markMissed(inspection.id, { defectType, regions });
      this.applyLabel(inspection.id, marked.label);
      this.#done.push({ id: inspection.id, previous: inspection.label });
      this.undoable.value = this.#done.length;
    });
  }

  /** Takes the last label back and returns to its frame. */
  async undo() {
    const last = this.#done.at(-1);
    if (!last) {
      return;
    }
    await this.#save(async () => {
      if (last.previous == null) {
        await api.removeLabel(last.id);
        this.applyLabel(last.id, null);
      } else {
        const { verdict, defectType, regions } = last.previous;
        this.applyLabel(last.id, await api.label(last.id, { verdict, defectType, regions }));
      }
      this.#done.pop();
      this.undoable.value = this.#done.length;
      if (this.items.value.some(({ id }) => id === last.id)) {
        this.select(last.id);
      }
    });
  }

  async #save(work) {
    if (this.saving.value) {
      return;
    }
    batch(() => {
      this.saving.value = true;
      this.problem.value = null;
    });
    try {
      await work();
    } catch (problem) {
      this.problem.value = problem;
    } finally {
      this.saving.value = false;
    }
  }
}
