package io.winnow.adapter.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What pods say: why they wait, and of what they ended. Thread-safe. */
final class PodWords {
    private static final int LOG_LINES = 10;
    private static final int LONGEST = 1_000;

    private final ApiServer server;

    PodWords(ApiServer server) {
        this.server = server;
    }

    /** Why a Job's pod does not run yet, where the cluster says so. */
    Optional<String> waiting(String job) throws InterruptedException {
        Optional<JsonNode> pod;
        try {
            pod = newest(job);
        } catch (ApiException e) {
            return Optional.of("waiting for a pod; why cannot be asked: " + shortened(e.getMessage()));
        }
        if (pod.isEmpty()) {
            return Optional.empty();
        }
        JsonNode waiting = container(pod.get()).path("state").path("waiting");
        if (waiting.has("reason")) {
            return Optional.of("its pod waits: " + words(waiting));
        }
        for (JsonNode condition : pod.get().path("status").path("conditions")) {
            if (condition.path("type").asText().equals("PodScheduled")
                    && condition.path("status").asText().equals("False")) {
                return Optional.of("its pod waits for a machine: " + words(condition));
            }
        }
        return Optional.empty();
    }

    /** What a Job's pod ended of; empty where there is no pod any more. */
    Optional<String> last(String job) throws InterruptedException {
        try {
            Optional<JsonNode> pod = newest(job);
            if (pod.isEmpty()) {
                return Optional.empty();
            }
            JsonNode end = container(pod.get()).path("state").path("terminated");
            if (end.path("reason").asText().equals("OOMKilled")) {
                return Optional.of("its pod took more memory than it may (refit.kubernetes.memory)");
            }
            String message = end.path("message").asText().strip();
            if (message.isEmpty()) {
                message = lastLines(pod.get());
            }
            return message.isEmpty() ? Optional.of(words(end)) : Optional.of(shortened(message));
        } catch (ApiException e) {
            return Optional.of("why cannot be asked: " + e.getMessage());
        }
    }

    private String lastLines(JsonNode pod) throws ApiException, InterruptedException {
        String log = server.log(pod.path("metadata").path("name").asText(), JobRecipe.CONTAINER, LOG_LINES);
        List<String> lines =
                Arrays.stream(log.split("\n")).filter(line -> !line.isBlank()).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    private Optional<JsonNode> newest(String job) throws ApiException, InterruptedException {
        @Nullable JsonNode newest = null;
        for (JsonNode pod : server.pods("job-name=" + job).path("items")) {
            if (newest == null || created(pod).compareTo(created(newest)) > 0) {
                newest = pod;
            }
        }
        return Optional.ofNullable(newest);
    }

    private static String created(JsonNode pod) {
        return pod.path("metadata").path("creationTimestamp").asText();
    }

    private static JsonNode container(JsonNode pod) {
        JsonNode statuses = pod.path("status").path("containerStatuses");
        for (JsonNode status : statuses) {
            if (status.path("name").asText().equals(JobRecipe.CONTAINER)) {
                return status;
            }
        }
        return statuses.path(0);
    }

    private static String words(JsonNode state) {
        String reason = state.path("reason").asText("no reason is known");
        String message = state.path("message").asText();
        return shortened(message.isEmpty() ? reason : reason + ", " + message);
    }

    private static String shortened(@Nullable String text) {
        String given = String.valueOf(text);
        return given.length() <= LONGEST ? given : "…" + given.substring(given.length() - LONGEST);
    }
}
