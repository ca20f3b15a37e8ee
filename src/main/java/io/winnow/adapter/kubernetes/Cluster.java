package io.winnow.adapter.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * An API server and who we are to it.
 *
 * @param uri of the server
 * @param token file of the bearer token, read for each request because it changes; empty where none is asked for
 * @param authorities file of certificates that vouch for the server; empty for those that the machine trusts
 * @param namespace in which Jobs are created
 */
public record Cluster(URI uri, Optional<Path> token, Optional<Path> authorities, String namespace) {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    /** What a configuration says of it; what is empty is that of the pod that this process runs in. */
    public record Given(
            Optional<URI> uri, Optional<Path> token, Optional<Path> authorities, Optional<String> namespace) {}

    /**
     * Puts together what is given and what the pod knows.
     *
     * @throws IOException when neither says it, naming the key
     */
    public static Cluster of(Given given, Map<String, String> environment) throws IOException {
        return of(given, environment, ACCOUNT);
    }

    static Cluster of(Given given, Map<String, String> environment, Path account) throws IOException {
        URI uri = given.uri()
                .or(() -> here(environment))
                .orElseThrow(
                        () -> new IOException(
                                "this process runs in no pod of a cluster (KUBERNETES_SERVICE_HOST is not set): refit.kubernetes.uri is missing"));
        return new Cluster(
                uri,
                given.token().or(() -> existing(account.resolve("token"))),
                given.authorities().or(() -> existing(account.resolve("ca.crt"))),
                namespace(given, account));
    }

    private static Optional<URI> here(Map<String, String> environment) {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        return Optional.ofNullable(host)
                .filter(name -> !name.isEmpty())
                .map(name -> URI.create("https://%s:%s".formatted(name.contains(":") ? "[" + name + "]" : name, port)));
    }

    private static String namespace(Given given, Path account) throws IOException {
        if (given.namespace().isPresent()) {
            return given.namespace().get();
        }
        Path file = account.resolve("namespace");
        if (!Files.isReadable(file)) {
            throw new IOException(
                    "%s cannot be read, as outside of a pod: refit.kubernetes.namespace is missing".formatted(file));
        }
        return Files.readString(file).strip();
    }

    private static Optional<Path> existing(Path file) {
        return Files.isReadable(file) ? Optional.of(file) : Optional.empty();
    }
}
