package io.winnow.adapter.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What is asked of a Kubernetes API server: Jobs, their pods and the pods' last words. Thread-safe. */
final class ApiServer {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int REFUSED = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is asked for, as rights call it. */
    enum Right {
        CREATE("batch", "jobs", "create"),
        GET("batch", "jobs", "get"),
        LIST("batch", "jobs", "list"),
        WATCH("batch", "jobs", "watch"),
        DELETE("batch", "jobs", "delete"),
        PODS("", "pods", "list"),
        LOG("", "pods/log", "get");

        private final String group;
        private final String resource;
        private final String verb;

        Right(String group, String resource, String verb) {
            this.group = group;
            this.resource = resource;
            this.verb = verb;
        }

        private String rule() {
            return "apiGroups: [\"%s\"], resources: [%s], verbs: [%s]".formatted(group, resource, verb);
        }
    }

    private final Cluster cluster;
    private final HttpClient client;

    /** @throws IOException when the certificates of its authorities cannot be used */
    ApiServer(Cluster cluster) throws IOException {
        this.cluster = cluster;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                // A watch and other requests do not share a connection whose loss would end both.
                .version(HttpClient.Version.HTTP_1_1);
        if (cluster.authorities().isPresent()) {
            builder.sslContext(trusting(cluster.authorities().get()));
        }
        this.client = builder.build();
    }

    private static SSLContext trusting(Path authorities) throws IOException {
        try (InputStream in = Files.newInputStream(authorities)) {
            KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
            known.load(null, null);
            int number = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                known.setCertificateEntry("authority-" + number++, each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(known);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("certificates in %s cannot be used: %s".formatted(authorities, e.getMessage()), e);
        }
    }

    JsonNode create(JsonNode job) throws ApiException, InterruptedException {
        return json(send(
                Right.CREATE,
                request(jobs()).header("Content-Type", "application/json").POST(body(job))));
    }

    /** A Job; empty where there is none of that name. */
    Optional<JsonNode> find(String name) throws ApiException, InterruptedException {
        try {
            return Optional.of(json(send(Right.GET, request(jobs() + "/" + name).GET())));
        } catch (ApiException e) {
            if (e.is(404)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    JsonNode list(String labels) throws ApiException, InterruptedException {
        return json(send(
                Right.LIST,
                request(jobs() + "?labelSelector=" + encoded(labels)).GET()));
    }

    /** Deletes a Job and, in the background, its pods; no error where there is none of that name. */
    void delete(String name) throws ApiException, InterruptedException {
        JsonNode options = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "v1")
                .put("kind", "DeleteOptions")
                .put("propagationPolicy", "Background");
        try {
            send(
                    Right.DELETE,
                    request(jobs() + "/" + name)
                            .header("Content-Type", "application/json")
                            .method("DELETE", body(options)));
        } catch (ApiException e) {
            if (!e.is(404)) {
                throw e;
            }
        }
    }

    JsonNode pods(String labels) throws ApiException, InterruptedException {
        return json(send(
                Right.PODS,
                request(pods() + "?labelSelector=" + encoded(labels)).GET()));
    }

    /** The last lines that a container wrote. */
    String log(String pod, String container, int lines) throws ApiException, InterruptedException {
        return send(
                Right.LOG,
                request("%s/%s/log?container=%s&tailLines=%d".formatted(pods(), pod, container, lines))
                        .GET());
    }

    /** Sends every change of a Job to a subscriber, a line each, until the connection ends. */
    CompletableFuture<HttpResponse<Void>> watch(
            String name, String since, Duration longest, Flow.Subscriber<String> subscriber) throws ApiException {
        String query = "?watch=1&allowWatchBookmarks=false&timeoutSeconds=%d&fieldSelector=%s&resourceVersion=%s"
                .formatted(longest.toSeconds(), encoded("metadata.name=" + name), encoded(since));
        return client.sendAsync(
                request(jobs() + query).GET().build(), HttpResponse.BodyHandlers.fromLineSubscriber(subscriber));
    }

    private String jobs() {
        return "/apis/batch/v1/namespaces/%s/jobs".formatted(cluster.namespace());
    }

    private String pods() {
        return "/api/v1/namespaces/%s/pods".formatted(cluster.namespace());
    }

    private HttpRequest.Builder request(String path) throws ApiException {
        String base = cluster.uri().toString().replaceFirst("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .header("Accept", "application/json, text/plain");
        if (cluster.token().isPresent()) {
            request.header("Authorization", "Bearer " + token(cluster.token().get()));
        }
        return request;
    }

    private static String token(Path file) throws ApiException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ApiException("token %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private String send(Right right, HttpRequest.Builder request) throws ApiException, InterruptedException {
        HttpResponse<String> answer;
        try {
            answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ApiException(
                    "API server %s cannot be reached: %s"
                            .formatted(cluster.uri(), e.getMessage() == null ? e.toString() : e.getMessage()),
                    e);
        }
        if (answer.statusCode() >= REFUSED) {
            throw refusal(right, answer.statusCode(), answer.body());
        }
        return answer.body();
    }

    ApiException refusal(Right right, int status, String body) {
        String says = message(body);
        String what = "%s %s in namespace %s".formatted(right.verb, right.resource, cluster.namespace());
        if (status == FORBIDDEN) {
            return new ApiException(
                    "API server %s does not let us %s: the service account needs a Role with %s (docs/refit-jobs.md); it says: %s"
                            .formatted(cluster.uri(), what, right.rule(), says),
                    status);
        }
        if (status == UNAUTHORIZED) {
            return new ApiException(
                    "API server %s does not know us: see to the token (%s); it says: %s"
                            .formatted(
                                    cluster.uri(),
                                    cluster.token()
                                            .map(Path::toString)
                                            .orElse("refit.kubernetes.tokenFile is not given"),
                                    says),
                    status);
        }
        return new ApiException(
                "API server %s answered %d when asked to %s: %s".formatted(cluster.uri(), status, what, says), status);
    }

    private static String message(String body) {
        try {
            String message = JSON.readTree(body).path("message").asText();
            return message.isEmpty() ? "nothing" : message;
        } catch (JsonProcessingException e) {
            String line = body.strip().replaceAll("\\s+", " ");
            return line.isEmpty() ? "nothing" : line.substring(0, Math.min(line.length(), 200));
        }
    }

    private JsonNode json(String body) throws ApiException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ApiException(
                    "API server %s answered what is no JSON: %s"
                            .formatted(cluster.uri(), e.getOriginalMessage().toLowerCase(Locale.ROOT)),
                    e);
        }
    }

    private static HttpRequest.BodyPublisher body(JsonNode json) {
        return HttpRequest.BodyPublishers.ofString(json.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return cluster.uri().toString();
    }
}
