package io.winnow.core.model;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Model versions: their states, history, ledgers and folders. Each change is one transaction, so that a process killed at any
 * moment leaves the state before it or the state after it. Thread-safe.
 */
public interface ModelStore {
    /** The number that the next version of a station gets; no number is given twice. */
    ModelVersion nextVersion(StationId station);

    /** An empty folder in which a version's artefact is written before it is {@linkplain #add added}. */
    Path draft(StationId station, ModelVersion version) throws IOException;

    /** Deletes a draft that will not be added; no error where there is none. */
    void deleteDraft(StationId station, ModelVersion version) throws IOException;

    /** The folder of a version's artefact. */
    Path folder(StationId station, ModelVersion version);

    /**
     * Moves a draft into its place and records the version, together with the transitions that go along with it.
     *
     * @param transitions of the station, in this order; exactly one is the new version's first
     * @throws ModelStateException when a transition is not allowed
     */
    void add(NewModel model, List<ModelTransition> transitions) throws IOException;

    /**
     * Records transitions of a station, all or none, in this order.
     *
     * @throws ModelStateException when one is not allowed
     */
    void apply(StationId station, List<ModelTransition> transitions);

    /** Says anew why a version stands where it stands, without moving it. */
    void reword(StationId station, ModelVersion version, String reason);

    /** Notes which champion a version is held against. */
    void compare(StationId station, ModelVersion version, ModelVersion champion);

    /** One version. */
    Optional<ModelRecord> find(StationId station, ModelVersion version);

    /** All versions of a station, newest first. */
    List<ModelRecord> list(StationId station);

    /**
     * Some versions of a station, newest first.
     *
     * @param before only older ones; empty from the newest on
     */
    default List<ModelRecord> list(StationId station, Optional<ModelVersion> before, int limit) {
        return list(station).stream()
                .filter(each -> before.isEmpty()
                        || each.manifest().version().number() < before.get().number())
                .limit(limit)
                .toList();
    }

    /** The newest events of a station, newest first. */
    List<ModelEvent> history(StationId station, int limit);

    /** Events of a station before the one of that sequence, newest first. */
    List<ModelEvent> historyBefore(StationId station, long sequence, int limit);

    /** The last event that made a version champion. */
    default Optional<ModelEvent> lastPromotion(StationId station) {
        return history(station, 1_000).stream()
                .filter(event -> event.to() == ModelState.CHAMPION)
                .findFirst();
    }

    /**
     * The frames that refinement kept: first those in the version's memory bank, in its order, then those held out of it for
     * calibration.
     */
    List<FrameId> keptFrames(StationId station, ModelVersion version);

    /** What refinement dropped on the way to a version, by round and rank. */
    List<DroppedFrame> ledger(StationId station, ModelVersion version);

    /** Deletes a version's folder for good; what is recorded of it stays. */
    void deleteFiles(StationId station, ModelVersion version) throws IOException;

    /** Removes what a killed process left: drafts, and folders that no version is recorded for or that were to be deleted. */
    void sweep() throws IOException;

    /** The version that decides. */
    default Optional<ModelRecord> champion(StationId station) {
        return list(station).stream()
                .filter(each -> each.state() == ModelState.CHAMPION)
                .findFirst();
    }

    /** The version that may be promoted. */
    default Optional<ModelRecord> candidate(StationId station) {
        return list(station).stream().filter(each -> each.state().open()).findFirst();
    }
}
