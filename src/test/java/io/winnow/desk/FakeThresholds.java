package io.winnow.desk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A station's thresholds as API v1 has them, decided upon from the fake inspections. Thread-safe. */
final class FakeThresholds {
    private static final String MODEL = "2026-11-22T07-31-05Z";
    private static final int BINS = 24;
    private static final double WIDTH = 0.25;

    private final List<JsonObject> changes = new ArrayList<>();

    FakeThresholds() {
        changes.add(change(
                "model",
                "winnow",
                new JsonObject().put("rule", "conformal").put("falseRejectRate", 0.01),
                null,
                lines(2.4, null)));
    }

    synchronized JsonObject state() {
        JsonObject last = changes.get(0);
        return new JsonObject()
                .put("policy", last.getJsonObject("policy"))
                .put("thresholds", last.getJsonObject("after"))
                .put("auditShare", 0.02)
                .put("lastChange", last);
    }

    synchronized JsonArray history() {
        return new JsonArray(new ArrayList<Object>(changes));
    }

    synchronized JsonObject set(JsonObject policy) {
        JsonObject reject = policy.getJsonObject("reject");
        JsonObject review = policy.getJsonObject("review");
        return add(
                "set",
                reject,
                lines(reject.getDouble("threshold", 4.2), review == null ? null : review.getDouble("threshold")));
    }

    synchronized JsonObject undo() {
        JsonObject first = changes.get(changes.size() - 1);
        return add("undo", first.getJsonObject("policy").getJsonObject("reject"), first.getJsonObject("after"));
    }

    private JsonObject add(String action, JsonObject reject, JsonObject after) {
        JsonObject change = change(action, "dashboard", reject, changes.get(0).getJsonObject("after"), after);
        changes.add(0, change);
        return change;
    }

    private JsonObject change(
            String action, String by, JsonObject reject, @Nullable JsonObject before, JsonObject after) {
        return new JsonObject()
                .put("sequence", changes.size() + 1)
                .put("at", "2026-11-22T07:31:05Z")
                .put("by", by)
                .put("action", action)
                .put("policy", new JsonObject().put("reject", reject).put("review", (Object) null))
                .put("before", before)
                .put("after", after);
    }

    JsonObject lines(double reject, @Nullable Double review) {
        return new JsonObject()
                .put("modelVersion", MODEL)
                .put("reject", line(reject))
                .put("review", review == null ? null : line(review));
    }

    private static JsonObject line(double value) {
        return new JsonObject()
                .put("value", value)
                .put("samples", 120)
                .put("needed", 99)
                .put("guaranteed", true)
                .put("explanation", "at most 1 % of normal frames like the 120 held out are above it");
    }

    JsonObject scores(JsonArray inspections) {
        int[] counts = new int[BINS];
        for (Object each : inspections) {
            Double score = ((JsonObject) each).getDouble("score");
            if (score != null) {
                counts[(int) Math.min(BINS - 1, score / WIDTH)]++;
            }
        }
        JsonArray bins = new JsonArray();
        for (int count : counts) {
            bins.add(new JsonObject().put("unlabelled", count).put("normal", 0).put("defective", 0));
        }
        return new JsonObject()
                .put("modelVersion", MODEL)
                .put("inspections", inspections.size())
                .put("low", 0)
                .put("width", WIDTH)
                .put("bins", bins);
    }

    JsonObject whatIf(JsonArray inspections, double threshold, int limit) {
        JsonArray changes = new JsonArray();
        int rejected = 0;
        int was = 0;
        for (Object each : inspections) {
            JsonObject inspection = (JsonObject) each;
            Double score = inspection.getDouble("score");
            if (score != null) {
                String would = score > threshold ? "reject" : "pass";
                rejected += would.equals("reject") ? 1 : 0;
                was += inspection.getString("verdict").equals("reject") ? 1 : 0;
                if (!would.equals(inspection.getString("verdict"))) {
                    changes.add(new JsonObject()
                            .put("id", inspection.getString("id"))
                            .put("score", score)
                            .put("was", inspection.getString("verdict"))
                            .put("would", would)
                            .put("label", (Object) null)
                            .put("image", inspection.getString("image")));
                }
            }
        }
        JsonArray page = new JsonArray(
                new ArrayList<Object>(changes.stream().limit(limit).toList()));
        return new JsonObject()
                .put("threshold", threshold)
                .put("reviewThreshold", (Object) null)
                .put("inspections", inspections.size())
                .put("was", outcome(inspections.size(), was))
                .put("would", outcome(inspections.size(), rejected))
                .put("changed", changes.size())
                .put(
                        "changes",
                        new JsonObject().put("items", page).put("next", changes.size() > limit ? "more" : null));
    }

    private static JsonObject outcome(int all, int rejected) {
        return new JsonObject()
                .put("pass", all - rejected)
                .put("check", 0)
                .put("reject", rejected)
                .put("labelled", 0)
                .put("falseRejects", 0)
                .put("missedDefects", 0)
                .put("caughtDefects", 0);
    }
}
