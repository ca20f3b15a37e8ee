package io.winnow.testing;

import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Mosquitto as a plant's IT sets it up: TLS, accounts with passwords or client certificates, and rules of who may use which topic.
 * Its certificate is for "localhost" alone. Accounts: {@value #WINNOW} and the camera {@value #CAMERA}, which may only send its own
 * frames; the client certificate says {@value #WINNOW}.
 */
public final class GuardedBroker implements AutoCloseable {
    public static final String WINNOW = "winnow";
    public static final String CAMERA = "cam1";

    private static final String RULES = """
            user winnow
            topic read winnow/ulm/line1/cam1/frame
            topic read winnow/ulm/line1/cam1/truth
            topic read winnow/ulm/line1/cam1/cmd/#
            topic write winnow/ulm/line1/cam1/verdict
            topic write winnow/ulm/line1/cam1/state
            topic write winnow/ulm/line1/cam1/models
            topic write winnow/ulm/line1/cam1/stats
            topic write winnow/ulm/line1/cam1/drift
            topic write winnow/ulm/line1/cam1/ack

            user cam1
            topic write winnow/ulm/line1/cam1/frame
            """;

    private final Path folder;
    private final int passwordPort;
    private final int certificatePort;
    private Process process;

    public GuardedBroker(Path folder) throws Exception {
        this.folder = folder;
        this.passwordPort = freePort();
        this.certificatePort = freePort();
        certificate("broker", "localhost");
        certificate("client", WINNOW);
        Files.writeString(folder.resolve("rules"), RULES);
        Files.writeString(folder.resolve("mosquitto.conf"), configuration());
        account(WINNOW, "first secret");
        account(CAMERA, "camera secret");
        process = launch();
    }

    /** Signed by itself, so that it also is the authority that vouches for it. */
    private void certificate(String name, String commonName) throws Exception {
        new CertificateGenerator(folder, true)
                .generate(new CertificateRequest()
                        .withName(name)
                        .withFormat(Format.PEM)
                        .withCN(commonName)
                        .withSubjectAlternativeName("DNS:" + commonName));
    }

    /** Where user and password are asked for. */
    public URI uri() {
        return URI.create("ssl://localhost:" + passwordPort);
    }

    /** The same under an address that its certificate does not name. */
    public URI uriByAddress() {
        return URI.create("ssl://127.0.0.1:" + passwordPort);
    }

    /** Where a client certificate is asked for. */
    public URI uriForCertificates() {
        return URI.create("ssl://localhost:" + certificatePort);
    }

    /** Who vouches for the broker. */
    public Path authorities() {
        return folder.resolve("broker.crt");
    }

    public Path clientCertificate() {
        return folder.resolve("client.crt");
    }

    public Path clientKey() {
        return folder.resolve("client.key");
    }

    /** Sets an account's password; a running broker has to be {@link #restart}ed. */
    public void account(String user, String password) throws IOException, InterruptedException {
        Path passwords = folder.resolve("passwords");
        Process tool = new ProcessBuilder(
                        "mosquitto_passwd",
                        "-b",
                        Files.exists(passwords) ? "-b" : "-c",
                        passwords.toString(),
                        user,
                        password)
                .redirectErrorStream(true)
                .start();
        String said = new String(tool.getInputStream().readAllBytes());
        if (tool.waitFor() != 0) {
            throw new IOException("mosquitto_passwd: " + said);
        }
    }

    public void restart() throws Exception {
        stop();
        process = launch();
    }

    private String configuration() {
        return """
                per_listener_settings true
                listener %1$d 127.0.0.1
                allow_anonymous false
                password_file %3$s/passwords
                acl_file %3$s/rules
                cafile %3$s/client.crt
                certfile %3$s/broker.crt
                keyfile %3$s/broker.key
                listener %2$d 127.0.0.1
                require_certificate true
                use_identity_as_username true
                acl_file %3$s/rules
                cafile %3$s/client.crt
                certfile %3$s/broker.crt
                keyfile %3$s/broker.key
                user %4$s
                """.formatted(passwordPort, certificatePort, folder, System.getProperty("user.name"));
    }

    private Process launch() throws Exception {
        Path log = folder.resolve("mosquitto.log");
        Process launched = new ProcessBuilder(
                        "/usr/sbin/mosquitto",
                        "-c",
                        folder.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Await.until("mosquitto with TLS", Duration.ofSeconds(20), () -> {
            if (!launched.isAlive()) {
                throw new AssertionError("mosquitto did not start: " + Files.readString(log));
            }
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), certificatePort), 1000);
                return Optional.of(true);
            }
        });
        return launched;
    }

    private void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
