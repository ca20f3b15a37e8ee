package io.winnow.desk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Figures over a month with changes of model and threshold, and an export and import with nothing to do. Stateless. */
final class FakeExchange {
    private static final int DAYS = 24;
    private static final List<String> FIGURES = List.of(
            "image_aupr", "image_f1", "image_precision", "image_recall", "false_reject_rate", "image_auroc", "pl30");

    private FakeExchange() {}

    static void routes(Router router) {
        router.get("/api/v1/stations/:id/metrics/history").handler(context -> {
            boolean types = "type".equals(context.queryParams().get("by"));
            context.json(types ? byType() : overTime());
        });
        router.get("/api/v1/metrics/stations").handler(context -> context.json(byStation()));
        router.get("/api/v1/stations/:id/export/size")
                .handler(context -> context.json(new JsonObject().put("frames", 212)));
        router.get("/api/v1/stations/:id/imports")
                .handler(context -> context.json(new JsonObject().put("items", new JsonArray())));
    }

    private static Instant begin() {
        return Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(DAYS - 1L));
    }

    private static JsonObject answer(String by, JsonArray items) {
        return new JsonObject()
                .put("by", by)
                .put("from", begin().toString())
                .put("to", begin().plus(Duration.ofDays(DAYS)).toString())
                .put("zone", "UTC")
                .put("items", items)
                .put("marks", new JsonArray());
    }

    private static JsonObject overTime() {
        Random random = new Random(5);
        JsonArray items = new JsonArray();
        for (int day = 0; day < DAYS; day++) {
            boolean few = day % 9 == 4 || day == 17;
            JsonArray figures = new JsonArray();
            for (String name : FIGURES) {
                double level = name.equals("false_reject_rate") ? 0.06 : day < 11 ? 0.78 : 0.9;
                figures.add(figure(name, level + 0.05 * random.nextGaussian(), few ? 3 : 14 + random.nextInt(30), few));
            }
            items.add(new JsonObject()
                    .put("from", begin().plus(Duration.ofDays(day)).toString())
                    .put("to", begin().plus(Duration.ofDays(day + 1L)).toString())
                    .put("modelVersion", day < 11 ? "v8" : "v9")
                    .put("inspections", 1_400 + random.nextInt(300))
                    .put("labels", labels(few ? 3 : 40))
                    .put("figures", figures));
        }
        return answer("time", items)
                .put("bin", "day")
                .put("marks", new JsonArray().add(mark(11, "model", null)).add(mark(16, "threshold", 4.2)));
    }

    private static JsonObject mark(int day, String kind, @Nullable Double threshold) {
        return new JsonObject()
                .put("at", begin().plus(Duration.ofDays(day)).toString())
                .put("kind", kind)
                .put("modelVersion", "v9")
                .put("threshold", threshold)
                .put("by", "ada");
    }

    private static JsonObject figure(String name, double value, int labels, boolean few) {
        double inside = Math.max(0.01, Math.min(0.99, value));
        return new JsonObject()
                .put("name", name)
                .put("value", few ? null : inside)
                .put("reason", few ? "not enough labels: 2 normal and 1 defective, needs 5 of each" : null)
                .put("labels", labels)
                .put("low", few ? null : Math.max(0, inside - 0.12))
                .put("high", few ? null : Math.min(1, inside + 0.09));
    }

    private static JsonObject labels(int total) {
        return new JsonObject()
                .put("total", total)
                .put("normal", total / 2)
                .put("defect", total - total / 2)
                .put("withRegions", total / 2);
    }

    private static JsonObject byType() {
        JsonArray items = new JsonArray();
        for (@Nullable String type : Arrays.asList("crack", "scratch", "Größe ≠ Norm", null)) {
            boolean few = type == null;
            items.add(new JsonObject()
                    .put("defectType", type)
                    .put("labels", labels(few ? 2 : 31))
                    .put(
                            "figures",
                            new JsonArray()
                                    .add(figure("image_recall", 0.94, few ? 2 : 31, few))
                                    .add(figure("pl30", 0.71, few ? 2 : 28, few))));
        }
        return answer("type", items).put("modelVersion", "v9");
    }

    private static JsonObject byStation() {
        JsonArray items = new JsonArray();
        for (String station : List.of("line1-top", "line1-bottom")) {
            JsonArray figures = new JsonArray();
            FIGURES.forEach(name -> figures.add(figure(name, 0.85, 120, station.equals("line1-bottom"))));
            items.add(new JsonObject()
                    .put("stationId", station)
                    .put("modelVersion", "v9")
                    .put("labels", labels(120))
                    .put("figures", figures));
        }
        return answer("station", items);
    }
}
