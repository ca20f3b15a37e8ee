package io.winnow.adapter.storage;

import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.ModelScore;
import io.winnow.core.review.ModelScoreStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/** Scores of candidates in the database. Thread-safe. */
public final class SqlModelScoreStore implements ModelScoreStore {
    /** Inspections that the candidate (c) has scored, with what the champion (h) scored of those it did not decide itself. */
    private static final String PAIRED = " FROM model_score c JOIN inspection i ON i.id = c.inspection_id"
            + " LEFT JOIN model_score h ON h.station_id = c.station_id AND h.version = :champion"
            + " AND h.inspection_id = c.inspection_id"
            + " LEFT JOIN label l ON l.inspection_id = c.inspection_id"
            + " WHERE c.station_id = :station AND c.version = :candidate"
            + " AND (i.model_version = :champion OR h.inspection_id IS NOT NULL)";

    private static final String SCORES = ", c.score AS c_score, c.threshold AS c_threshold, c.shadow AS c_shadow,"
            + " c.scored_at AS c_at, c.map_height AS c_height, c.map_width AS c_width, c.map AS c_map,"
            + " h.score AS h_score, h.threshold AS h_threshold, h.shadow AS h_shadow, h.scored_at AS h_at,"
            + " h.map_height AS h_height, h.map_width AS h_width, h.map AS h_map";

    private static final String LABEL =
            ", l.verdict AS label_verdict, l.defect_type, l.regions AS label_regions, l.labelled_by, l.labelled_at";

    private final Database database;

    public SqlModelScoreStore(Database database) {
        this.database = database;
    }

    @Override
    public void put(ModelScore score) {
        database.append("storing a score of inspection " + score.inspection(), handle -> handle.createUpdate(
                        "INSERT INTO model_score (station_id, version, inspection_id, shadow, score, threshold,"
                                + " scored_at, map_height, map_width, map)"
                                // The inspection may be beyond retention by now.
                                + " SELECT :station, :version, i.id, :shadow, :score, :threshold, :at, :height, :width, :map"
                                + " FROM inspection i WHERE i.id = :inspection"
                                + " ON CONFLICT (station_id, version, inspection_id) DO UPDATE SET shadow = excluded.shadow,"
                                + " score = excluded.score, threshold = excluded.threshold, scored_at = excluded.scored_at,"
                                + " map_height = excluded.map_height, map_width = excluded.map_width, map = excluded.map")
                .bind("station", score.station().value())
                .bind("version", score.version().number())
                .bind("inspection", score.inspection().value())
                .bind("shadow", score.shadow() ? 1 : 0)
                .bind("score", score.score())
                .bind("threshold", score.threshold())
                .bind("at", Database.micros(score.scoredAt()))
                .bind("height", score.map().height())
                .bind("width", score.map().width())
                .bind("map", InspectionRow.bytes(score.map()))
                .execute());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Pair pair) {
        return statement
                .bind("station", pair.station().value())
                .bind("candidate", pair.candidate().number())
                .bind("champion", pair.champion().number());
    }

    @Override
    public Standing standing(Pair pair) {
        return database.read("reading how far model %s is".formatted(pair.candidate()), handle -> bind(
                        handle.createQuery(
                                "SELECT SUM(CASE WHEN c.shadow = 1 AND i.model_version = :champion THEN 1 ELSE 0 END) AS shadowed,"
                                        + " COUNT(l.inspection_id) AS labelled, MAX(l.labelled_at) AS newest" + PAIRED),
                        pair)
                .map((row, context) -> standing(row))
                .one());
    }

    private static Standing standing(ResultSet row) throws SQLException {
        int shadowed = row.getInt("shadowed");
        int labelled = row.getInt("labelled");
        long newest = row.getLong("newest");
        return new Standing(
                shadowed, labelled, row.wasNull() ? Optional.empty() : Optional.of(Database.instant(newest)));
    }

    @Override
    public List<InspectionId> missing(Pair pair, int limit) {
        return database.read(
                "looking for labels that model %s has not seen".formatted(pair.candidate()), handle -> bind(
                                handle.createQuery(
                                        "SELECT i.id FROM label l JOIN inspection i ON i.id = l.inspection_id"
                                                + " LEFT JOIN model_score c ON c.station_id = i.station_id AND c.version = :candidate"
                                                + " AND c.inspection_id = i.id"
                                                + " LEFT JOIN model_score h ON h.station_id = i.station_id AND h.version = :champion"
                                                + " AND h.inspection_id = i.id"
                                                + " WHERE i.station_id = :station AND i.image_height IS NOT NULL"
                                                + " AND (c.inspection_id IS NULL"
                                                + " OR (i.model_version IS DISTINCT FROM :champion AND h.inspection_id IS NULL))"
                                                + " ORDER BY i.id DESC LIMIT :limit"),
                                pair)
                        .bind("limit", limit)
                        .mapTo(String.class)
                        .map(InspectionId::new)
                        .list());
    }

    @Override
    public boolean scored(StationId station, ModelVersion version, InspectionId inspection) {
        return database.read("looking for a score of inspection " + inspection, handle -> handle.createQuery(
                        "SELECT EXISTS (SELECT 1 FROM inspection i WHERE i.id = :inspection AND i.model_version = :version)"
                                + " OR EXISTS (SELECT 1 FROM model_score s WHERE s.station_id = :station"
                                + " AND s.version = :version AND s.inspection_id = :inspection)")
                .bind("station", station.value())
                .bind("version", version.number())
                .bind("inspection", inspection.value())
                .mapTo(Boolean.class)
                .one());
    }

    @Override
    public Optional<ModelScore> find(ModelVersion version, InspectionId inspection) {
        return database.read("reading a score of inspection " + inspection, handle -> handle.createQuery(
                        "SELECT c.station_id, c.score AS c_score, c.threshold AS c_threshold, c.shadow AS c_shadow,"
                                + " c.scored_at AS c_at, c.map_height AS c_height, c.map_width AS c_width, c.map AS c_map"
                                + " FROM model_score c WHERE c.inspection_id = :inspection AND c.version = :version")
                .bind("inspection", inspection.value())
                .bind("version", version.number())
                .map((row, context) ->
                        score(row, new StationId(row.getString("station_id")), version, "c_", inspection))
                .findOne());
    }

    @Override
    public List<Judged> labelled(Pair pair, int limit) {
        return judged(pair, " AND l.inspection_id IS NOT NULL", limit);
    }

    @Override
    public List<Judged> disagreements(Pair pair, int limit) {
        return judged(
                pair,
                " AND (c.score > c.threshold) IS DISTINCT FROM (CASE WHEN i.model_version = :champion"
                        + " THEN i.score > i.threshold ELSE h.score > h.threshold END)",
                limit);
    }

    private List<Judged> judged(Pair pair, String condition, int limit) {
        return database.read("comparing models %s and %s".formatted(pair.candidate(), pair.champion()), handle -> bind(
                        handle.createQuery("SELECT " + InspectionRow.COLUMNS + SCORES + LABEL + PAIRED + condition
                                + " ORDER BY i.id DESC LIMIT :limit"),
                        pair)
                .bind("limit", limit)
                .map((row, context) -> judged(row, pair))
                .list());
    }

    private static Judged judged(ResultSet row, Pair pair) throws SQLException {
        Inspection inspection = InspectionRow.read(row);
        Inspection champion = inspection.model().equals(Optional.of(pair.champion()))
                ? inspection
                : score(row, pair.station(), pair.champion(), "h_", inspection.id())
                        .applyTo(inspection);
        Inspection candidate = score(row, pair.station(), pair.candidate(), "c_", inspection.id())
                .applyTo(inspection);
        return new Judged(
                champion,
                candidate,
                row.getString("label_verdict") == null ? Optional.empty() : Optional.of(SqlLabelStore.label(row)));
    }

    private static ModelScore score(
            ResultSet row, StationId station, ModelVersion version, String side, InspectionId inspection)
            throws SQLException {
        return new ModelScore(
                station,
                version,
                inspection,
                row.getInt(side + "shadow") == 1,
                row.getDouble(side + "score"),
                row.getDouble(side + "threshold"),
                new AnomalyMap(
                        row.getInt(side + "height"),
                        row.getInt(side + "width"),
                        InspectionRow.floats(row.getBytes(side + "map"))),
                Database.instant(row.getLong(side + "at")));
    }
}
