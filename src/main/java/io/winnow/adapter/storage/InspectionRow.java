package io.winnow.adapter.storage;

import com.fasterxml.jackson.core.type.TypeReference;
import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.ImageSize;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.ReviewSelection;
import io.winnow.core.inspection.Stage;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Timings;
import io.winnow.core.inspection.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** An inspection to and from its row. Maps are float32, little-endian, row by row. */
final class InspectionRow {
    static final String COLUMNS =
            "i.id, i.station_id, i.frame_id, i.part_id, i.trigger_name, i.frame_hash, i.image_height,"
                    + " i.image_width, i.captured_at, i.decided_at, i.model_version, i.verdict, i.cause, i.reason, i.score, i.threshold,"
                    + " i.regions, i.timings, i.map_height, i.map_width, i.map, i.review_threshold, i.selection, i.selection_probability";

    private static final String INSERT =
            "INSERT INTO inspection (id, station_id, frame_id, part_id, trigger_name, frame_hash,"
                    + " image_height, image_width, captured_at, decided_at, model_version, verdict, cause, reason, score, threshold,"
                    + " regions, timings, map_height, map_width, map, review_threshold, selection, selection_probability) VALUES (:id, :station, :frame, :part, :trigger, :hash, :height,"
                    + " :width, :captured, :decided, :model, :verdict, :cause, :reason, :score, :threshold, :regions, :timings,"
                    + " :mapHeight, :mapWidth, :map, :reviewThreshold, :selection, :probability)";

    private static final TypeReference<Map<Stage, Long>> NANOSECONDS = new TypeReference<>() {};

    private InspectionRow() {}

    static void insert(Handle handle, Inspection inspection) {
        insert(handle, INSERT, inspection);
    }

    /** False where the frame has been inspected meanwhile. */
    static boolean insertNew(Handle handle, Inspection inspection) {
        return insert(handle, INSERT + " ON CONFLICT DO NOTHING", inspection) > 0;
    }

    private static int insert(Handle handle, String sql, Inspection inspection) {
        Verdict verdict = inspection.verdict();
        return handle.createUpdate(sql)
                .bind("id", inspection.id().value())
                .bind("station", inspection.station().value())
                .bind("frame", inspection.frame().value())
                .bind("part", inspection.partId().orElse(null))
                .bind("trigger", inspection.trigger().orElse(null))
                .bind("hash", inspection.frameHash().hex())
                .bind("height", inspection.imageSize().map(ImageSize::height).orElse(null))
                .bind("width", inspection.imageSize().map(ImageSize::width).orElse(null))
                .bind("captured", Database.micros(inspection.capturedAt()))
                .bind("decided", Database.micros(inspection.decidedAt()))
                .bind("model", inspection.model().map(ModelVersion::number).orElse(null))
                .bind("verdict", verdict.word())
                .bind(
                        "cause",
                        verdict instanceof Verdict.Undecided undecided
                                ? undecided.cause().name()
                                : null)
                .bind("reason", verdict.reason())
                .bind("score", orNull(verdict.imageScore()))
                .bind("threshold", orNull(verdict.rejectedAbove()))
                .bind("regions", RegionRow.writeScored(inspection.regions()))
                .bind("timings", timings(inspection.timings()))
                .bind("mapHeight", inspection.map().map(AnomalyMap::height).orElse(null))
                .bind("mapWidth", inspection.map().map(AnomalyMap::width).orElse(null))
                .bind("map", inspection.map().map(InspectionRow::bytes).orElse(null))
                .bind("reviewThreshold", reviewThreshold(verdict))
                .bind(
                        "selection",
                        inspection.selection().map(InspectionRow::word).orElse(null))
                .bind(
                        "probability",
                        inspection.selection().map(ReviewSelection::probability).orElse(null))
                .execute();
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static @Nullable Double reviewThreshold(Verdict verdict) {
        return verdict instanceof Verdict.Undecided undecided
                ? undecided.band().map(Verdict.GreyBand::reviewThreshold).orElse(null)
                : null;
    }

    private static String word(ReviewSelection selection) {
        return selection.reason().name().toLowerCase(Locale.ROOT);
    }

    private static String timings(Timings timings) {
        Map<Stage, Long> nanoseconds = new EnumMap<>(Stage.class);
        timings.stages().forEach((stage, took) -> nanoseconds.put(stage, took.toNanos()));
        return Json.write(nanoseconds);
    }

    static byte[] bytes(AnomalyMap map) {
        float[] scores = map.toArray();
        ByteBuffer bytes = ByteBuffer.allocate(scores.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(scores);
        return bytes.array();
    }

    static Inspection read(ResultSet row) throws SQLException {
        return new Inspection(
                new InspectionId(row.getString("id")),
                new StationId(row.getString("station_id")),
                new FrameId(row.getString("frame_id")),
                Optional.ofNullable(row.getString("part_id")),
                Optional.ofNullable(row.getString("trigger_name")),
                new ContentHash(row.getString("frame_hash")),
                imageSize(row),
                Database.instant(row.getLong("captured_at")),
                Database.instant(row.getLong("decided_at")),
                model(row),
                verdict(row),
                RegionRow.readScored(row.getString("regions")),
                map(row),
                timings(row.getString("timings")),
                selection(row));
    }

    private static Optional<ImageSize> imageSize(ResultSet row) throws SQLException {
        int height = row.getInt("image_height");
        return row.wasNull() ? Optional.empty() : Optional.of(new ImageSize(height, row.getInt("image_width")));
    }

    private static Optional<ModelVersion> model(ResultSet row) throws SQLException {
        int number = row.getInt("model_version");
        return row.wasNull() ? Optional.empty() : Optional.of(new ModelVersion(number));
    }

    private static Verdict verdict(ResultSet row) throws SQLException {
        String word = row.getString("verdict");
        double score = row.getDouble("score");
        double threshold = row.getDouble("threshold");
        if (word.equals("undecided")) {
            Verdict.Cause cause = Verdict.Cause.valueOf(row.getString("cause"));
            Optional<Verdict.GreyBand> band = cause == Verdict.Cause.GREY_BAND
                    ? Optional.of(new Verdict.GreyBand(score, row.getDouble("review_threshold"), threshold))
                    : Optional.empty();
            return new Verdict.Undecided(cause, row.getString("reason"), band);
        }
        return word.equals("pass") ? new Verdict.Pass(score, threshold) : new Verdict.Reject(score, threshold);
    }

    private static Optional<ReviewSelection> selection(ResultSet row) throws SQLException {
        String reason = row.getString("selection");
        return reason == null
                ? Optional.empty()
                : Optional.of(new ReviewSelection(
                        ReviewSelection.Reason.valueOf(reason.toUpperCase(Locale.ROOT)),
                        row.getDouble("selection_probability")));
    }

    private static Optional<AnomalyMap> map(ResultSet row) throws SQLException {
        byte[] bytes = row.getBytes("map");
        if (bytes == null) {
            return Optional.empty();
        }
        return Optional.of(new AnomalyMap(row.getInt("map_height"), row.getInt("map_width"), floats(bytes)));
    }

    static float[] floats(byte[] bytes) {
        float[] scores = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(scores);
        return scores;
    }

    private static Timings timings(String json) {
        Map<Stage, Duration> stages = new EnumMap<>(Stage.class);
        Json.read(json, NANOSECONDS).forEach((stage, nanoseconds) -> stages.put(stage, Duration.ofNanos(nanoseconds)));
        return new Timings(stages);
    }
}
