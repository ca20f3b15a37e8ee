package io.winnow.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.adapter.cli.LabelsService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A running service over REST, as the commands for labels use it. Used by one thread. */
final class LabelsClient implements LabelsService {
    private static final int PART_BYTES = 16 << 20;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);
    private static final List<String> COUNTS =
            List.of("newFrames", "newLabels", "labels", "same", "conflicts", "unlabelled", "refused");

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI service;
    private final String authorization;

    /** @param token lets it in */
    LabelsClient(URI service, String token) {
        this.service = service;
        this.authorization = "Bearer " + token;
    }

    @Override
    public long export(String station, String query, Path file) throws IOException {
        HttpRequest request =
                request("stations/%s/export?%s".formatted(station, query)).GET().build();
        HttpResponse<InputStream> answer = send(request, BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw refused(body.readAllBytes(), answer.statusCode());
            }
            return Files.copy(body, file);
        }
    }

    @Override
    public String send(String station, Path file) throws IOException {
        JsonNode begun = json(
                "POST",
                "stations/%s/imports".formatted(station),
                mapper.createObjectNode().put("name", String.valueOf(file.getFileName())));
        String id = begun.path("id").asText();
        try (InputStream bytes = Files.newInputStream(file)) {
            long offset = 0;
            for (byte[] part = bytes.readNBytes(PART_BYTES); part.length > 0; part = bytes.readNBytes(PART_BYTES)) {
                call(request("imports/%s/content?offset=%d".formatted(id, offset))
                        .header("Content-Type", "application/octet-stream")
                        .PUT(BodyPublishers.ofByteArray(part))
                        .build());
                offset += part.length;
            }
        }
        json("POST", "imports/%s/check".formatted(id), mapper.createObjectNode());
        await(id, "checking");
        return id;
    }

    private JsonNode await(String id, String state) throws IOException {
        JsonNode now = call(request("imports/" + id).GET().build());
        while (now.path("state").asText().equals(state)) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            now = call(request("imports/" + id).GET().build());
        }
        return now;
    }

    @Override
    public Answer plan(String id) throws IOException {
        JsonNode view = call(request("imports/" + id).GET().build());
        Map<String, Integer> counts = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        if (view.path("plan").isObject()) {
            COUNTS.forEach(name -> counts.put(name, view.path("plan").path(name).asInt()));
            view.path("plan")
                    .path("conflictList")
                    .forEach(conflict -> lines.add("conflict: frame %s is labelled %s, the file says %s"
                            .formatted(
                                    conflict.path("frameId").asText(),
                                    words(conflict.path("existing")),
                                    words(conflict.path("imported")))));
            view.path("plan")
                    .path("refusedList")
                    .forEach(refused -> lines.add("refused: %s: %s"
                            .formatted(
                                    refused.path("source").asText(),
                                    refused.path("why").asText())));
        }
        if (view.path("problem").isTextual()) {
            lines.add(view.path("problem").asText());
        }
        return new Answer(view.path("state").asText(), counts, lines);
    }

    private static String words(JsonNode said) {
        return said.path("defectType").isTextual()
                ? said.path("verdict").asText() + " (" + said.path("defectType").asText() + ")"
                : said.path("verdict").asText();
    }

    @Override
    public Answer apply(String id, String conflicts) throws IOException {
        json("POST", "imports/%s/apply".formatted(id), mapper.createObjectNode().put("conflicts", conflicts));
        JsonNode done = await(id, "applying");
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("frames", done.path("applied").path("frames").asInt());
        counts.put("labels", done.path("applied").path("labels").asInt());
        List<String> lines =
                done.path("problem").isTextual() ? List.of(done.path("problem").asText()) : List.of();
        return new Answer(done.path("state").asText(), counts, lines);
    }

    @Override
    public void discard(String id) throws IOException {
        call(request("imports/" + id).DELETE().build());
    }

    @Override
    public Answer undo(String id) throws IOException {
        JsonNode outcome = json("POST", "imports/%s/undo".formatted(id), mapper.createObjectNode());
        Map<String, Integer> counts = new LinkedHashMap<>();
        outcome.properties()
                .forEach(field -> counts.put(field.getKey(), field.getValue().asInt()));
        return new Answer("undone", counts, List.of());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.resolve("/api/v1/" + path)).header("Authorization", authorization);
    }

    private JsonNode json(String method, String path, JsonNode body) throws IOException {
        BodyPublisher publisher = BodyPublishers.ofString(body.toString());
        return call(request(path)
                .header("Content-Type", "application/json")
                .method(method, publisher)
                .build());
    }

    private JsonNode call(HttpRequest request) throws IOException {
        HttpResponse<byte[]> answer = send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() / 100 != 2) {
            throw refused(answer.body(), answer.statusCode());
        }
        return mapper.readTree(new ByteArrayInputStream(answer.body()));
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            return http.send(request, body);
        } catch (ConnectException e) {
            throw new IOException(
                    "service %s does not answer; start it, or name another with --service".formatted(service), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while %s was asked".formatted(request.uri()), e);
        }
    }

    private IOException refused(byte[] body, int status) throws IOException {
        String text = new String(body, StandardCharsets.UTF_8);
        if (status == 401) {
            return new IOException(
                    "the service does not accept the token; make one on its Users page and name it with --token-file");
        }
        String detail =
                text.startsWith("{") ? mapper.readTree(text).path("detail").asText() : "";
        return new IOException(detail.isEmpty() ? "the service answered %d".formatted(status) : detail);
    }
}
