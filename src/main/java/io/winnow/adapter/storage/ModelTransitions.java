package io.winnow.adapter.storage;

import io.winnow.core.access.AuditLog;
import io.winnow.core.access.Caller;
import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.life.ModelLife;
import io.winnow.core.model.ModelState;
import io.winnow.core.model.ModelStateException;
import io.winnow.core.model.ModelTransition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Records transitions of one station inside a transaction. */
record ModelTransitions(Handle handle, StationId station, long at) {
    /**
     * Records all of them in their order.
     *
     * @param added a version that has no state yet
     * @param seal of its manifest
     * @return how many were recorded
     */
    int record(List<ModelTransition> transitions, Optional<ModelVersion> added, Optional<ContentHash> seal) {
        lockForWriting();
        for (ModelTransition transition : transitions) {
            Optional<ModelState> from = state(transition.version());
            if (from.isEmpty() && added.equals(Optional.of(transition.version()))) {
                insert(transition, seal);
            } else {
                update(transition, from);
            }
            log(transition, from);
            audit(transition);
        }
        return transitions.size();
    }

    /** A transaction that has read already is refused its first write, without waiting, where a checkpoint runs just then. */
    private void lockForWriting() {
        handle.execute("UPDATE version_counter SET last = last WHERE station_id = ?", station.value());
    }

    private Optional<ModelState> state(ModelVersion version) {
        return handle.createQuery("SELECT state FROM model_state WHERE station_id = :station AND version = :version")
                .bind("station", station.value())
                .bind("version", version.number())
                .mapTo(String.class)
                .findOne()
                .map(ModelState::parse);
    }

    private void insert(ModelTransition transition, Optional<ContentHash> seal) {
        handle.createUpdate("INSERT INTO model_state (station_id, version, state, reason, since, seal, files)"
                        + " VALUES (:station, :version, :state, :reason, :since, :seal, 1)")
                .bind("station", station.value())
                .bind("version", transition.version().number())
                .bind("state", transition.to().word())
                .bind("reason", transition.why())
                .bind("since", at)
                .bind("seal", seal.map(ContentHash::hex).orElse(null))
                .execute();
    }

    private void update(ModelTransition transition, Optional<ModelState> from) {
        if (from.isEmpty()) {
            throw new ModelStateException("station %s has no model %s".formatted(station, transition.version()));
        }
        if (!from.get().canBecome(transition.to())) {
            throw new ModelStateException("model %s of station %s is %s and cannot become %s"
                    .formatted(
                            transition.version(),
                            station,
                            from.get().word(),
                            transition.to().word()));
        }
        handle.createUpdate("UPDATE model_state SET state = :state, reason = :reason, since = :since"
                        + " WHERE station_id = :station AND version = :version")
                .bind("state", transition.to().word())
                .bind("reason", transition.why())
                .bind("since", at)
                .bind("station", station.value())
                .bind("version", transition.version().number())
                .execute();
    }

    /** In the same transaction; what people do is written down where they ask for it. */
    private void audit(ModelTransition transition) {
        if (transition.by().equals(ModelLife.BY_POLICY)) {
            SqlAuditLog.insert(
                    handle,
                    new AuditLog.Entry(
                            Database.instant(at),
                            transition.by(),
                            Caller.Kind.SYSTEM,
                            "model.by-policy",
                            Optional.of(station.value()),
                            transition.version().toString(),
                            Optional.empty(),
                            Optional.of(Map.of("state", transition.to().word(), "reason", transition.why())),
                            Optional.empty()));
        }
    }

    private void log(ModelTransition transition, Optional<ModelState> from) {
        @Nullable String before = from.map(ModelState::word).orElse(null);
        handle.createUpdate("INSERT INTO model_event (station_id, version, from_state, to_state, at, by_whom, why)"
                        + " VALUES (:station, :version, :from, :to, :at, :by, :why)")
                .bind("station", station.value())
                .bind("version", transition.version().number())
                .bind("from", before)
                .bind("to", transition.to().word())
                .bind("at", at)
                .bind("by", transition.by())
                .bind("why", transition.why())
                .execute();
    }
}
