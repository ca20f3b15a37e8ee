package io.winnow.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import io.winnow.testing.Await;
import io.winnow.testing.Login;
import io.winnow.testing.WinnowProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service with a certificate of its own. */
@Tag("native")
class TlsIT {
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);

    private final Path folder;
    private final int port = RunningService.freePort();

    TlsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void certificate_answersHttpsAlone_withACookieForItAlone() throws Exception {
        new CertificateGenerator(folder, true)
                .generate(new CertificateRequest()
                        .withName("winnow")
                        .withFormat(Format.PEM)
                        .withCN("localhost")
                        .withSubjectAlternativeName("DNS:localhost"));
        Path configuration = configuration();
        HttpClient trusting = HttpClient.newBuilder().sslContext(trusting()).build();
        try (WinnowProcess service =
                WinnowProcess.start(folder.resolve("service.log"), "serve", "--config", configuration.toString())) {
            Await.until("a service that answers by HTTPS", STARTS_WITHIN, () -> Optional.of(
                            send(trusting, request("https", "/q/health/started")))
                    .filter(answer -> answer.statusCode() == 200));

            HttpResponse<String> entered = send(trusting, login());
            String cookie = entered.headers().firstValue("Set-Cookie").orElse("none");
            assertThat(entered.statusCode()).isEqualTo(200);
            assertThat(cookie)
                    .startsWith(Login.COOKIE + "=")
                    .contains("HttpOnly", "SameSite=Strict")
                    .containsIgnoringCase(";Secure");
            HttpRequest.Builder who =
                    request("https", "/api/v1/session").header("Cookie", cookie.substring(0, cookie.indexOf(';')));
            assertThat(send(trusting, who).body()).contains(Login.ADMIN);
            assertThatThrownBy(() -> send(trusting, request("http", "/q/health/started")))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> send(HttpClient.newHttpClient(), request("https", "/q/health/started")))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    private Path configuration() throws IOException {
        Path configuration = Files.createDirectories(folder.resolve("edge-config"));
        Files.createDirectories(configuration.resolve("stations"));
        Files.writeString(configuration.resolve("site.yaml"), """
                site: plant-7
                http: {host: 127.0.0.1, port: %d, certificateFile: '%s', keyFile: '%s'}
                storage: {directory: '%s'}
                models: {directory: '%s'}
                """.formatted(
                        port,
                        folder.resolve("winnow.crt"),
                        folder.resolve("winnow.key"),
                        folder.resolve("data"),
                        Path.of("models").toAbsolutePath()));
        Files.writeString(configuration.resolve("stations/press.yaml"), """
                line: line1
                camera: press
                backbone: scattering_j3_l8
                """);
        return configuration;
    }

    private SSLContext trusting() throws Exception {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        try (InputStream certificate = Files.newInputStream(folder.resolve("winnow.crt"))) {
            known.setCertificateEntry(
                    "winnow", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private HttpRequest.Builder request(String scheme, String path) {
        return HttpRequest.newBuilder(URI.create("%s://localhost:%d%s".formatted(scheme, port, path)))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpRequest.Builder login() throws IOException {
        String password =
                Files.readString(folder.resolve("data/first-admin-password")).strip();
        return request("https", "/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"name\": \"%s\", \"password\": \"%s\"}".formatted(Login.ADMIN, password)));
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
