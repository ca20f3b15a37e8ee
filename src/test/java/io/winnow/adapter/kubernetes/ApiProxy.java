package io.winnow.adapter.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** What stands between us and an API server: it passes requests on, unless it is told to refuse them, and streams watches by script. */
final class ApiProxy implements AutoCloseable {
    /** Ends a watch. */
    static final String END = "";

    record Seen(String method, String path, String query, String body, Optional<String> token) {
        boolean watch() {
            return query.contains("watch=1");
        }
    }

    private record Refusal(int status, String message) {}

    private final URI behind;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> watchLines = new LinkedBlockingQueue<>();
    private final int port;
    private HttpServer server;
    private volatile boolean watchesHold;

    ApiProxy(URI behind) throws IOException {
        this.behind = behind;
        this.server = listen(0);
        this.port = server.getAddress().getPort();
    }

    private HttpServer listen(int wanted) throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
        started.setExecutor(threads);
        started.createContext("/", this::answer);
        started.start();
        return started;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    void goAway() {
        server.stop(0);
    }

    void comeBack() throws IOException {
        server = listen(port);
    }

    /** Refuses requests like "POST jobs", "WATCH jobs", "GET pods" from now on. */
    void refuse(String what, int status, String message) {
        refusals.put(what, new Refusal(status, message));
    }

    void allow(String what) {
        refusals.remove(what);
    }

    /** Watches stay open until there is a line to send; otherwise they end at once. */
    void holdWatches() {
        watchesHold = true;
    }

    void send(String line) {
        watchLines.add(line);
    }

    List<Seen> seen(String method) {
        return seen.stream().filter(each -> each.method().equals(method)).toList();
    }

    long watches() {
        return seen.stream().filter(Seen::watch).count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        URI uri = exchange.getRequestURI();
        Seen request = new Seen(
                exchange.getRequestMethod(),
                uri.getPath(),
                String.valueOf(uri.getRawQuery()),
                body,
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")));
        seen.add(request);
        String kind = uri.getPath().contains("/jobs") ? "jobs" : uri.getPath().endsWith("/log") ? "log" : "pods";
        Refusal refusal = refusals.get((request.watch() ? "WATCH" : request.method()) + " " + kind);
        if (refusal != null) {
            reply(
                    exchange,
                    refusal.status(),
                    "{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"%s\"}".formatted(refusal.message()));
        } else if (request.watch()) {
            watch(exchange);
        } else {
            pass(exchange, request, uri);
        }
    }

    private void watch(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.flush();
            while (watchesHold) {
                String line = watchLines.take();
                if (line.equals(END)) {
                    return;
                }
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(HttpExchange exchange, Seen request, URI uri) throws IOException {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(behind.toString().replaceFirst("/$", "") + uri))
                            .header("Content-Type", "application/json")
                            .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            reply(exchange, answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
