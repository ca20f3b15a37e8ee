package io.winnow.adapter.storage;

import io.winnow.core.inspection.InspectionId;
import io.winnow.core.review.Doubt;
import io.winnow.core.review.Label;
import io.winnow.core.review.Opinion;
import io.winnow.core.review.OpinionStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Labels and doubts in the database, compared and changed in one transaction. Thread-safe. */
public final class SqlOpinionStore implements OpinionStore {
    static final String COLUMNS = "l.verdict AS label_verdict, l.defect_type, l.regions AS label_regions,"
            + " l.labelled_by, l.labelled_at, d.doubted_by, d.doubted_at";

    private static final String FIND = "SELECT " + COLUMNS + " FROM (SELECT :inspection AS id) i"
            + " LEFT JOIN label l ON l.inspection_id = i.id LEFT JOIN doubt d ON d.inspection_id = i.id";

    private final Database database;
    private final Clock clock;

    public SqlOpinionStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Opinion find(InspectionId inspection) {
        return database.read("reading what is said of inspection " + inspection, handle -> find(handle, inspection));
    }

    private static Opinion find(Handle handle, InspectionId inspection) {
        return handle.createQuery(FIND)
                .bind("inspection", inspection.value())
                .map((row, context) -> opinion(row))
                .one();
    }

    static Opinion opinion(ResultSet row) throws SQLException {
        Optional<Label> label =
                row.getString("label_verdict") == null ? Optional.empty() : Optional.of(SqlLabelStore.label(row));
        if (label.isPresent()) {
            return Opinion.of(label.get());
        }
        String by = row.getString("doubted_by");
        return by == null ? Opinion.NONE : Opinion.of(new Doubt(by, Database.instant(row.getLong("doubted_at"))));
    }

    @Override
    public void change(List<Change> changes) {
        database.write("labelling %d inspections".formatted(changes.size()), handle -> {
            List<Said> conflicts = conflicts(handle, changes);
            if (!conflicts.isEmpty()) {
                throw new ConflictException(conflicts);
            }
            changes.forEach(change -> apply(handle, change));
            return changes.size();
        });
    }

    private static List<Said> conflicts(Handle handle, List<Change> changes) {
        List<Said> conflicts = new ArrayList<>();
        for (Change change : changes) {
            if (change.basedOn().isPresent()) {
                Opinion present = find(handle, change.inspection());
                if (!present.revision().equals(change.basedOn().get())) {
                    conflicts.add(new Said(change.inspection(), present));
                }
            }
        }
        return conflicts;
    }

    private void apply(Handle handle, Change change) {
        InspectionId inspection = change.inspection();
        change.opinion()
                .label()
                .ifPresentOrElse(
                        label -> SqlLabelStore.put(handle, inspection, label),
                        () -> SqlLabelStore.remove(handle, inspection, clock.instant()));
        SqlLabelStore.settle(handle, inspection);
        change.opinion().doubt().ifPresent(doubt -> handle.createUpdate(
                        "INSERT INTO doubt (inspection_id, doubted_by, doubted_at) VALUES (:inspection, :by, :at)")
                .bind("inspection", inspection.value())
                .bind("by", doubt.by())
                .bind("at", Database.micros(doubt.at()))
                .execute());
    }
}
