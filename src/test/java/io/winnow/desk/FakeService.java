package io.winnow.desk;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import io.winnow.desk.PartPainter.Part;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for the service: serves the dashboard's own files under the content security policy it is written for, answers
 * REST and push API v1 from memory, and does what a test tells it to. Thread-safe.
 */
final class FakeService implements AutoCloseable {
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final Path DASHBOARD = Path.of("src/main/resources/META-INF/resources");
    private static final int VARIANTS = 3;
    private static final Map<String, byte[]> PICTURES = paintAll();

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final FakeData data = new FakeData();
    private final FakeThresholds thresholds = new FakeThresholds();
    private final FakeMissed missed = new FakeMissed(data);
    private final List<JsonObject> policies = new CopyOnWriteArrayList<>();
    private final List<ServerWebSocket> listeners = new CopyOnWriteArrayList<>();
    private final List<JsonObject> refits = new CopyOnWriteArrayList<>();
    private final List<JsonObject> steps = new CopyOnWriteArrayList<>();
    private final List<String> cancelled = new CopyOnWriteArrayList<>();
    private final Map<String, JsonObject> failures = new ConcurrentHashMap<>();
    private volatile boolean refusesLive;

    FakeService() {
        server = vertx.createHttpServer()
                .requestHandler(router())
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/";
    }

    FakeData data() {
        return data;
    }

    /** Decides on one more frame and pushes the inspection; gives its id. */
    String inspect(String station, Part part) {
        JsonObject inspection = data.inspect(station, part);
        push(new JsonObject().put("type", "inspection").put("inspection", inspection));
        return inspection.getString("id");
    }

    /** Changes a station and pushes it. */
    void update(String station, JsonObject change) {
        push(new JsonObject()
                .put("type", "station")
                .put("station", data.station(station).mergeIn(change).copy()));
    }

    void pushJob(JsonObject job) {
        data.station(job.getString("stationId"))
                .put("job", "running".equals(job.getString("state")) ? job.copy() : null);
        push(new JsonObject().put("type", "job").put("job", job));
    }

    /** The next request to that operation ("label", "refit", "metrics") gets this problem as its answer, once. */
    void failNext(String operation, int status, String title, String detail) {
        failures.put(
                operation,
                new JsonObject()
                        .put("type", "about:blank")
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail));
    }

    /** Breaks the push channel, and refuses new ones until told otherwise. */
    void dropLive(boolean refuse) {
        refusesLive = refuse;
        listeners.forEach(ServerWebSocket::close);
    }

    int listenerCount() {
        return listeners.size();
    }

    /** Threshold policies that were set. */
    List<JsonObject> policies() {
        return List.copyOf(policies);
    }

    FakeMissed missed() {
        return missed;
    }

    List<JsonObject> refits() {
        return List.copyOf(refits);
    }

    List<JsonObject> steps() {
        return List.copyOf(steps);
    }

    List<String> cancelled() {
        return List.copyOf(cancelled);
    }

    private void push(JsonObject message) {
        listeners.forEach(listener -> listener.writeTextMessage(message.encode()));
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.route().handler(context -> {
            context.response().putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
            context.next();
        });
        router.get("/api/v1/live").handler(this::live);
        router.route("/api/*").handler(BodyHandler.create(false));
        router.get("/api/v1/session")
                .handler(context -> context.json(new JsonObject()
                        .put("name", "operator")
                        .put("role", "admin")
                        .put("kind", "account")
                        .put("mustChangePassword", false)
                        .put("csrf", "word")));
        router.get("/api/v1/site").handler(context -> context.json(data.site()));
        router.get("/api/v1/stations").handler(context -> context.json(items(data.stations())));
        router.get("/api/v1/stations/:id/models")
                .handler(context -> context.json(items(data.models(context.pathParam("id")))));
        router.get("/api/v1/stations/:id/models/history").handler(context -> context.json(items(data.modelHistory())));
        router.get("/api/v1/stations/:id/models/:version")
                .handler(context ->
                        context.json(data.modelDetail(context.pathParam("id"), context.pathParam("version"))));
        router.get("/api/v1/stations/:id/models/:version/report")
                .handler(context -> context.json(data.report(context.pathParam("version"))));
        router.get("/api/v1/stations/:id/models/:version/disagreements")
                .handler(context -> context.json(items(data.disagreements(context.pathParam("id")))));
        router.post("/api/v1/stations/:id/models/:version/:step").handler(failing("step", this::step));
        router.get("/api/v1/stations/:id/models/:version/ledger")
                .handler(context -> context.json(items(data.ledger(context.pathParam("version")))));
        router.put("/api/v1/stations/:id/models/:version/ledger/groups/:group/decision")
                .handler(context -> decide(context, "group " + context.pathParam("group")));
        router.put("/api/v1/stations/:id/models/:version/ledger/:hash/decision")
                .handler(context -> decide(context, context.pathParam("hash")));
        router.delete("/api/v1/stations/:id/models/:version/ledger/:hash/decision")
                .handler(context -> {
                    data.decide(context.pathParam("hash"), null);
                    context.response().setStatusCode(204).end();
                });
        router.get("/api/v1/stations/:id/pool").handler(context -> context.json(FakeData.pool()));
        router.get("/api/v1/stations/:id/drift").handler(context -> context.json(data.drift(context.pathParam("id"))));
        router.post("/api/v1/stations/:id/drift/acknowledge").handler(context -> {
            update(context.pathParam("id"), new JsonObject().put("drift", "acknowledged"));
            context.json(data.drift(context.pathParam("id")));
        });
        router.get("/api/v1/stations/:id/proposals")
                .handler(context -> context.json(items(data.proposals(context.pathParam("id")))));
        router.post("/api/v1/stations/:id/proposals/:proposal/dismiss").handler(context -> {
            data.dismissProposals();
            context.json(new JsonObject());
        });
        router.get("/api/v1/stations/:id/refits/schedule").handler(context -> context.json(FakeData.schedule()));
        router.get("/api/v1/stations/:id/refits/memory").handler(context -> context.json(FakeData.memory()));
        router.get("/api/v1/stations/:id/inspections").handler(this::inspections);
        router.get("/api/v1/stations/:id/metrics")
                .handler(failing("metrics", context -> context.json(data.metrics(context.pathParam("id")))));
        router.get("/api/v1/stations/:id/review-queue")
                .handler(context -> context.json(items(data.reviewQueue(context.pathParam("id")))));
        router.get("/api/v1/stations/:id/thresholds").handler(context -> context.json(thresholds.state()));
        router.get("/api/v1/stations/:id/thresholds/scores")
                .handler(context ->
                        context.json(thresholds.scores(data.inspections(context.pathParam("id"), null, null))));
        router.get("/api/v1/stations/:id/thresholds/history")
                .handler(context -> context.json(items(thresholds.history())));
        router.get("/api/v1/stations/:id/thresholds/what-if").handler(this::whatIf);
        router.post("/api/v1/stations/:id/thresholds/preview")
                .handler(failing("preview", context -> context.json(thresholds.lines(4.2, null))));
        router.put("/api/v1/stations/:id/thresholds").handler(context -> {
            JsonObject policy = context.body().asJsonObject();
            policies.add(policy);
            context.json(thresholds.set(policy));
        });
        router.post("/api/v1/stations/:id/thresholds/undo").handler(context -> context.json(thresholds.undo()));
        router.post("/api/v1/stations/:id/refits").handler(failing("refit", this::refit));
        router.delete("/api/v1/jobs/:id").handler(this::cancel);
        router.put("/api/v1/inspections/:id/label").handler(failing("label", this::label));
        router.delete("/api/v1/inspections/:id/label").handler(failing("label", this::removeLabel));
        missed.routes(router);
        FakeExchange.routes(router);
        router.get("/api/v1/inspections/:id/image")
                .handler(context -> picture(context, "image/jpeg", data.part(context.pathParam("id"))));
        router.get("/api/v1/inspections/:id/heatmap")
                .handler(context -> picture(context, "image/png", data.part(context.pathParam("id"))));
        router.get("/api/v1/frames/:part")
                .handler(context -> picture(context, "image/jpeg", Part.valueOf(context.pathParam("part"))));
        router.route()
                .handler(StaticHandler.create(
                                FileSystemAccess.ROOT,
                                DASHBOARD.toAbsolutePath().toString())
                        .setCachingEnabled(false));
        return router;
    }

    private io.vertx.core.Handler<RoutingContext> failing(
            String operation, io.vertx.core.Handler<RoutingContext> otherwise) {
        return context -> {
            JsonObject problem = failures.remove(operation);
            if (problem == null) {
                otherwise.handle(context);
                return;
            }
            context.response()
                    .setStatusCode(problem.getInteger("status"))
                    .putHeader("Content-Type", "application/problem+json")
                    .end(problem.encode());
        };
    }

    private void live(RoutingContext context) {
        if (refusesLive) {
            context.response().setStatusCode(503).end();
            return;
        }
        context.request().toWebSocket().onSuccess(socket -> {
            listeners.add(socket);
            socket.closeHandler(closed -> listeners.remove(socket));
        });
    }

    private void whatIf(RoutingContext context) {
        context.json(thresholds.whatIf(
                data.inspections(context.pathParam("id"), null, null),
                Double.parseDouble(context.queryParams().get("threshold")),
                Integer.parseInt(context.queryParams().get("limit"))));
    }

    private void inspections(RoutingContext context) {
        context.json(data.page(
                context.pathParam("id"),
                context.queryParams().get("verdict"),
                context.queryParams().get("labelled"),
                context.queryParams().get("before"),
                Integer.parseInt(context.queryParams().get("limit"))));
    }

    private void label(RoutingContext context) {
        String id = context.pathParam("id");
        JsonObject label = context.body()
                .asJsonObject()
                .put("labelledBy", "operator")
                .put("labelledAt", Instant.now().toString());
        data.label(id, label);
        context.json(label);
        push(new JsonObject().put("type", "label").put("inspectionId", id).put("label", label));
    }

    private void removeLabel(RoutingContext context) {
        String id = context.pathParam("id");
        data.label(id, null);
        context.response().setStatusCode(204).end();
        push(new JsonObject().put("type", "label").put("inspectionId", id).put("label", (Object) null));
    }

    private void decide(RoutingContext context, String what) {
        data.decide(what, context.body().asJsonObject().getString("decision"));
        context.json(items(new JsonArray()));
    }

    private void refit(RoutingContext context) {
        refits.add(context.body().asJsonObject());
        JsonObject job = FakeData.job(context.pathParam("id"), "running", "fit", 0, null);
        context.response()
                .setStatusCode(202)
                .putHeader("Location", "/api/v1/jobs/" + job.getString("id"))
                .putHeader("Content-Type", "application/json")
                .end(job.encode());
    }

    private void step(RoutingContext context) {
        steps.add(context.body()
                .asJsonObject()
                .put("version", context.pathParam("version"))
                .put("step", context.pathParam("step")));
        context.json(new JsonObject());
    }

    private void cancel(RoutingContext context) {
        cancelled.add(context.pathParam("id"));
        context.response().setStatusCode(202).putHeader("Content-Type", "application/json");
        context.response()
                .end(FakeData.job("line1-top", "running", "fit", 1, null).encode());
    }

    private static JsonObject items(JsonArray items) {
        return new JsonObject().put("items", items);
    }

    private void picture(RoutingContext context, String type, @Nullable Part part) {
        byte[] bytes = part == null
                ? "not a picture".getBytes(StandardCharsets.US_ASCII)
                : PICTURES.get(
                        key(type, part, Math.floorMod(context.request().path().hashCode(), VARIANTS)));
        context.response()
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "max-age=31536000, immutable")
                .end(Buffer.buffer(bytes));
    }

    private static Map<String, byte[]> paintAll() {
        Map<String, byte[]> pictures = new HashMap<>();
        for (Part part : Part.values()) {
            for (int variant = 0; variant < VARIANTS; variant++) {
                pictures.put(key("image/jpeg", part, variant), PartPainter.frame(part, variant));
                pictures.put(key("image/png", part, variant), PartPainter.heatmap(part, variant));
            }
        }
        return Map.copyOf(pictures);
    }

    private static String key(String type, Part part, int variant) {
        return type + " " + part + " " + variant;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
