package io.winnow.adapter.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.testing.Await;
import io.winnow.testing.ProbeClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MosquittoProcessTest {
    private final Path folder;

    MosquittoProcessTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void start_returnsOnceItAnswers_andCloseEndsIt() throws Exception {
        MosquittoProcess broker = MosquittoProcess.start(folder, false, OptionalInt.empty());
        try (ProbeClient client = new ProbeClient(broker.uri())) {
            String pid = Long.toString(broker.pid().orElseThrow());
            // "pid (comm) state ppid pgrp ...": Ctrl-C in a terminal goes to our group alone.
            String[] stat = Files.readString(Path.of("/proc", pid, "stat")).split(" ");
            assertThat(stat[1]).isEqualTo("(mosquitto)");
            assertThat(stat[4]).as("its process group").isEqualTo(pid);
        } finally {
            broker.close();
        }

        assertThat(listens(broker.port())).isFalse();
    }

    @Test
    void killed_isStartedAgainOnTheSamePort() throws Exception {
        try (MosquittoProcess broker = MosquittoProcess.start(folder, false, OptionalInt.empty())) {
            long first = broker.pid().orElseThrow();

            ProcessHandle.of(first).orElseThrow().destroyForcibly();

            Await.until("restart", () -> broker.restarts() == 1 && listens(broker.port()));
            assertThat(broker.pid().orElseThrow()).isNotEqualTo(first);
        }
    }

    @Test
    void start_portTaken_saysSo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> MosquittoProcess.start(folder, false, OptionalInt.of(taken.getLocalPort())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("mosquitto did not start on port " + taken.getLocalPort())
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void ourProcessKilled_leavesNoOrphan() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            long pid = Long.parseLong(Objects.requireNonNull(out.readLine()));
            ProcessHandle child = ProcessHandle.of(pid).orElseThrow();

            parent.destroyForcibly();

            Await.until("end of the broker", () -> !child.isAlive());
        } finally {
            parent.destroyForcibly();
        }
        assertThat(Files.exists(folder.resolve("mosquitto.conf"))).isTrue();
    }

    /** Starts a broker, tells its process id and stays. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            try (MosquittoProcess broker = MosquittoProcess.start(Path.of(args[0]), false, OptionalInt.empty())) {
                System.out.println(broker.pid().orElseThrow());
                Thread.currentThread().join();
            }
        }
    }
}
