package io.winnow.adapter.mqtt;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Mosquitto of our own: Debian's broker as a supervised child process that listens on loopback only. Thread-safe.
 *
 * <p>It is started again when it dies, on the same port. It cannot outlive us: util-linux's {@code setpriv --pdeathsig} has
 * the kernel end it with the thread that started it, which is the supervising thread, so not even SIGKILL leaves an orphan.
 */
public final class MosquittoProcess implements AutoCloseable {
    private static final Logger LOG = System.getLogger(MosquittoProcess.class.getName());
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** MQTT 5 CONNECT with clean start, keep alive 10 s, no properties and the client id "probe". */
    private static final byte[] CONNECT = {
        0x10, 18, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 10, 0, 0, 5, 'p', 'r', 'o', 'b', 'e'
    };

    private final Path folder;
    private final int port;
    private final List<String> command;
    private final Thread supervisor;
    private final CompletableFuture<Void> accepting = new CompletableFuture<>();
    private final Object lock = new Object();
    private @Nullable Process process;
    private boolean closing;
    private int restarts;

    private MosquittoProcess(Path folder, int port, List<String> command) {
        this.folder = folder;
        this.port = port;
        this.command = command;
        this.supervisor = new Thread(this::supervise, "mosquitto-" + port);
        this.supervisor.setDaemon(true);
    }

    /**
     * Starts a broker and waits until it answers.
     *
     * @param folder for its configuration, log and, where persistent, its sessions and queues; made when missing
     * @param persistent true to keep sessions, queues and retained messages over a restart
     * @param port the port to listen on; a free one when empty
     * @throws IOException when it is not installed or does not start; the message has the reason
     */
    public static MosquittoProcess start(Path folder, boolean persistent, OptionalInt port) throws IOException {
        Files.createDirectories(folder);
        int chosen = port.isPresent() ? port.getAsInt() : freePort();
        Path configuration = folder.resolve("mosquitto.conf");
        Files.writeString(configuration, configuration(folder.toAbsolutePath(), chosen, persistent));
        MosquittoProcess broker = new MosquittoProcess(folder, chosen, command(configuration));
        broker.supervisor.start();
        try {
            broker.accepting.get(START_LIMIT.toMillis() + 1000, TimeUnit.MILLISECONDS);
            return broker;
        } catch (ExecutionException | TimeoutException e) {
            broker.close();
            throw new IOException(
                    "mosquitto did not start on port %d: %s; its log ends with: %s"
                            .formatted(chosen, e.getMessage(), broker.logTail()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            broker.close();
            throw new IOException("interrupted while mosquitto was starting", e);
        }
    }

    /** {@code tcp://127.0.0.1:port}. */
    public URI uri() {
        return URI.create("tcp://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    /** How often it was started again after it died. */
    public int restarts() {
        synchronized (lock) {
            return restarts;
        }
    }

    /** Process id of the broker; empty while there is none. */
    public Optional<Long> pid() {
        synchronized (lock) {
            return Optional.ofNullable(process).map(Process::pid);
        }
    }

    private static List<String> command(Path configuration) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(find("setpriv", "util-linux").toString());
        command.addAll(List.of("--pdeathsig", "TERM"));
        // A session of its own: Ctrl-C in the terminal is for us, who need the broker until the last event has left.
        command.add(find("setsid", "util-linux").toString());
        command.add(find("mosquitto", "mosquitto").toString());
        command.addAll(List.of("-c", configuration.toAbsolutePath().toString()));
        return command;
    }

    /** Debian puts the broker into /usr/sbin, which is not on every user's path. */
    private static Path find(String program, String debianPackage) throws IOException {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/usr/bin"))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException(
                        "%s was found neither on PATH nor in /usr/sbin; install it with: apt-get install %s"
                                .formatted(program, debianPackage)));
    }

    private static String configuration(Path folder, int port, boolean persistent) {
        return """
                # Written at each start; changes are lost.
                listener %d 127.0.0.1
                allow_anonymous true
                # Frames of cameras with many pixels; anything larger is refused with a reason.
                message_size_limit 67108864
                # What is queued for a service that is away or slow, in bytes.
                max_queued_messages 0
                max_queued_bytes 268435456
                set_tcp_nodelay true
                user %s
                log_dest stderr
                log_type error
                log_type warning
                log_type notice
                persistence %s
                persistence_location %s/
                autosave_interval 60
                """.formatted(port, System.getProperty("user.name"), persistent, folder);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void supervise() {
        Duration pause = FIRST_PAUSE;
        while (true) {
            long startedNanos = System.nanoTime();
            try {
                Process child = launch();
                if (child == null) {
                    return;
                }
                if (!accepting.isDone() && !awaitAnswer(child)) {
                    return;
                }
                int status = child.waitFor();
                LOG.log(isClosing() ? Level.DEBUG : Level.WARNING, "mosquitto ended with status {0}", status);
            } catch (IOException e) {
                accepting.completeExceptionally(e);
                LOG.log(Level.WARNING, "mosquitto cannot be started: {0}", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            boolean livedWell = System.nanoTime() - startedNanos > LONGEST_PAUSE.toNanos();
            pause = livedWell ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
            if (!pauseUnlessClosing(pause)) {
                return;
            }
        }
    }

    /** Starts the child, unless we are closing. Called by the supervising thread only: the child dies with its thread. */
    private @Nullable Process launch() throws IOException {
        synchronized (lock) {
            if (closing) {
                return null;
            }
            restarts += process == null ? 0 : 1;
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(Redirect.appendTo(log().toFile()))
                    .start();
            return process;
        }
    }

    private boolean awaitAnswer(Process child) throws InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < end) {
            // An ended child first: somebody else may answer on its port.
            if (child.waitFor(20, TimeUnit.MILLISECONDS)) {
                accepting.completeExceptionally(new IOException("it ended with status " + child.exitValue()));
                return false;
            }
            if (answers()) {
                accepting.complete(done());
                return true;
            }
        }
        accepting.completeExceptionally(new IOException("no answer within " + START_LIMIT.toSeconds() + " s"));
        return false;
    }

    @SuppressWarnings("NullAway") // the value of a CompletableFuture<Void> is null
    private static Void done() {
        return null;
    }

    /** True when a CONNECT on the port is answered with a CONNACK. */
    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            socket.setSoTimeout(500);
            socket.getOutputStream().write(CONNECT);
            return new DataInputStream(socket.getInputStream()).readByte() == 0x20;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isClosing() {
        synchronized (lock) {
            return closing;
        }
    }

    private boolean pauseUnlessClosing(Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        synchronized (lock) {
            try {
                long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
                while (!closing && left > 0) {
                    lock.wait(left);
                    left = Duration.ofNanos(end - System.nanoTime()).toMillis();
                }
                return !closing;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Path log() {
        return folder.resolve("mosquitto.log");
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** Ends the broker, with time to write what it keeps. */
    @Override
    public void close() {
        Process last;
        synchronized (lock) {
            closing = true;
            last = process;
            lock.notifyAll();
        }
        try {
            if (last != null) {
                last.destroy();
                if (!last.waitFor(5, TimeUnit.SECONDS)) {
                    last.destroyForcibly();
                }
            }
            supervisor.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
