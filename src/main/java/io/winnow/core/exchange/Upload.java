package io.winnow.core.exchange;

import io.winnow.core.inspection.StationId;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A snapshot of a file on its way in. Immutable.
 *
 * @param bytes received so far
 * @param done how many of {@code total} steps of what goes on are done
 * @param problem why it was refused or failed
 * @param plan what it would change; known from {@link State#CHECKED} on
 */
public record Upload(
        String id,
        StationId station,
        String name,
        String by,
        State state,
        long bytes,
        int done,
        int total,
        Optional<String> problem,
        Optional<ImportPlan> plan,
        Path file) {
    /** Where an upload stands. */
    public enum State {
        /** Its bytes arrive. */
        UPLOADING,
        /** It is being read and held against what is stored. */
        CHECKING,
        /** What it would change is known; nothing has been changed. */
        CHECKED,
        /** Nothing is taken from it. */
        REFUSED,
        /** What it says is being stored. */
        APPLYING,
        /** Done; an {@link ImportRecord} tells of it from now on. */
        APPLIED,
        /** It could not be applied, and nothing was changed. */
        FAILED
    }

    Upload in(State next) {
        return new Upload(id, station, name, by, next, bytes, 0, 0, Optional.empty(), plan, file);
    }

    Upload withBytes(long now) {
        return new Upload(id, station, name, by, state, now, done, total, problem, plan, file);
    }

    Upload at(int nowDone, int nowTotal) {
        return new Upload(id, station, name, by, state, bytes, nowDone, nowTotal, problem, plan, file);
    }

    Upload with(ImportPlan found) {
        return new Upload(
                id, station, name, by, State.CHECKED, bytes, 0, 0, Optional.empty(), Optional.of(found), file);
    }

    Upload ended(State how, String why) {
        return new Upload(id, station, name, by, how, bytes, 0, 0, Optional.of(why), plan, file);
    }
}
