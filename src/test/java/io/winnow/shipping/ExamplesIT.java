package io.winnow.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import io.winnow.adapter.mqtt.MosquittoProcess;
import io.winnow.testing.Pictures;
import io.winnow.testing.PostgresServer;
import io.winnow.testing.ProbeClient;
import io.winnow.testing.Readiness;
import io.winnow.testing.RestClient;
import io.winnow.testing.S3Server;
import io.winnow.testing.WinnowProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The worked examples on the packaged service. What is replaced is said in each test: ports and the broker's address everywhere, since
 * neither can be shared; paths lead into the test's folder.
 */
class ExamplesIT {
    /** What a cluster tells its pods, one of which the fleet's example expects to be; nobody listens there. */
    private static final Map<String, String> POD =
            Map.of("KUBERNETES_SERVICE_HOST", "127.0.0.1", "KUBERNETES_SERVICE_PORT", "1");

    private final Path folder;
    private final int port;

    ExamplesIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.port = Sandbox.freePort();
    }

    /** There is no GPU here: the providers stay as they are written, and the service has to say what it takes in their place. */
    @Test
    void jetson_judgesFrames_andSaysThatItRunsOnTheProcessor() throws Exception {
        String output = judges(
                "jetson",
                Map.of("port: 8080", "port: " + port, "tcp://127.0.0.1:1883", "BROKER"),
                HttpClient.newHttpClient(),
                "http");

        assertThat(output).contains("runs on cpu instead of tensorrt");
    }

    /** With certificates made for the test. */
    @Test
    void industrialPc_judgesFrames_overHttps() throws Exception {
        Path tls = Files.createDirectories(folder.resolve("etc/winnow/tls"));
        new CertificateGenerator(tls, true)
                .generate(new CertificateRequest()
                        .withName("winnow")
                        .withFormat(Format.PEM)
                        .withCN("localhost")
                        .withSubjectAlternativeName("DNS:localhost"));
        Files.move(tls.resolve("winnow.crt"), tls.resolve("winnow.pem"));

        judges(
                "industrial-pc",
                Map.of("port: 8443", "port: " + port, "tcp://127.0.0.1:1883", "BROKER"),
                HttpClient.newBuilder()
                        .sslContext(trusting(tls.resolve("winnow.pem")))
                        .build(),
                "https");
    }

    @Test
    void k3s_judgesFrames() throws Exception {
        judges(
                "k3s",
                Map.of("port: 8080", "port: " + port, "tcp://mosquitto:1883", "BROKER"),
                HttpClient.newHttpClient(),
                "http");
    }

    /** With a PostgreSQL and an object store of the test's, neither over TLS. Nothing is refitted, so no API server is asked. */
    @Test
    void fleet_judgesFrames_withDatabaseAndObjectsElsewhere() throws Exception {
        Path keys = Files.createDirectories(folder.resolve("run/secrets/objects"));
        Files.writeString(keys.resolve("access-key"), S3Server.ACCESS_KEY);
        Files.writeString(keys.resolve("secret-key"), S3Server.SECRET_KEY);
        try (PostgresServer database = PostgresServer.start();
                S3Server objects = S3Server.start()) {
            judges(
                    "fleet",
                    Map.of(
                            "port: 8080",
                            "port: " + port,
                            "ssl://broker.plant.example:8883",
                            "BROKER",
                            "postgresql://database.plant.example:5432/winnow?sslmode=verify-full",
                            database.uri(database.create()).toString(),
                            "https://objects.plant.example",
                            objects.uri().toString()),
                    HttpClient.newHttpClient(),
                    "http");

            assertThat(objects.names()).anyMatch(name -> name.contains("frames/"));
        }
    }

    /** Starts an example with a broker of its own, sends a frame of its first station and waits for the verdict; gives the log. */
    private String judges(String name, Map<String, String> changes, HttpClient http, String scheme) throws Exception {
        try (MosquittoProcess broker = MosquittoProcess.start(folder.resolve("broker"), false, OptionalInt.empty())) {
            Map<String, String> all = new HashMap<>(changes);
            all.replaceAll((was, is) -> is.equals("BROKER") ? broker.uri().toString() : is);
            Path configuration = Examples.moved(Examples.FOLDER.resolve(name), folder, all);
            var station = Examples.read(configuration).stations().get(0);
            String topic = "winnow/plant-1/%s/%s/".formatted(station.line(), station.camera());
            try (ProbeClient probe = new ProbeClient(broker.uri(), topic + "verdict");
                    WinnowProcess service = WinnowProcess.start(
                            folder.resolve("service.log"),
                            List.of(),
                            POD,
                            "serve",
                            "--config",
                            configuration.toString())) {
                Readiness.await(new RestClient(URI.create(scheme + "://localhost:" + port), http), service);
                probe.publish(topic + "frame", Pictures.png(256, 256), false, Map.of("frame-id", "example-1"));

                assertThat(probe.next().text()).contains("example-1");
                service.stop();
                return service.output();
            }
        }
    }

    private static SSLContext trusting(Path certificate) throws GeneralSecurityException, IOException {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        try (InputStream bytes = Files.newInputStream(certificate)) {
            known.setCertificateEntry(
                    "winnow", CertificateFactory.getInstance("X.509").generateCertificate(bytes));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
