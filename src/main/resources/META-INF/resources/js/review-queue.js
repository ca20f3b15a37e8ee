import { batch, computed, signal } from './lib.js';
import { api } from './api.js';
import { ReviewLooks } from './review-looks.js';
import { placeOf } from './regions.js';

const PAGE = 50;
const CHOSEN = 200;
const NOTHING_SAID = 'none';

/** Names what is said of a frame at present, for a label that is to replace nothing else. */
function revisionOf({ label, unsure }) {
  return label ? label.revision : unsure ? unsure.revision : NOTHING_SAID;
}

/** The words that would say again what was said. */
function wordsOf({ label, unsure }) {
  return label ? { verdict: label.verdict, defectType: label.defectType, regions: label.regions } : { verdict: unsure ? 'unsure' : 'none' };
}

/**
 * The frames an operator goes through at one station, and what is said of them. What was drawn or chosen for a frame stays in its
 * draft until it is saved, so that no failure costs anyone's work; what somebody else said meanwhile is never overwritten unasked.
 */
export class ReviewQueue {
  #station;
  #cursor = null;
  #loadNumber = 0;
  /** What was said here, newest last: each a list of {id, previous}. */
  #done = [];
  /** Ids of frames of which something was said here. */
  #own = new Set();
  /** Inspection id to the revision that the person saw when the frame was opened or picked. */
  #seen = new Map();

  constructor(station) {
    this.#station = station;
    this.filter = signal({ verdict: 'first', unlabelled: true });
    this.items = signal([]);
    this.currentId = signal(null);
    /** Inspection id to {regions, defectType}, for frames that were touched. */
    this.drafts = signal(new Map());
    /** Ids of the frames that are picked to be labelled together. */
    this.picked = signal(new Set());
    /** Inspections that arrived since the list was loaded. */
    this.arrived = signal(0);
    this.loading = signal(true);
    this.saving = signal(false);
    this.problem = signal(null);
    /** {words, theirs} while somebody must choose between their own word and another person's; else null. */
    this.conflict = signal(null);
    this.undoable = signal(0);
    this.more = signal(false);
    this.current = computed(() => this.items.value.find(({ id }) => id === this.currentId.value) ?? null);
    this.looks = new ReviewLooks();
    /** What another person said of the current frame since it was opened, or null. */
    this.meanwhile = computed(() => {
      const current = this.current.value;
      const changed = current && !this.saving.value && this.#seen.has(current.id) && this.#seen.get(current.id) !== revisionOf(current);
      return changed ? { label: current.label, unsure: current.unsure } : null;
    });
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

  /** Loads the frames that pass the filter. */
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
        this.picked.value = new Set();
        this.looks.know(items);
        this.#open(items.find((item) => this.#free(item))?.id ?? items[0]?.id ?? null);
      });
      await this.#claim(true);
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

  #item(id) {
    return this.items.value.find((item) => item.id === id);
  }

  /** Without an answer of anybody, and nobody else looks at it; a doubt waits for somebody who has not doubted it here. */
  #free(item) {
    return item.label == null && !(item.unsure && (this.#own.has(item.id) || !item.why?.includes('unsure'))) && !this.looks.other(item.id);
  }

  get #anyFree() {
    return this.items.value.some((item) => this.#free(item));
  }

  #open(id) {
    batch(() => {
      this.currentId.value = id;
      this.problem.value = null;
      this.conflict.value = null;
    });
    this.#see(id);
  }

  #see(id) {
    const item = this.#item(id);
    if (item) {
      this.#seen.set(id, revisionOf(item));
    }
  }

  /** Opens a frame that another page names, whether it is in the list or not. */
  async openFrom(id) {
    if (!this.#item(id)) {
      try {
        const item = await api.inspection(id);
        this.items.value = [item, ...this.items.value.filter((other) => other.id !== id)];
      } catch (problem) {
        this.problem.value = problem;
        return;
      }
    }
    this.select(id);
  }

  /** Opens a frame because a person wants that one. */
  select(id) {
    this.#open(id);
    this.#claim(false);
  }

  /** Tells others that this frame is looked at; where somebody was quicker, goes on to a frame that is free. */
  async #claim(goOn) {
    const id = this.currentId.value;
    if (id !== null && !(await this.looks.at(id)) && goOn && id === this.currentId.value && !this.drafts.value.has(id) && this.#anyFree) {
      await this.#advance();
    }
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

  /** The next free frame after the current one; the queue is asked anew at its end; stays where it is when there is none. */
  async #advance() {
    const find = (from) => this.items.value.slice(from).find((item) => this.#free(item));
    const from = this.#index + 1;
    let item = find(from);
    while (!item && this.more.value && this.problem.value === null) {
      await this.loadMore();
      item = find(from);
    }
    item ??= find(0);
    if (item) {
      this.#open(item.id);
      // Not waited for: the answer may take its time, the frame must not.
      this.#claim(true);
    } else if (this.filter.value.verdict === 'first') {
      await this.load();
    }
  }

  draft(inspection) {
    const { regions = [], defectType = null } = this.drafts.value.get(inspection.id) ?? inspection.label ?? {};
    return { regions, defectType };
  }

  edit(inspection, change) {
    this.drafts.value = new Map(this.drafts.value).set(inspection.id, { ...this.draft(inspection), ...change });
  }

  #forgetDraft(id) {
    const drafts = new Map(this.drafts.value);
    drafts.delete(id);
    this.drafts.value = drafts;
  }

  /** Marks what the model marked, in each of the frames that are picked, or in the current one; `but` is marked already. */
  accept(but) {
    this.#targets().filter(({ id }) => id !== but).forEach((item) => {
      const { regions } = this.draft(item);
      const known = new Set(regions.map(placeOf));
      const boxes = (item.regions ?? []).map(({ left, top, right, bottom }) => ({ left, top, right, bottom }));
      this.edit(item, { regions: [...regions, ...boxes.filter((box) => !known.has(placeOf(box)))] });
    });
  }

  /** Somebody, here or elsewhere, said something of a frame. */
  apply(id, { label = null, unsure = null }) {
    this.items.value = this.items.value.map((item) => (item.id === id ? { ...item, label, unsure } : item));
  }

  #applyOwn(id, opinion) {
    this.apply(id, opinion);
    this.#see(id);
  }

  pick(id, chosen) {
    const picked = new Set(this.picked.value);
    picked[chosen ? 'add' : 'delete'](id);
    this.picked.value = picked;
    this.#see(id);
  }

  /** Picks all from the current frame to that one. */
  pickTo(id) {
    const [from, to] = [this.#index, this.items.value.findIndex((item) => item.id === id)].sort((a, b) => a - b);
    this.items.value.slice(Math.max(0, from), to + 1).forEach((item) => this.pick(item.id, true));
  }

  unpick() {
    this.picked.value = new Set();
  }

  /** Picks the current frame and those that look like it; gives how many they are. */
  async pickAlike() {
    const inspection = this.current.value;
    let found = 0;
    if (inspection !== null) {
      await this.#save(async () => {
        const { items } = await api.lookAlikes(inspection.id);
        const alike = items.map((item) => item.inspection).filter((item) => !this.looks.other(item.id));
        batch(() => {
          const known = new Set(this.items.value.map(({ id }) => id));
          const at = this.#index + 1;
          const added = alike.filter(({ id }) => !known.has(id));
          this.items.value = [...this.items.value.slice(0, at), ...added, ...this.items.value.slice(at)];
          [inspection, ...alike].forEach(({ id }) => this.pick(id, true));
        });
        found = alike.length;
      });
    }
    return found;
  }

  #targets() {
    const picked = this.items.value.filter(({ id }) => this.picked.value.has(id));
    return picked.length > 0 ? picked : [this.current.value].filter(Boolean);
  }

  /** Labels what is picked, or the current frame, and goes on to the next; on failure stays, with everything as it was. */
  async label(verdict) {
    const current = this.current.value;
    const words = this.#targets().map((item) => {
      const own = verdict === 'defect' ? this.draft(item) : { regions: [], defectType: null };
      const defectType = own.defectType ?? (verdict === 'defect' && current ? this.draft(current).defectType : null);
      return { inspectionId: item.id, verdict, defectType, regions: own.regions, basedOn: this.#seen.get(item.id) ?? revisionOf(item) };
    });
    if (words.length > 0) {
      await this.#say(words);
    }
  }

  async #say(words) {
    const done = await this.#save(async () => {
      const previous = words.map(({ inspectionId }) => ({ id: inspectionId, previous: this.#item(inspectionId) }));
      const opinions = await this.#send(words);
      batch(() => {
        opinions.forEach((opinion) => {
          this.#applyOwn(opinion.inspectionId, opinion);
          this.#forgetDraft(opinion.inspectionId);
          this.#own.add(opinion.inspectionId);
        });
        this.picked.value = new Set();
        this.conflict.value = null;
        this.#remember(previous);
      });
    }, words);
    if (done) {
      await this.#advance();
    }
  }

  #remember(entry) {
    this.#done.push(entry);
    this.undoable.value = this.#done.length;
  }

  /** One word by itself as a label, several or a doubt together. */
  async #send(words) {
    const [{ inspectionId, verdict, ...rest }] = words;
    if (words.length === 1 && verdict === 'none') {
      await api.removeLabel(inspectionId, rest.basedOn);
      return [{ inspectionId }];
    }
    if (words.length === 1 && verdict !== 'unsure') {
      return [{ inspectionId, label: await api.label(inspectionId, { verdict, ...rest }) }];
    }
    return (await api.labelTogether(words)).items;
  }

  /** Says one's own word although others have spoken: knowing theirs, it replaces them. */
  async keepMine() {
    const { words, theirs } = this.conflict.value;
    const revisions = new Map(theirs.map(({ inspectionId, revision }) => [inspectionId, revision]));
    await this.#say(words.map((word) => ({ ...word, basedOn: revisions.get(word.inspectionId) ?? word.basedOn })));
  }

  /** Leaves to others what they said, and says one's own word of the other frames only. */
  async keepTheirs() {
    const { words, theirs } = this.conflict.value;
    const spoken = new Set(theirs.map(({ inspectionId }) => inspectionId));
    batch(() => {
      theirs.forEach((opinion) => this.#applyOwn(opinion.inspectionId, opinion));
      spoken.forEach((id) => this.#forgetDraft(id));
      this.conflict.value = null;
      this.problem.value = null;
    });
    const rest = words.filter(({ inspectionId }) => !spoken.has(inspectionId));
    if (rest.length > 0) {
      await this.#say(rest);
    } else {
      this.unpick();
      await this.#advance();
    }
  }

  /** Marks the current, passed frame as a missed defect and stays with it: the next question is why it passed. */
  async markMissed() {
    const inspection = this.current.value;
    if (inspection?.verdict !== 'pass') {
      return;
    }
    const { regions, defectType } = this.draft(inspection);
    const basedOn = this.#seen.get(inspection.id);
    await this.#save(async () => {
      const { inspection: marked } = await api.markMissed(inspection.id, { defectType, regions, basedOn });
      this.#applyOwn(inspection.id, marked);
      this.#forgetDraft(inspection.id);
      this.#remember([{ id: inspection.id, previous: inspection }]);
    });
  }

  /** Takes back what was said last, of one frame or of all that were labelled together, and returns to it. */
  async undo() {
    const last = this.#done.at(-1);
    if (!last) {
      return;
    }
    await this.#save(async () => {
      const words = last.map(({ id, previous }) => ({
        inspectionId: id, ...wordsOf(previous), basedOn: this.#seen.get(id) ?? revisionOf(this.#item(id) ?? previous),
      }));
      const opinions = await this.#send(words);
      opinions.forEach((opinion) => {
        this.#applyOwn(opinion.inspectionId, opinion);
        this.#own.delete(opinion.inspectionId);
      });
      this.#done.pop();
      this.undoable.value = this.#done.length;
      const back = last.find(({ id }) => this.#item(id));
      if (back) {
        this.select(back.id);
      }
    });
  }

  /** Does one thing at a time; where others spoke of the frames in the meantime, asks. */
  async #save(work, words = null) {
    if (this.saving.value) {
      return false;
    }
    batch(() => {
      this.saving.value = true;
      this.problem.value = null;
    });
    try {
      await work();
      return true;
    } catch (problem) {
      if (problem.conflicts && words !== null) {
        this.conflict.value = { words, theirs: problem.conflicts };
      } else {
        this.problem.value = problem;
      }
      return false;
    } finally {
      this.saving.value = false;
    }
  }
}
