package io.winnow.app;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * Tells of each inspection as an OpenTelemetry trace: one span for the frame, one below it for each stage, from the times that were measured anyway. Costs
 * nothing while the configuration names no collector. Thread-safe.
 */
final class FrameTraces {
    private final Clock clock;

    FrameTraces(Clock clock) {
        this.clock = clock;
    }

    /** To be called as soon as the inspection is stored. */
    void inspected(Inspection inspection) {
        Tracer tracer = GlobalOpenTelemetry.getTracer("io.winnow");
        Instant end = clock.instant();
        Instant begin = end.minus(inspection.timings().total());
        Span frame = tracer.spanBuilder("inspect")
                .setNoParent()
                .setStartTimestamp(begin)
                .setAttribute("winnow.station", inspection.station().value())
                .setAttribute("winnow.frame", inspection.frame().value())
                .setAttribute("winnow.inspection", inspection.id().value())
                .setAttribute("winnow.verdict", inspection.verdict().word())
                .startSpan();
        inspection.model().ifPresent(model -> frame.setAttribute("winnow.model", model.toString()));
        Instant stageBegin = begin;
        for (Map.Entry<Stage, Duration> stage : inspection.timings().stages().entrySet()) {
            Instant stageEnd = stageBegin.plus(stage.getValue());
            tracer.spanBuilder(stage.getKey().name().toLowerCase(Locale.ROOT))
                    .setParent(Context.root().with(frame))
                    .setStartTimestamp(stageBegin)
                    .startSpan()
                    .end(stageEnd);
            stageBegin = stageEnd;
        }
        frame.end(end);
    }
}
