package io.winnow.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL of Debian's package in a temporary folder, on a port of its own. It does not run as root: where the tests do, it runs
 * as the package's user. Thread-safe.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final String USER = "winnow";
    private static final String SYSTEM_USER = "postgres";

    private static @Nullable PostgresServer shared;

    private final Path programs;
    private final Path folder;
    private final int port;
    private final AtomicInteger databases = new AtomicInteger();

    private PostgresServer(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /** The server of this process, started when first asked for and stopped with the process. */
    public static synchronized PostgresServer shared() throws IOException {
        if (shared == null) {
            PostgresServer server = start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            shared = server;
        }
        return shared;
    }

    /** Starts one; nothing it writes survives a crash of the machine, which nobody asks of a test. */
    public static PostgresServer start() throws IOException {
        // Not in a @TempDir: its parents are closed to the other user.
        Path folder = Files.createTempDirectory("winnow-postgresql");
        PostgresServer server = new PostgresServer(programs(), folder, freePort());
        if (isRoot()) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(SYSTEM_USER));
        }
        server.run("initdb", "-D", server.data(), "-U", USER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N");
        server.begin();
        return server;
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /** Answers at the same port again, after {@link #stop}. */
    public void begin() throws IOException {
        String options =
                "-p %d -k %s -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=100".formatted(port, folder);
        run("pg_ctl", "-D", data(), "-w", "-l", folder.resolve("log").toString(), "-o", options, "start");
    }

    /** Ends every connection at once, and comes back. */
    public void restart() throws IOException {
        stop();
        begin();
    }

    /** Ends every connection at once. */
    public void stop() throws IOException {
        run("pg_ctl", "-D", data(), "-m", "fast", "-w", "stop");
    }

    private static Path programs() throws IOException {
        if (Files.isDirectory(PACKAGES)) {
            try (Stream<Path> versions = Files.list(PACKAGES)) {
                Path newest = versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                        .max(Path::compareTo)
                        .orElse(null);
                if (newest != null) {
                    return newest;
                }
            }
        }
        throw new IOException("no PostgreSQL below %s; './winnow test' installs Debian's package".formatted(PACKAGES));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + SYSTEM_USER, "--regid=" + SYSTEM_USER, "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile("winnow-" + program, ".log");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8"));
        Process process = builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("%s failed: %s".formatted(String.join(" ", command), Files.readString(log)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + program, e);
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(log);
        }
    }

    /** A new, empty database; its name. */
    public String create() throws IOException {
        return create("template1");
    }

    /** A new database that holds what another does, to which nobody is connected; its name. */
    public String copyOf(String database) throws IOException {
        return create(database);
    }

    private synchronized String create(String template) throws IOException {
        String name = "test_" + databases.incrementAndGet();
        execute("CREATE DATABASE %s TEMPLATE %s".formatted(name, template));
        return name;
    }

    private void execute(String sql) throws IOException {
        try (Connection connection = source("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IOException(sql + " failed", e);
        }
    }

    /** Connections to a database, a new one each time. */
    public PGSimpleDataSource source(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(USER);
        return source;
    }

    /** A database as {@code storage.database.uri} has it. */
    public URI uri(String database) {
        return URI.create("postgresql://127.0.0.1:%d/%s".formatted(port, database));
    }

    /** Who may do everything there, without a password. */
    public String user() {
        return USER;
    }

    @Override
    public void close() {
        try {
            run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
