package io.winnow.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Tells on the terminal what the service goes through, as anyone could read it from its REST interface. */
final class DemoNarrator implements Runnable {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int FIGURES_EVERY = 10;
    private static final int LABELS_FOR_REFIT = 8;
    private static final String STATION = "/api/v1/stations/" + DemoConfiguration.STATION;

    private final ServiceClient service;
    private final PrintWriter out;
    private String lastLine = "";
    private String lastModel = "";
    private int rounds;
    private boolean refits;

    /**
     * @param refits whether a second fit is asked for as soon as there are labels to compare the models by
     */
    DemoNarrator(ServiceClient service, PrintWriter out, boolean refits) {
        this.service = service;
        this.out = out;
        this.refits = refits;
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                tell(service.get(STATION));
            } catch (IOException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    say("the service does not answer: " + e.getMessage());
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void tell(JsonNode station) throws IOException {
        JsonNode model = station.path("model");
        JsonNode job = station.path("job");
        if (job.path("state").asText().equals("running")) {
            say("refit: %s, %.0f %%%s"
                    .formatted(job.path("phase").asText(), job.path("percent").asDouble(), remaining(job)));
        } else if (model.isObject() && !model.path("version").asText().equals(lastModel)) {
            lastModel = model.path("version").asText();
            refits &= lastModel.equals("v1");
            say(refined(model));
        } else if (!model.isObject()) {
            say("collecting: %d of %d frames; nobody labels them, and about one in ten is defective"
                    .formatted(
                            station.path("pool").path("frames").asInt(),
                            station.path("pool").path("target").asInt()));
        } else if (station.path("candidate").isObject()) {
            tellCandidate(station.path("candidate"));
        } else if (++rounds % FIGURES_EVERY == 0) {
            say(figures(station));
            refitOnce();
        }
    }

    /** The candidate that a refit made: how far its shadow is, and why it is held where it is. */
    private void tellCandidate(JsonNode candidate) throws IOException {
        String version = candidate.path("version").asText();
        JsonNode report = service.get(STATION + "/models/" + version + "/report");
        JsonNode shadow = report.path("shadow");
        say("candidate %s decides over nothing yet: it has judged %d of %d live frames in the shadow; policy: %s"
                .formatted(
                        version,
                        Math.min(
                                shadow.path("frames").asInt(),
                                shadow.path("target").asInt()),
                        shadow.path("target").asInt(),
                        report.path("decision").path("reason").asText()));
    }

    /** Asks for a second fit, so that a candidate can be watched on its way. */
    private void refitOnce() throws IOException {
        JsonNode labels = service.get(STATION + "/metrics").path("labels");
        if (refits
                && labels.path("defect").asInt() >= LABELS_FOR_REFIT
                && labels.path("normal").asInt() >= LABELS_FOR_REFIT) {
            refits = false;
            say("enough labels to compare models: a refit that estimates itself how much to drop makes a candidate");
            service.post(STATION + "/refits", "{\"strategy\": \"auto\"}");
        }
    }

    private static String remaining(JsonNode job) {
        return job.path("remainingSeconds").isNumber()
                ? ", about %d s left".formatted(job.path("remainingSeconds").asInt())
                : "";
    }

    private static String refined(JsonNode model) {
        JsonNode truth = model.path("truth");
        String known = truth.isObject()
                ? "; %d of them really were defective, of %d in the pool"
                        .formatted(
                                truth.path("droppedDefective").asInt(),
                                truth.path("poolDefective").asInt())
                : "";
        return "model %s serves: refinement by %s dropped %d of %d frames%s"
                .formatted(
                        model.path("version").asText(),
                        model.path("strategy").asText(),
                        model.path("droppedFrames").asInt(),
                        model.path("poolFrames").asInt(),
                        known);
    }

    private String figures(JsonNode station) throws IOException {
        JsonNode counts = station.path("counts");
        StringBuilder line = new StringBuilder("%d passed, %d rejected"
                .formatted(counts.path("pass").asInt(), counts.path("reject").asInt()));
        for (JsonNode figure : service.get(STATION + "/metrics").path("figures")) {
            line.append("; ").append(figure.path("title").asText()).append(' ');
            line.append(
                    figure.path("value").isNumber()
                            ? String.format(
                                    Locale.ROOT,
                                    "%.2f (%d labels)",
                                    figure.path("value").asDouble(),
                                    figure.path("labels").asInt())
                            : "- (not enough labels)");
        }
        return line.toString();
    }

    private void say(String line) {
        if (!line.equals(lastLine)) {
            lastLine = line;
            out.println("demo: " + line);
            out.flush();
        }
    }
}
