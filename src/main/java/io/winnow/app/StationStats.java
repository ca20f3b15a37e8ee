package io.winnow.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.core.inspection.VerdictCounts;
import io.winnow.core.review.LiveQuality.LiveFigure;
import io.winnow.core.review.LiveQuality.Report;
import io.winnow.core.station.Station;
import io.winnow.core.threshold.ThresholdSetting;
import java.time.Instant;
import java.util.Optional;

/** What a station publishes on its {@code stats} topic: counts, and figures with the labels behind them. */
final class StationStats {
    private StationStats() {}

    static String json(Station station, Report report, Instant at) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schema", "urn:winnow:schema:stats:1");
        json.put("station_id", station.id().value());
        json.put("at", at.toString());
        json.put(
                "model_version",
                station.model().map(model -> model.version().toString()).orElse(null));
        Optional<ThresholdSetting> thresholds = station.thresholds();
        json.put("threshold", thresholds.map(ThresholdSetting::threshold).orElse(null));
        json.put(
                "review_threshold",
                thresholds
                        .map(ThresholdSetting::reviewThreshold)
                        .map(line -> line.isPresent() ? line.getAsDouble() : null)
                        .orElse(null));
        json.put("audit_share", station.auditShare());
        json.put("frames_per_second", station.framesPerSecond());
        json.put("pool_frames", station.poolFrames());
        VerdictCounts counts = station.counts();
        json.putObject("counts")
                .put("pass", counts.pass())
                .put("reject", counts.reject())
                .put("undecided", counts.undecided())
                .put("dropped", station.droppedFrames());
        json.putObject("labels")
                .put("normal", report.normal())
                .put("defect", report.defective())
                .put("with_regions", report.withRegions());
        json.putObject("sampling")
                .put("inspections", report.sampling().inspections())
                .put("covered", report.sampling().covered())
                .put("chosen", report.sampling().chosen())
                .put("answered", report.sampling().answered())
                .put("volunteered", report.sampling().volunteered());
        ArrayNode figures = json.putArray("figures");
        report.figures().forEach(figure -> add(figures.addObject(), figure));
        return json.toString();
    }

    /** An undefined figure is null with its reason. */
    private static void add(ObjectNode json, LiveFigure figure) {
        json.put("name", figure.name());
        figure.figure().optional().ifPresentOrElse(value -> json.put("value", value), () -> json.putNull("value"));
        json.put("reason", figure.figure().reason().orElse(null));
        json.put("labels", figure.labels());
        json.put("weighted", figure.weighted());
        figure.interval().ifPresent(interval -> json.put("low", interval.low()).put("high", interval.high()));
    }
}
