package io.winnow.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A person who logs into a running service as anybody would: on the first use, with the password that the service left in a file for
 * its owner. Thread-safe.
 */
public final class Login {
    /** The account that a first start makes. */
    public static final String ADMIN = "admin";

    /** What passwords for one login are changed to. */
    public static final String PASSWORD = "a flange for every pipe";

    public static final String COOKIE = "winnow-session";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What a browser keeps. */
    public record Session(String cookie, String csrf) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI service;
    private final String name;
    private final Callable<String> firstPassword;
    private Optional<Session> session = Optional.empty();

    private Login(URI service, String name, Callable<String> firstPassword) {
        this.service = service;
        this.name = name;
        this.firstPassword = firstPassword;
    }

    /**
     * The administrator of a service that was started for the first time, or by an earlier test.
     *
     * @param data folder of the service
     */
    public static Login firstAdmin(URI service, Path data) {
        return new Login(service, ADMIN, () -> content(data.resolve("first-admin-password")));
    }

    /** Whoever follows a demonstration. */
    public static Login demo(URI service, Path folder) {
        return new Login(service, "demo", () -> content(folder.resolve("password")));
    }

    /** Somebody for whom an administrator makes an account. */
    public static Login person(URI service, RestClient admin, String name, String role) {
        return new Login(service, name, () -> admin.json(
                        "POST", "/api/v1/users", MAPPER.writeValueAsString(Map.of("name", name, "role", role)))
                .json()
                .path("password")
                .asText());
    }

    private static String content(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file).strip() : PASSWORD;
    }

    /** Logs in where that has not happened yet. */
    public synchronized Session session() {
        if (session.isEmpty()) {
            try {
                session = Optional.of(begin());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while logging in", e);
            } catch (Exception e) {
                throw new IllegalStateException("login as " + name, e);
            }
        }
        return session.get();
    }

    private Session begin() throws Exception {
        String password = firstPassword.call();
        HttpResponse<String> answer = login(password);
        if (answer.statusCode() == 401) {
            answer = login(PASSWORD);
        }
        if (answer.statusCode() != 200) {
            throw new IOException("login as %s answered %d: %s".formatted(name, answer.statusCode(), answer.body()));
        }
        JsonNode view = MAPPER.readTree(answer.body());
        Session begun = new Session(cookie(answer), view.path("csrf").asText());
        if (view.path("mustChangePassword").asBoolean()) {
            change(begun, password);
        }
        return begun;
    }

    private HttpResponse<String> login(String password) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(service.resolve("/api/v1/session"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                MAPPER.writeValueAsString(Map.of("name", name, "password", password))))
                        .build(),
                BodyHandlers.ofString());
    }

    private void change(Session begun, String password) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve("/api/v1/session/password"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(
                        MAPPER.writeValueAsString(Map.of("present", password, "wanted", PASSWORD))));
        HttpResponse<String> answer = http.send(sign(request, begun).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 204) {
            throw new IOException(
                    "changing the first password answered %d: %s".formatted(answer.statusCode(), answer.body()));
        }
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(value -> value.startsWith(COOKIE + "="))
                .map(value -> value.substring(COOKIE.length() + 1).split(";", 2)[0])
                .findFirst()
                .orElseThrow();
    }

    static HttpRequest.Builder sign(HttpRequest.Builder request, Session session) {
        return request.header("Cookie", COOKIE + "=" + session.cookie()).header("X-CSRF-Token", session.csrf());
    }
}
