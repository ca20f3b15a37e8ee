package io.winnow.desk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.winnow.desk.PartPainter.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What the fake service knows: stations, inspections, models and figures, shaped as API v1 has them. Thread-safe. */
final class FakeData {
    static final String CANDIDATE = "v9";
    static final String RETIRED = "2026-11-22T07-12-40Z";
    private static final String CHAMPION = "2026-11-22T07-31-05Z";
    private static final String HELD = "so few labels leave a fall of more than 10 points possible";
    private static final double THRESHOLD = 2.4;

    private final Random random = new Random(7);
    private final Map<Integer, String> decisions = new LinkedHashMap<>();
    private boolean dismissed;
    private final Map<String, JsonObject> stations = new LinkedHashMap<>();
    private final Map<String, JsonObject> inspections = new LinkedHashMap<>();
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private Instant clock = Instant.now().minusSeconds(600);
    private JsonArray figures = new JsonArray();

    synchronized JsonObject site() {
        return new JsonObject()
                .put("site", "plant-7")
                .put("version", "0.1.0")
                .put("startedAt", clock.toString())
                .put("broker", new JsonObject().put("state", "connected").put("uri", "mqtt://127.0.0.1:1883"))
                .put("index", new JsonObject().put("implementation", "faiss 1.7.3"))
                .put("truthKnown", true);
    }

    /** A station that inspects, with a model fitted on a cleaned pool. */
    synchronized JsonObject addInspecting(String id) {
        JsonObject station = addCollecting(id, 200)
                .put("phase", "inspecting")
                .put("threshold", THRESHOLD)
                .put("model", model(id, "2026-11-22T07-31-05Z", "sroc", 0.1, 17));
        return station;
    }

    /** A station that still collects its pool. */
    synchronized JsonObject addCollecting(String id, int frames) {
        String[] names = id.split("-", 2);
        JsonObject station = new JsonObject()
                .put("id", id)
                .put("line", names[0])
                .put("camera", names[1])
                .put("phase", "collecting")
                .put("pool", new JsonObject().put("frames", frames).put("target", 200))
                .put("model", (Object) null)
                .put("threshold", (Object) null)
                .put("counts", counts(0, 0, 0, 0))
                .put("framesPerSecond", 4.8)
                .put("lastFrameAt", Instant.now().toString())
                .put("job", (Object) null);
        stations.put(id, station);
        return station;
    }

    static JsonObject counts(int pass, int reject, int undecided, int dropped) {
        return new JsonObject()
                .put("inspected", pass + reject + undecided)
                .put("pass", pass)
                .put("reject", reject)
                .put("undecided", undecided)
                .put("dropped", dropped);
    }

    private static JsonObject model(String station, String version, String strategy, double ratio, int found) {
        return new JsonObject()
                .put("version", version)
                .put("createdAt", "2026-11-22T07:31:05Z")
                .put("detector", "patchcore")
                .put("backbone", "scattering2")
                .put("index", "IVF128,Flat")
                .put("strategy", strategy)
                .put("ratio", ratio)
                .put("seed", 42)
                .put("poolFrames", 200)
                .put("droppedFrames", 20)
                .put("threshold", THRESHOLD)
                .put(
                        "truth",
                        new JsonObject()
                                .put("poolDefective", 21)
                                .put("droppedDefective", found)
                                .put("precision", found / 20.0)
                                .put("recall", found / 21.0))
                .put("stationId", station);
    }

    synchronized JsonObject station(String id) {
        JsonObject station = stations.get(id);
        if (station == null) {
            throw new IllegalArgumentException("station " + id + " was not added, there are " + stations.keySet());
        }
        return station;
    }

    synchronized JsonArray stations() {
        return new JsonArray(
                new ArrayList<>(stations.values().stream().map(JsonObject::copy).toList()));
    }

    /** Adds an inspection of that part; while collecting, and where no part could be decoded, it is undecided. */
    synchronized JsonObject inspect(String station, @Nullable Part part) {
        boolean collecting = "collecting".equals(station(station).getString("phase"));
        boolean defective = part != null && part != Part.GOOD;
        String verdict = collecting || part == null ? "undecided" : defective ? "reject" : "pass";
        double score = defective
                ? THRESHOLD * (1.12 + .7 * random.nextDouble())
                : THRESHOLD * (.5 + .12 * random.nextGaussian());
        boolean scored = !verdict.equals("undecided");
        clock = clock.plusMillis(210);
        String id = "insp-" + (inspections.size() + 1);
        JsonObject inspection = new JsonObject()
                .put("id", id)
                .put("stationId", station)
                .put("frameId", "f-%06d".formatted(inspections.size() + 1))
                .put("partId", "P%05d".formatted(41000 + inspections.size()))
                .put("capturedAt", clock.toString())
                .put("decidedAt", clock.plusMillis(38).toString())
                .put("modelVersion", scored ? "2026-11-22T07-31-05Z" : null)
                .put("verdict", verdict)
                .put("reason", reason(verdict, part))
                .put("score", scored ? score : null)
                .put("threshold", scored ? THRESHOLD : null)
                .put(
                        "regions",
                        part != null && defective && scored ? new JsonArray().add(region(part)) : new JsonArray())
                .put("timings", new JsonObject().put("decodeMs", 6.1).put("totalMs", 38.4))
                .put("image", "/api/v1/inspections/" + id + "/image")
                .put("heatmap", scored ? "/api/v1/inspections/" + id + "/heatmap" : null)
                .put("label", (Object) null);
        inspections.put(id, inspection);
        if (part != null) {
            parts.put(id, part);
        }
        return inspection.copy();
    }

    private static String reason(String verdict, @Nullable Part part) {
        return switch (verdict) {
            case "reject" -> "score above threshold";
            case "pass" -> "score at or below threshold";
            default -> part == null ? "not a JPEG or PNG image" : "no model yet";
        };
    }

    private static JsonObject region(Part part) {
        return new JsonObject()
                .put("left", part.x - part.halfWidth)
                .put("top", part.y - part.halfHeight)
                .put("right", part.x + part.halfWidth)
                .put("bottom", part.y + part.halfHeight)
                .put("score", 3.1);
    }

    synchronized @Nullable Part part(String inspection) {
        return parts.get(inspection);
    }

    synchronized JsonArray inspections(String station, @Nullable String verdict, @Nullable String labelled) {
        List<JsonObject> found = new ArrayList<>(inspections.values().stream()
                .filter(i -> station.equals(i.getString("stationId")))
                .filter(i -> verdict == null || verdict.equals(i.getString("verdict")))
                .filter(i -> labelled == null || Boolean.parseBoolean(labelled) == (i.getJsonObject("label") != null))
                .map(JsonObject::copy)
                .toList());
        Collections.reverse(found);
        return new JsonArray(new ArrayList<Object>(found));
    }

    /** All frames without a label, as if all had been chosen for review. */
    synchronized JsonArray reviewQueue(String station) {
        return inspections(station, null, "false");
    }

    /** One page of {@link #inspections}, starting after the inspection with the id {@code before}. */
    synchronized JsonObject page(
            String station, @Nullable String verdict, @Nullable String labelled, @Nullable String before, int limit) {
        int newest = before == null ? Integer.MAX_VALUE : number(before) - 1;
        List<Object> found = inspections(station, verdict, labelled).stream()
                .filter(inspection -> number(((JsonObject) inspection).getString("id")) <= newest)
                .toList();
        List<Object> page = found.subList(0, Math.min(limit, found.size()));
        String next = page.size() < found.size() ? ((JsonObject) page.get(page.size() - 1)).getString("id") : null;
        return new JsonObject().put("items", new JsonArray(page)).put("next", next);
    }

    private static int number(String inspection) {
        return Integer.parseInt(inspection.substring("insp-".length()));
    }

    synchronized void label(String inspection, @Nullable JsonObject label) {
        JsonObject found = inspections.get(inspection);
        if (found == null) {
            throw new IllegalArgumentException("inspection " + inspection + " does not exist");
        }
        found.put("label", label);
    }

    synchronized @Nullable JsonObject label(String inspection) {
        JsonObject found = inspections.get(inspection);
        return found == null ? null : found.getJsonObject("label");
    }

    synchronized long labelCount() {
        return inspections.values().stream()
                .filter(i -> i.getJsonObject("label") != null)
                .count();
    }

    synchronized JsonArray models(String station) {
        return "inspecting".equals(station(station).getString("phase"))
                ? new JsonArray()
                        .add(standing(model(station, CANDIDATE, "sroc", 0.15, 18), "held", HELD))
                        .add(standing(model(station, CHAMPION, "sroc", 0.1, 17), "champion", "looks better"))
                        .add(standing(model(station, RETIRED, "random", 0.1, 2), "retired", "replaced"))
                : new JsonArray();
    }

    /** Remembers what was decided of a dropped frame or of all of a group; null takes it back. */
    synchronized void decide(String what, @Nullable String decision) {
        for (int rank = 1; rank <= 20; rank++) {
            if (what.equals("hash-" + rank) || what.equals("group " + group(rank))) {
                if (decision == null) {
                    decisions.remove(rank);
                } else {
                    decisions.put(rank, decision);
                }
            }
        }
    }

    private static @Nullable Integer group(int rank) {
        return rank >= 4 && rank <= 6 ? 1 : null;
    }

    private @Nullable JsonObject decision(int rank) {
        String made = decisions.get(rank);
        return made == null
                ? null
                : new JsonObject().put("decision", made).put("by", "Kim").put("at", "2026-11-22T07:58:44Z");
    }

    static JsonObject pool() {
        return new JsonObject()
                .put("frames", 212)
                .put("mostFrames", 600)
                .put("bytes", 170_000_000L)
                .put("mostBytes", 4_000_000_000L)
                .put("share", 0.05)
                .put("confirmed", 2)
                .put(
                        "byOrigin",
                        new JsonObject().put("collected", 200).put("passed", 10).put("confirmed", 2))
                .put("byShift", new JsonObject().put("2026-11-22 06:00", 10))
                .put("since", "2026-11-22T06:00:00Z")
                .put("entered", 12)
                .put("refused", new JsonObject().put("not_drawn", 1900).put("near_duplicate", 31))
                .put("left", new JsonObject().put("confirmed_defect", 3))
                .put("lastEntered", "2026-11-22T07:58:44Z");
    }

    synchronized JsonObject drift(String station) {
        String state = station(station).getString("drift", "steady");
        JsonObject quantiles =
                new JsonObject().put("p10", 1.1).put("p50", 1.4).put("p90", 1.9).put("p99", 2.3);
        JsonArray alarms = new JsonArray();
        if (!state.equals("steady")) {
            alarms.add(new JsonObject()
                    .put("sign", "distance")
                    .put("raisedAt", "2026-11-22T07:40:00Z")
                    .put("after", 812)
                    .put("acknowledgedBy", state.equals("acknowledged") ? "Kim" : null));
        }
        JsonArray streams = new JsonArray();
        for (String sign : List.of("score", "distance", "overrides")) {
            streams.add(new JsonObject()
                    .put("sign", sign)
                    .put("seen", 900)
                    .put("evidence", 3.5)
                    .put("threshold", 300_000)
                    .put("before", quantiles.copy())
                    .put("recent", quantiles.copy())
                    .put("mean", 0.02)
                    .put("recentCount", 200));
        }
        return new JsonObject()
                .put("state", state)
                .put("falseAlarmEvery", 100_000)
                .put("reference", 100)
                .put("modelVersion", "2026-11-22T07-31-05Z")
                .put("streams", streams)
                .put("alarms", alarms);
    }

    synchronized JsonArray proposals(String station) {
        boolean open = "drift".equals(station(station).getString("drift")) && !dismissed;
        return open
                ? new JsonArray()
                        .add(new JsonObject()
                                .put("id", "proposal-1")
                                .put("stationId", station)
                                .put("reason", "distance changed at 2026-11-22T07:40:00Z")
                                .put("madeAt", "2026-11-22T07:40:00Z")
                                .put("state", "open"))
                : new JsonArray();
    }

    synchronized void dismissProposals() {
        dismissed = true;
    }

    static JsonObject schedule() {
        return new JsonObject()
                .put("schedule", "daily at 02:30")
                .put("next", "2026-11-23T02:30:00Z")
                .put(
                        "past",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("dueAt", "2026-11-22T02:30:00Z")
                                        .put("outcome", "skipped")
                                        .put("detail", "the pool has not changed since model v1")));
    }

    static JsonObject memory() {
        return new JsonObject()
                .put("bank", 131_000_000)
                .put("embeddings", 149_000_000)
                .put("peak", 640_000_000)
                .put("limit", 15_000_000_000L);
    }

    private static JsonObject standing(JsonObject model, String state, String reason) {
        return model.put("state", state)
                .put("reason", reason)
                .put("since", "2026-11-22T07:41:05Z")
                .put("files", true)
                .put("canPromote", state.equals("held"))
                .put("canRollBack", state.equals("retired"))
                .put("comparedWith", state.equals("held") ? CHAMPION : null);
    }

    synchronized JsonObject modelDetail(String station, String version) {
        JsonObject parity = new JsonObject()
                .put("frames", 5)
                .put("largestScoreDifference", 0)
                .put("largestPeakDifference", 0)
                .put("flips", 0)
                .put("tolerance", .0024);
        JsonObject files = new JsonObject().put("index", seal()).put("patchcore", seal());
        JsonObject artefact = new JsonObject()
                .put("format", 1)
                .put("backboneSha256", "ab".repeat(32))
                .put("poolSha256", "cd".repeat(32))
                .put("ledgerSha256", "ef".repeat(32))
                .put("files", files)
                .put("model", new JsonObject().put("recipe", "0a".repeat(32)).put("regionThreshold", 2.1))
                .put(
                        "calibration",
                        new JsonObject()
                                .put("method", "conformal quantile")
                                .put("falseRejectRate", .02)
                                .put("frames", 184))
                .put(
                        "golden",
                        new JsonObject()
                                .put("tolerance", .001)
                                .put(
                                        "frames",
                                        new JsonArray()
                                                .add(golden("f-000012", 3.1))
                                                .add(golden("f-000031", 1.2)))
                                .put("check", parity.copy()))
                .put(
                        "environment",
                        new JsonObject()
                                .put("java", "OpenJDK 17")
                                .put("operatingSystem", "Linux 6")
                                .put("architecture", "amd64")
                                .put("libraries", new JsonObject().put("search", "faiss 1.7.3")));
        return models(station).stream()
                .map(JsonObject.class::cast)
                .filter(model -> model.getString("version").equals(version))
                .findFirst()
                .orElseThrow()
                .copy()
                .put("artefact", artefact)
                .put("checked", parity.put("at", "2026-11-22T07:41:05Z").put("when", "start"));
    }

    private static JsonObject golden(String frame, double score) {
        return new JsonObject()
                .put("file", "golden-" + frame)
                .put("frame", frame)
                .put("score", score)
                .put("peak", score)
                .put("rejected", score > THRESHOLD);
    }

    private static JsonObject seal() {
        return new JsonObject().put("bytes", 1024).put("sha256", "12".repeat(32));
    }

    JsonObject report(String version) {
        JsonArray curve = new JsonArray();
        for (int i = 1; i <= 10; i++) {
            curve.add(new JsonObject()
                    .put("threshold", 5 - .3 * i)
                    .put("recall", i / 10.0)
                    .put("precision", 1 - i * i / 250.0));
        }
        JsonObject pairs = new JsonObject().put("p", .25);
        return new JsonObject()
                .put("candidate", version)
                .put("champion", CHAMPION)
                .put(
                        "shadow",
                        new JsonObject().put("frames", 200).put("target", 200).put("dropped", 3))
                .put(
                        "labels",
                        new JsonObject()
                                .put("normal", 92)
                                .put("defect", 18)
                                .put("withRegions", 14)
                                .put("fittedOn", 2))
                .put(
                        "figures",
                        new JsonArray()
                                .add(pair("recall", .944, .944, 18))
                                .add(pair("false_reject_rate", .011, .022, 92))
                                .add(pair("pl30", .786, .857, 14))
                                .add(unknownPair("image_aupr")))
                .put(
                        "regression",
                        new JsonObject()
                                .put("frames", 3)
                                .put("champion", 3)
                                .put("candidate", 2)
                                .put("unscored", 0))
                .put("recall", pairs)
                .put("falseRejects", pairs.copy())
                .put(
                        "decision",
                        new JsonObject()
                                .put("kind", "recall")
                                .put("promote", false)
                                .put("reason", HELD))
                .put(
                        "policy",
                        new JsonObject()
                                .put("policy", "when-not-worse")
                                .put("recallMargin", .1)
                                .put("falseRejectMargin", .05))
                .put("championCurve", curve)
                .put("candidateCurve", curve.copy())
                .put("localised", new JsonObject().put("labels", 14).put("points", localised()));
    }

    private static JsonArray localised() {
        JsonArray points = new JsonArray();
        for (int tenths = 1; tenths <= 9; tenths++) {
            double champion = Math.max(0, 1 - tenths * tenths / 70.0);
            double candidate = Math.max(0, 1 - tenths * tenths / 80.0);
            points.add(new JsonObject()
                    .put("iouLimit", tenths / 10.0)
                    .put("champion", share(champion))
                    .put("candidate", share(candidate))
                    .put("difference", candidate - champion)
                    .put("low", candidate - champion - .08)
                    .put("high", candidate - champion + .08));
        }
        return points;
    }

    private static JsonObject share(double value) {
        return new JsonObject()
                .put("value", value)
                .put("low", Math.max(0, value - .12))
                .put("high", Math.min(1, value + .12));
    }

    private static JsonObject pair(String name, double champion, double candidate, int labels) {
        return new JsonObject()
                .put("name", name)
                .put("title", name)
                .put("champion", figure(name, champion, .01, labels, null))
                .put("candidate", figure(name, candidate, .01, labels, null))
                .put("difference", candidate - champion)
                .put("low", candidate - champion - .05)
                .put("high", candidate - champion + .05)
                .put("method", "paired");
    }

    private static JsonObject unknownPair(String name) {
        String reason = "not enough labels: 92 normal and 3 defective, needs 5 of each";
        return new JsonObject()
                .put("name", name)
                .put("title", name)
                .put("champion", figure(name, null, 0, 95, reason))
                .put("candidate", figure(name, null, 0, 95, reason))
                .put("reason", reason);
    }

    JsonArray disagreements(String station) {
        JsonArray all = new JsonArray();
        for (Part part : List.of(Part.SCRATCH, Part.DENT)) {
            String image = "/api/v1/frames/" + part.name();
            all.add(new JsonObject()
                    .put("inspectionId", "insp-" + part.ordinal())
                    .put("frameId", "f-" + part.ordinal())
                    .put("capturedAt", "2026-11-22T07:41:05Z")
                    .put("image", image)
                    .put("champion", side("pass", image))
                    .put("candidate", side("reject", image))
                    .put("label", new JsonObject().put("verdict", "defect")));
        }
        return all;
    }

    private static JsonObject side(String verdict, String heatmap) {
        return new JsonObject()
                .put("verdict", verdict)
                .put("score", verdict.equals("pass") ? 2.2 : 2.7)
                .put("threshold", THRESHOLD)
                .put("heatmap", heatmap);
    }

    JsonArray modelHistory() {
        return new JsonArray()
                .add(new JsonObject()
                        .put("sequence", 2)
                        .put("version", CHAMPION)
                        .put("from", "held")
                        .put("to", "champion")
                        .put("at", "2026-11-22T07:41:05Z")
                        .put("by", "Ada")
                        .put("why", "looks better"));
    }

    /** Twenty dropped frames; the newer model's refinement found seventeen defects, the older one's two. */
    synchronized JsonArray ledger(String version) {
        int defective = version.equals(CANDIDATE) ? 18 : version.equals(CHAMPION) ? 17 : 2;
        JsonArray entries = new JsonArray();
        Part[] kinds = Part.values();
        for (int rank = 1; rank <= 20; rank++) {
            boolean defect = rank <= defective;
            Part part = defect ? kinds[1 + rank % (kinds.length - 1)] : Part.GOOD;
            entries.add(new JsonObject()
                    .put("image", "/api/v1/frames/" + part.name() + "?n=" + rank)
                    .put("hash", "hash-" + rank)
                    .put("thumbnail", "/api/v1/frames/" + part.name() + "?n=" + rank)
                    .put("heatmap", "/api/v1/frames/" + part.name() + "?heat=" + rank)
                    .put("group", group(rank))
                    .put("decision", decision(rank))
                    .put("frameId", "f-%06d".formatted(rank * 7))
                    .put("score", 6.4 - .19 * rank)
                    .put("rank", rank)
                    .put("round", 1)
                    .put("reason", "among the most anomalous of the pool")
                    .put("truth", defect ? "defect" : "normal"));
        }
        return entries;
    }

    static JsonObject job(
            String station, String state, String phase, double percent, @Nullable Integer remainingSeconds) {
        return new JsonObject()
                .put("id", "job-1")
                .put("stationId", station)
                .put("kind", "refit")
                .put("state", state)
                .put("phase", phase)
                .put("percent", percent)
                .put("remainingSeconds", remainingSeconds)
                .put("startedAt", Instant.now().toString())
                .put("finishedAt", (Object) null)
                .put("error", (Object) null)
                .put("modelVersion", (Object) null);
    }

    /** A figure with its interval, or without a value and with the reason for that. */
    static JsonObject figure(
            String name, @Nullable Double value, double halfWidth, int labels, @Nullable String reason) {
        return new JsonObject()
                .put("name", name)
                .put("title", name)
                .put("value", value)
                .put("reason", reason)
                .put("labels", labels)
                .put("low", value == null ? null : value - halfWidth)
                .put("high", value == null ? null : Math.min(1, value + halfWidth))
                .put("note", (Object) null);
    }

    synchronized void figures(JsonObject... now) {
        figures = new JsonArray(new ArrayList<Object>(List.of(now)));
    }

    synchronized JsonObject metrics(String station) {
        JsonArray shown = inspections(station, null, null);
        List<JsonObject> labels = shown.stream()
                .map(inspection -> ((JsonObject) inspection).getJsonObject("label"))
                .filter(label -> label != null)
                .toList();
        long defects = labels.stream()
                .filter(label -> "defect".equals(label.getString("verdict")))
                .count();
        return new JsonObject()
                .put(
                        "window",
                        new JsonObject()
                                .put("inspections", shown.size())
                                .put("from", shown.isEmpty() ? null : "2026-11-22T07:31:05Z")
                                .put("to", shown.isEmpty() ? null : "2026-11-22T07:58:44Z"))
                .put(
                        "labels",
                        new JsonObject()
                                .put("total", labels.size())
                                .put("normal", labels.size() - defects)
                                .put("defect", defects)
                                .put("withRegions", defects))
                .put("figures", figures.copy());
    }
}
