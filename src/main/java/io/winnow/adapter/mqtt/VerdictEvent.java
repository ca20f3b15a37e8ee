package io.winnow.adapter.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.core.image.ScoredRegion;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.Timings;
import io.winnow.core.inspection.Verdict;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One inspection as it is published; its JSON follows {@code schema/verdict-v1.schema.json}. Immutable.
 *
 * @param inspection whose id is the event's id, the same when it is sent again
 * @throws IllegalArgumentException when the inspection cannot be told by the schema: a pass or reject without model, or a
 *     score that is not finite
 */
public record VerdictEvent(Inspection inspection) {
    /** Name of the schema, in the payload and as the CloudEvents attribute {@code dataschema}. */
    public static final String SCHEMA = "urn:winnow:schema:verdict:1";

    /** Where the schema lies on the class path. */
    public static final String SCHEMA_RESOURCE = "/schema/verdict-v1.schema.json";

    public VerdictEvent {
        boolean decided = !(inspection.verdict() instanceof Verdict.Undecided);
        if (decided && inspection.model().isEmpty()) {
            throw new IllegalArgumentException("verdict %s of frame %s names no model version"
                    .formatted(inspection.verdict().word(), inspection.frame()));
        }
        requireFinite("score", orNull(inspection.verdict().imageScore()));
        requireFinite("threshold", orNull(inspection.verdict().rejectedAbove()));
        inspection.regions().forEach(region -> requireFinite("region score", region.score()));
    }

    private static void requireFinite(String name, @Nullable Double value) {
        if (value != null && !Double.isFinite(value)) {
            throw new IllegalArgumentException("%s is %s, must be finite".formatted(name, value));
        }
    }

    /** The event as an outbox keeps it. */
    public OutgoingEvent toOutgoing() {
        return new OutgoingEvent(
                inspection.id().value(), inspection.station(), ByteBuffer.wrap(toJson().getBytes(UTF_8)));
    }

    /** The payload, UTF-8 when sent. */
    public String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schema", SCHEMA);
        json.put("event_id", inspection.id().value());
        json.put("frame_id", inspection.frame().value());
        json.put("station_id", inspection.station().value());
        json.put("part_id", inspection.partId().orElse(null));
        json.put("captured_at", inspection.capturedAt().toString());
        json.put("decided_at", inspection.decidedAt().toString());
        json.put("model_version", inspection.model().map(Object::toString).orElse(null));
        json.put("score", orNull(inspection.verdict().imageScore()));
        json.put("threshold", orNull(inspection.verdict().rejectedAbove()));
        if (inspection.verdict() instanceof Verdict.Undecided undecided) {
            undecided.band().ifPresent(grey -> json.put("review_threshold", grey.reviewThreshold()));
        }
        json.put("verdict", inspection.verdict().word());
        json.put("cause", cause(inspection.verdict()));
        json.put("reason", inspection.verdict().reason());
        json.set("regions", regions(inspection.regions()));
        json.set("timings_ms", timings(inspection.timings()));
        return json.toString();
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static @Nullable String cause(Verdict verdict) {
        return verdict instanceof Verdict.Undecided undecided ? lower(undecided.cause()) : null;
    }

    private static ArrayNode regions(List<ScoredRegion> regions) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (ScoredRegion region : regions) {
            all.addObject()
                    .put("left", region.box().left())
                    .put("top", region.box().top())
                    .put("right", region.box().right())
                    .put("bottom", region.box().bottom())
                    .put("score", region.score());
        }
        return all;
    }

    private static ObjectNode timings(Timings timings) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        timings.stages().forEach((stage, time) -> all.put(lower(stage), milliseconds(time)));
        all.put("total", milliseconds(timings.total()));
        return all;
    }

    private static double milliseconds(Duration time) {
        return time.toNanos() / 1e6;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
