package io.winnow.adapter.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.ScoredRegion;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.Stage;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Timings;
import io.winnow.core.inspection.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictEventTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Verdict REJECT = new Verdict.Reject(12.5, 9.75);
    private static final Verdict UNDECIDED =
            new Verdict.Undecided(Verdict.Cause.IMAGE_TRUNCATED, "the JPEG ends without its end marker");

    static Inspection inspection(Verdict verdict, Optional<ModelVersion> model) {
        return new Inspection(
                new InspectionId("019c1fd4-6c40-7f5e-9d0c-0a8f5f8b8f11"),
                new StationId("cam-1"),
                new FrameId("f-1"),
                Optional.of("WN-204"),
                Optional.empty(),
                ContentHash.of(ByteBuffer.allocate(0)),
                Optional.empty(),
                Instant.parse("2026-11-22T08:30:05.250Z"),
                Instant.parse("2026-11-22T08:30:05.291Z"),
                model,
                verdict,
                List.of(new ScoredRegion(new RegionOfInterest(0.1, 0.2, 0.3, 0.45), 12.5)),
                Optional.empty(),
                new Timings(Map.of(Stage.DECODE, Duration.ofNanos(6_250_000), Stage.BACKBONE, Duration.ofMillis(30))));
    }

    private static VerdictEvent decided(Verdict verdict) {
        return new VerdictEvent(inspection(verdict, Optional.of(new ModelVersion(7))));
    }

    private static Set<ValidationMessage> violations(JsonNode json) throws IOException {
        try (InputStream schema = VerdictEvent.class.getResourceAsStream(VerdictEvent.SCHEMA_RESOURCE)) {
            JsonSchema verdict =
                    JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
            return verdict.validate(
                    json, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
        }
    }

    private static Set<ValidationMessage> violationsAfter(Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = (ObjectNode) MAPPER.readTree(decided(REJECT).toJson());
        change.accept(json);
        return violations(json);
    }

    @Test
    void toJson_reject_isTheDocumentedPayload() throws IOException {
        assertThat(MAPPER.readTree(decided(REJECT).toJson())).isEqualTo(MAPPER.readTree("""
                {"schema": "urn:winnow:schema:verdict:1", "event_id": "019c1fd4-6c40-7f5e-9d0c-0a8f5f8b8f11",
                 "frame_id": "f-1", "station_id": "cam-1", "part_id": "WN-204",
                 "captured_at": "2026-11-22T08:30:05.250Z", "decided_at": "2026-11-22T08:30:05.291Z",
                 "model_version": "v7", "score": 12.5, "threshold": 9.75, "verdict": "reject", "cause": null,
                 "reason": "score 12.50 is above the threshold 9.750",
                 "regions": [{"left": 0.1, "top": 0.2, "right": 0.3, "bottom": 0.45, "score": 12.5}],
                 "timings_ms": {"decode": 6.25, "backbone": 30.0, "total": 36.25}}
                """));
    }

    @Test
    void toJson_everyVerdict_followsTheSchema() throws IOException {
        for (Verdict verdict : List.of(new Verdict.Pass(3, 9.75), REJECT, UNDECIDED)) {
            assertThat(violations(MAPPER.readTree(decided(verdict).toJson()))).isEmpty();
        }
    }

    @Test
    void toJson_greyBand_carriesScoreAndBothThresholds() throws IOException {
        JsonNode json =
                MAPPER.readTree(decided(Verdict.Undecided.between(9.5, 9, 9.75)).toJson());

        assertThat(violations(json)).isEmpty();
        assertThat(json.get("verdict").asText()).isEqualTo("undecided");
        assertThat(json.get("cause").asText()).isEqualTo("grey_band");
        assertThat(json.get("score").asDouble()).isEqualTo(9.5);
        assertThat(json.get("review_threshold").asDouble()).isEqualTo(9);
        assertThat(json.get("threshold").asDouble()).isEqualTo(9.75);
    }

    @Test
    void schema_reviewThresholdOutsideTheGreyBand_isViolated() throws IOException {
        assertThat(violationsAfter(json -> json.put("review_threshold", 9))).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GREY_BAND")
    void toJson_undecidedWithoutModel_followsTheSchema(Verdict.Cause cause) throws IOException {
        Verdict verdict = new Verdict.Undecided(cause, "why");

        JsonNode json = MAPPER.readTree(new VerdictEvent(inspection(verdict, Optional.empty())).toJson());

        assertThat(violations(json)).isEmpty();
        assertThat(json.get("score").isNull()).isTrue();
        assertThat(json.get("cause").asText()).isEqualTo(cause.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void schema_namesEveryStage() throws IOException {
        Map<Stage, Duration> all = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            all.put(stage, Duration.ofMillis(1));
        }
        assertThat(violationsAfter(json -> new Timings(all).stages().keySet().forEach(stage -> ((ObjectNode)
                                json.get("timings_ms"))
                        .put(stage.name().toLowerCase(Locale.ROOT), 1))))
                .isEmpty();
        assertThat(violationsAfter(json -> ((ObjectNode) json.get("timings_ms")).put("lunch", 1)))
                .isNotEmpty();
        assertThat(violationsAfter(json -> ((ObjectNode) json.get("timings_ms")).put("wait", -1)))
                .isNotEmpty();
    }

    @Test
    void schema_passWithoutScore_isViolated() throws IOException {
        assertThat(violationsAfter(json -> json.putNull("score"))).isNotEmpty();
    }

    @Test
    void schema_unknownOrMissingOrMalformedMembers_isViolated() throws IOException {
        assertThat(violationsAfter(json -> json.put("colour", "red"))).isNotEmpty();
        assertThat(violationsAfter(json -> json.remove("frame_id"))).isNotEmpty();
        assertThat(violationsAfter(json -> json.put("verdict", "ok"))).isNotEmpty();
        assertThat(violationsAfter(json -> json.put("captured_at", "22.11.2026")))
                .isNotEmpty();
        assertThat(violationsAfter(json -> json.put("captured_at", "2026-11-22T09:30:05+01:00")))
                .isNotEmpty();
        assertThat(violationsAfter(json -> json.put("event_id", "a b"))).isNotEmpty();
        assertThat(violationsAfter(json -> ((ObjectNode) json.get("regions").get(0)).put("right", 1.5)))
                .isNotEmpty();
    }

    @Test
    void new_passWithoutModel_isRefused() {
        assertThatThrownBy(() -> new VerdictEvent(inspection(new Verdict.Pass(1, 2), Optional.empty())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("verdict pass of frame f-1 names no model version");
    }

    @Test
    void new_scoreNotFinite_isRefused() {
        assertThatThrownBy(() -> decided(new Verdict.Pass(Double.NaN, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("score is NaN, must be finite");
    }
}
