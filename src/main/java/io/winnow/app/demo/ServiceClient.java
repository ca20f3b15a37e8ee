package io.winnow.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.adapter.simulation.OperatorDesk;
import io.winnow.core.image.RegionOfInterest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The service as a dashboard uses it: over REST and the push channel. Thread-safe. */
final class ServiceClient implements OperatorDesk {
    private static final System.Logger LOG = System.getLogger(ServiceClient.class.getName());
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final URI service;
    private final String authorization;

    /** @param token lets it in */
    ServiceClient(URI service, String token) {
        this.service = service;
        this.authorization = "Bearer " + token;
    }

    /** The JSON at a path. */
    JsonNode get(String path) throws IOException {
        return mapper.readTree(send(request(path).GET().build()));
    }

    /** Sends JSON to a path. */
    void post(String path, String json) throws IOException {
        send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    @Override
    public void label(String inspectionId, Optional<String> defectType, List<RegionOfInterest> regions)
            throws IOException {
        ObjectNode label = mapper.createObjectNode();
        label.put("verdict", defectType.isPresent() ? "defect" : "normal");
        label.put("defectType", defectType.orElse(null));
        ArrayNode boxes = label.putArray("regions");
        regions.forEach(region -> boxes.addObject()
                .put("left", region.left())
                .put("top", region.top())
                .put("right", region.right())
                .put("bottom", region.bottom()));
        send(request("/api/v1/inspections/" + inspectionId + "/label")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(label.toString()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.resolve(path)).timeout(LIMIT).header("Authorization", authorization);
    }

    private String send(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IOException("%s %s answered %d: %.300s"
                        .formatted(request.method(), request.uri(), response.statusCode(), response.body()));
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while %s was asked".formatted(request.uri()), e);
        }
    }

    /** Hands every pushed message over, on a thread of the connection, until the returned socket is aborted. */
    WebSocket listen(Consumer<JsonNode> messages) {
        URI live = URI.create("ws://" + service.getAuthority() + "/api/v1/live");
        return http.newWebSocketBuilder()
                .connectTimeout(LIMIT)
                .header("Authorization", authorization)
                .buildAsync(live, new Listener(messages))
                .join();
    }

    /** Puts fragments together. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final Consumer<JsonNode> messages;

        private Listener(Consumer<JsonNode> messages) {
            this.messages = messages;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    messages.accept(mapper.readTree(text.toString()));
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.WARNING, "a pushed message is no JSON", e);
                }
                text.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, data, last);
        }
    }
}
