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
    private static final String STATION = "/api/v1/stations/" + DemoConfiguration.STATION;

    private final ServiceClient service;
    private final PrintWriter out;
    private String lastLine = "";
    private String lastModel = "";
    private int rounds;

    DemoNarrator(ServiceClient service, PrintWriter out) {
        this.service = service;
        this.out = out;
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                tell(service.get(STATION));
            } catch (IOException e) {
                say("the service does not answer: " + e.getMessage());
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
            say(refined(model));
        } else if (!model.isObject()) {
            say("collecting: %d of %d frames; nobody labels them, and about one in ten is defective"
                    .formatted(
                            station.path("pool").path("frames").asInt(),
                            station.path("pool").path("target").asInt()));
        } else if (++rounds % FIGURES_EVERY == 0) {
            say(figures(station));
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
