package io.winnow.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Talks to a running service as any client would. */
public final class RestClient {
    /** An answer with its body as JSON where it is JSON. */
    public record Answer(int status, String contentType, byte[] body, HttpHeaders headers) {
        public JsonNode json() throws IOException {
            return MAPPER.readTree(body);
        }
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http;
    private final URI service;
    private final Entry entry;

    /** A stranger. */
    public RestClient(URI service) {
        this(service, HttpClient.newHttpClient());
    }

    /** A stranger who goes by that client, which knows whom to trust. */
    public RestClient(URI service, HttpClient http) {
        this(service, http, request -> {});
    }

    /** Somebody who logs in before their first request; health is asked without. */
    public RestClient(URI service, Login login) {
        this(service, HttpClient.newHttpClient(), request -> Login.sign(request, login.session()));
    }

    private RestClient(URI service, HttpClient http, Entry entry) {
        this.service = service;
        this.http = http;
        this.entry = entry;
    }

    /** A machine with that token. */
    public static RestClient bearer(URI service, String token) {
        return new RestClient(
                service, HttpClient.newHttpClient(), request -> request.header("Authorization", "Bearer " + token));
    }

    private interface Entry {
        void enter(HttpRequest.Builder request);
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** With one more header. */
    public Answer get(String path, String header, String value) throws IOException, InterruptedException {
        return send(request(path).header(header, value).GET());
    }

    public Answer post(String path, String contentType, byte[] body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
    }

    public Answer json(String method, String path, String body) throws IOException, InterruptedException {
        BodyPublisher publisher = BodyPublishers.ofString(body);
        return send(request(path).header("Content-Type", "application/json").method(method, publisher));
    }

    /** Any request with a body of that type. */
    public Answer send(String method, String path, String contentType, String body)
            throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", contentType).method(method, BodyPublishers.ofString(body)));
    }

    public Answer delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve(path)).timeout(Duration.ofSeconds(60));
        if (!path.startsWith("/q/health")) {
            entry.enter(request);
        }
        return request;
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body(),
                response.headers());
    }
}
