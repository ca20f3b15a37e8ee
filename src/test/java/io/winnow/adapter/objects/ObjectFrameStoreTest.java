package io.winnow.adapter.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.FrameStoreContract;
import io.winnow.core.inspection.RetainedFrames;
import io.winnow.core.inspection.StorageException;
import io.winnow.testing.Inspections;
import io.winnow.testing.S3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectFrameStoreTest extends FrameStoreContract {
    private static final ContentHash FRAME = Inspections.hash("frame");

    private final S3Server server = S3Server.start();
    private final ObjectFrameStore store = new ObjectFrameStore(server.open());

    @AfterEach
    void end() {
        server.close();
    }

    @Override
    protected RetainedFrames store() {
        return store;
    }

    @Override
    protected void damage(ContentHash hash) {
        server.replace(name(hash), "fram".getBytes(StandardCharsets.UTF_8));
    }

    private static String name(ContentHash hash) {
        return "plant/frames/" + hash;
    }

    private static ObjectFrameStore store(ObjectStorage.Settings settings) {
        return new ObjectFrameStore(ObjectStorage.open(settings));
    }

    @Test
    void put_anImage_isOneObjectNamedAfterItsContent() {
        store.put(image("frame"));

        assertThat(server.names()).containsExactly(name(FRAME));
    }

    @Test
    void put_serverAwayThenBack_failsAndMayPassThenStores() throws IOException {
        server.goAway();

        assertThatThrownBy(() -> store.put(image("frame")))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.passing()).isTrue())
                .hasMessageContaining("plant/frames/" + FRAME)
                .hasMessageContaining("bucket winnow at " + server.uri())
                .hasMessageContaining("cannot be reached");
        server.comeBack();
        store.put(image("frame"));

        assertThat(store.find(FRAME)).isPresent();
    }

    @Test
    void put_serverBackBetweenAttempts_storesWithoutAnError() throws Exception {
        server.goAway();
        Thread mender = new Thread(server::comeBack);
        mender.start();

        store.put(image("frame"));

        mender.join();
        assertThat(server.names()).containsExactly(name(FRAME));
    }

    @Test
    void find_serverAway_isAnErrorAndNotAnAbsence() {
        server.goAway();

        assertThatThrownBy(() -> store.find(FRAME))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("could not be read");
    }

    @Test
    void find_objectTakenAway_isEmpty() throws IOException {
        store.put(image("frame"));
        server.remove(name(FRAME));

        assertThat(store.find(FRAME)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong-secret"})
    void put_wrongSecret_saysWhoseFaultItIsAndThatFramesWait(String secret) {
        assertThatThrownBy(() -> store(server.settings(secret)).put(image("frame")))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.passing()).isTrue())
                .hasMessageContaining("does not accept the access key or its secret")
                .hasMessageContaining("storage.objects");
        assertThat(server.names()).isEmpty();
    }

    /** Those of the usual server, for one at another port. */
    private ObjectStorage.Settings settingsAt(int port) {
        ObjectStorage.Settings usual = server.settings();
        return new ObjectStorage.Settings(
                Optional.of(URI.create("http://127.0.0.1:" + port)),
                usual.bucket(),
                usual.region(),
                usual.prefix(),
                usual.keys(),
                usual.pathStyle(),
                usual.timeout());
    }

    /** The server of the other tests knows no rights but all or none; this one answers as Amazon's does. */
    @Test
    void putAndFind_keyWithoutTheRight_sayWhichRightIsMissing() throws IOException {
        byte[] denied = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
                .getBytes(StandardCharsets.UTF_8);
        HttpServer strict = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        strict.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            exchange.sendResponseHeaders(403, denied.length);
            exchange.getResponseBody().write(denied);
            exchange.close();
        });
        strict.start();
        try {
            ObjectStorage.Settings there = settingsAt(strict.getAddress().getPort());

            assertThatThrownBy(() -> store(there).put(image("frame")))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("access is denied")
                    .hasMessageContaining("s3:PutObject");
            assertThatThrownBy(() -> store(there).find(FRAME))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("access is denied")
                    .hasMessageContaining("s3:GetObject");
        } finally {
            strict.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403 Forbidden, SignatureDoesNotMatch, does not accept the access key",
        "404 Not Found, NoSuchBucket, no such bucket"
    })
    void put_serverRefusesAndHangsUp_saysWhatItRefused(String status, String code, String words) throws Exception {
        String refusal = "<Error><Code>%s</Code><Message>no</Message></Error>".formatted(code);
        String answer = "HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, refusal.length(), refusal);
        try (ServerSocket rude = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> hangUpOnBodies(rude, answer));
            thread.setDaemon(true);
            thread.start();
            ObjectStorage.Settings there = settingsAt(rude.getLocalPort());

            assertThatThrownBy(() -> store(there).put(image("frame")))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("was not stored")
                    .hasMessageContaining(words);
        }
    }

    private static void hangUpOnBodies(ServerSocket server, String answer) {
        while (!server.isClosed()) {
            try (Socket caller = server.accept()) {
                BufferedReader request =
                        new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.US_ASCII));
                if (String.valueOf(request.readLine()).startsWith("GET")) {
                    caller.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    caller.shutdownOutput();
                    request.lines().forEach(line -> {});
                }
            } catch (IOException e) {
                // The caller hung up, or the test is over.
            }
        }
    }

    @Test
    void put_noSuchBucket_namesIt() {
        ObjectStorage.Settings right = server.settings();
        ObjectStorage.Settings wrong = new ObjectStorage.Settings(
                right.endpoint(),
                "nowhere",
                right.region(),
                right.prefix(),
                right.keys(),
                right.pathStyle(),
                right.timeout());

        assertThatThrownBy(() -> store(wrong).put(image("frame")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("bucket nowhere")
                .hasMessageContaining("no such bucket");
        assertThatThrownBy(() -> store(wrong).find(FRAME))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("no such bucket");
    }

    @Test
    void put_keyThatCannotBeRead_saysWhich() {
        ObjectStorage.Settings right = server.settings();
        ObjectStorage.Settings without = new ObjectStorage.Settings(
                Optional.of(URI.create("http://127.0.0.1:1")),
                right.bucket(),
                right.region(),
                right.prefix(),
                Optional.of(new ObjectStorage.Keys(
                        () -> {
                            throw new IOException("file /etc/winnow/key is not set or empty");
                        },
                        () -> "secret")),
                true,
                Duration.ofSeconds(5));

        assertThatThrownBy(() -> store(without).put(image("frame")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("/etc/winnow/key");
    }
}
