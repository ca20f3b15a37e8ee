package io.winnow.desk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What the fake service knows of missed defects, struck patches and replays, shaped as API v1 has them. Thread-safe. */
final class FakeMissed {
    private final FakeData data;
    private final List<JsonObject> strikes = new CopyOnWriteArrayList<>();
    private final List<JsonObject> replays = new CopyOnWriteArrayList<>();

    FakeMissed(FakeData data) {
        this.data = data;
    }

    List<JsonObject> strikes() {
        return List.copyOf(strikes);
    }

    List<JsonObject> replays() {
        return List.copyOf(replays);
    }

    void routes(Router router) {
        router.post("/api/v1/inspections/:id/missed-defect").handler(this::mark);
        router.get("/api/v1/inspections/:id/nearest-patches").handler(this::nearest);
        router.get("/api/v1/stations/:id/regression").handler(context -> context.json(items()));
        router.get("/api/v1/stations/:id/models/:version/struck-patches").handler(context -> context.json(items()));
        router.post("/api/v1/stations/:id/struck-patches").handler(context -> {
            strikes.add(context.body().asJsonObject());
            context.json(struck());
        });
        router.delete("/api/v1/stations/:id/struck-patches/:strike").handler(context -> {
            strikes.clear();
            context.json(new JsonObject());
        });
        router.post("/api/v1/stations/:id/replays").handler(context -> {
            replays.add(context.body().asJsonObject());
            context.response().setStatusCode(202);
            context.json(new JsonObject().put("id", "replay-1"));
        });
        router.get("/api/v1/replays/:id").handler(context -> context.json(replay()));
    }

    private static JsonObject items() {
        return new JsonObject().put("items", new JsonArray());
    }

    private void mark(RoutingContext context) {
        String id = context.pathParam("id");
        JsonObject label = context.body()
                .asJsonObject()
                .put("verdict", "defect")
                .put("labelledBy", "operator")
                .put("labelledAt", "2026-11-22T08:00:00Z");
        data.label(id, label);
        context.json(new JsonObject().put("inspection", new JsonObject().put("label", label)));
    }

    private void nearest(RoutingContext context) {
        JsonObject box = new JsonObject()
                .put("left", .4)
                .put("top", .4)
                .put("right", .45)
                .put("bottom", .45);
        JsonObject place = new JsonObject()
                .put("row", 12)
                .put("column", 11)
                .put("box", box)
                .put(
                        "pixels",
                        new JsonObject()
                                .put("left", 220)
                                .put("top", 240)
                                .put("width", 20)
                                .put("height", 20));
        context.json(new JsonObject()
                .put("modelVersion", "v8")
                .put("judged", true)
                .put("verdict", "pass")
                .put("score", 2.1)
                .put("threshold", 3.2)
                .put(
                        "asked",
                        new JsonObject()
                                .put("choice", "highest_score")
                                .put("score", 2.1)
                                .put("place", place.copy()))
                .put(
                        "nearest",
                        new JsonArray()
                                .add(near(1, place, strikes.isEmpty() ? null : struck()))
                                .add(near(2, place, null)
                                        .put("image", (Object) null)
                                        .put("place", (Object) null))));
    }

    private static JsonObject near(int rank, JsonObject place, @Nullable JsonObject struck) {
        return new JsonObject()
                .put("rank", rank)
                .put("distance", 1.9 + rank / 10.0)
                .put("frameId", "pool-" + rank)
                .put("frameHash", "ab".repeat(32))
                .put("image", "/api/v1/frames/GOOD")
                .put("thumbnail", "/api/v1/frames/GOOD")
                .put("own", false)
                .put("place", place.copy())
                .put("struck", struck);
    }

    private JsonObject struck() {
        JsonObject strike = strikes.get(0);
        return strike.copy().put("id", 1).put("by", "Ada");
    }

    private JsonObject replay() {
        String inspection = Objects.requireNonNull(
                        data.inspections("line1-top", null, null).getJsonObject(0))
                .getString("id");
        JsonObject change = new JsonObject()
                .put("inspectionId", inspection)
                .put("inspection", "/api/v1/inspections/" + inspection)
                .put("image", "/api/v1/inspections/" + inspection + "/image")
                .put("frameId", "f-000007")
                .put("decidedAt", "2026-11-21T08:00:00Z")
                .put("judgedBy", "v7")
                .put(
                        "then",
                        new JsonObject()
                                .put("verdict", "pass")
                                .put("score", 2.9)
                                .put("threshold", 3.2))
                .put(
                        "now",
                        new JsonObject()
                                .put("verdict", "reject")
                                .put("score", 3.3)
                                .put("threshold", 3.1));
        return new JsonObject()
                .put("id", "replay-1")
                .put("job", new JsonObject().put("state", "succeeded").put("percent", 100))
                .put(
                        "result",
                        new JsonObject()
                                .put("replayed", 3)
                                .put("fromStoredEmbeddings", 1)
                                .put("more", false)
                                .put(
                                        "counts",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("then", "pass")
                                                        .put("now", "reject")
                                                        .put("frames", 1)))
                                .put("changes", new JsonArray().add(change))
                                .put(
                                        "skipped",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("inspectionId", "insp-0")
                                                        .put("frameId", "f-000001")
                                                        .put("reason", "retention")
                                                        .put("detail", "its frame is not stored any more"))));
    }
}
