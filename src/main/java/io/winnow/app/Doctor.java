package io.winnow.app;

import io.winnow.adapter.cli.CannotStartException;
import io.winnow.adapter.cli.DoctorCommand;
import io.winnow.adapter.cli.DoctorCommand.Checked;
import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.mqtt.MqttCameraLink;
import io.winnow.adapter.objects.BucketProbe;
import io.winnow.adapter.objects.ObjectStorage;
import io.winnow.adapter.storage.DatabaseCheck;
import io.winnow.adapter.storage.DatabaseServerCheck;
import io.winnow.adapter.storage.StorageLock;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.app.config.StationConfiguration;
import io.winnow.core.camera.StationAddress;
import io.winnow.core.health.Finding;
import io.winnow.core.health.Findings;
import io.winnow.core.health.Health;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks at everything that a service needs of its machine, in the order in which the service would fail without it. */
final class Doctor implements DoctorCommand.Examination {
    private static final long LITTLE_MEMORY = 1_000_000_000;
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final Duration patience;

    /** @param patience with a broker that does not answer */
    Doctor(Duration patience) {
        this.patience = patience;
    }

    /** A look that may fail. */
    @FunctionalInterface
    private interface Look {
        Finding look() throws Exception;
    }

    @Override
    public void run(Path folder, Consumer<Checked> found) {
        check(found, "machine", Doctor::machine);
        check(found, "clock", Doctor::clock);
        Optional<Configuration> read = configuration(folder, found);
        if (read.isEmpty()) {
            return;
        }
        SiteConfiguration site = read.get().site();
        for (StartChecks.Library library : StartChecks.libraries(site)) {
            check(found, "library " + library.name(), () -> well("Version %s.".formatted(library.require())));
        }
        for (String backbone : backbones(read.get())) {
            check(found, "backbone " + backbone, () -> backbone(site, backbone));
        }
        check(found, "data folder", () -> data(site));
        check(found, "disk", () -> disk(site));
        check(found, "database", () -> database(site));
        site.storage().objects().ifPresent(objects -> check(found, "object storage", () -> bucket(objects)));
        check(found, "backups", () -> new BackupRuns(read.get(), Clock.systemUTC()).finding());
        check(found, "port", () -> port(site.http()));
        check(found, "broker", () -> broker(read.get()));
        for (Path secret : site.secretFiles()) {
            check(found, "permissions", () -> permissions(secret));
        }
    }

    private static void check(Consumer<Checked> found, String part, Look look) {
        Finding finding;
        try {
            finding = look.look();
        } catch (CannotStartException | UsageException e) {
            finding = failed(String.valueOf(e.getMessage()), "See to the reason and run 'winnow doctor' again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            finding = failed("The look was interrupted.", "Run 'winnow doctor' again.");
        } catch (Exception e) {
            finding = failed(
                    e.getMessage() == null ? e.toString() : e.getMessage(),
                    "See to the reason and run 'winnow doctor' again.");
        }
        found.accept(new Checked(part, finding));
    }

    private static Finding well(String text) {
        return new Finding(Health.OK, "doctor", Map.of(), text, Optional.empty());
    }

    private static Finding look(String text, String action) {
        return new Finding(Health.ATTENTION, "doctor", Map.of(), text, Optional.of(action));
    }

    private static Finding failed(String text, String action) {
        return new Finding(Health.FAILED, "doctor", Map.of(), text, Optional.of(action));
    }

    private static Finding machine() {
        Runtime runtime = Runtime.getRuntime();
        String text = "%s %s, %d processors, Java %s with at most %.1f GB of heap."
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        runtime.availableProcessors(),
                        System.getProperty("java.version"),
                        runtime.maxMemory() / 1e9);
        return runtime.maxMemory() < LITTLE_MEMORY
                ? look(text, "Give it more: WINNOW_JAVA_OPTS=-Xmx2g, or a machine with more memory.")
                : well(text);
    }

    /** Frames carry the time of their camera, labels and events that of this machine. */
    private static Finding clock() throws IOException, InterruptedException {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Optional<String> synchronised = timedatectl();
        if (synchronised.isEmpty()) {
            return well("Reads %s; whether it is synchronised is not known here (no timedatectl).".formatted(now));
        }
        return synchronised.get().equals("yes")
                ? well("Reads %s and is synchronised.".formatted(now))
                : look(
                        "Reads %s and is not synchronised.".formatted(now),
                        "Set up a time server (timedatectl set-ntp true): events of several machines are put in order by their time.");
    }

    private static Optional<String> timedatectl() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("timedatectl", "show", "--property=NTPSynchronized", "--value")
                    .redirectErrorStream(true)
                    .start();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0 && (answer.equals("yes") || answer.equals("no"))
                    ? Optional.of(answer)
                    : Optional.empty();
        } catch (IOException e) {
            // There is no such program here.
            return Optional.empty();
        }
    }

    private static Optional<Configuration> configuration(Path folder, Consumer<Checked> found) {
        try {
            Configuration read = Configurations.read(folder);
            found.accept(new Checked(
                    "configuration",
                    well("Site %s, stations: %d, in %s."
                            .formatted(read.site().site(), read.stations().size(), folder))));
            return Optional.of(read);
        } catch (UsageException e) {
            found.accept(new Checked(
                    "configuration",
                    failed(
                            String.valueOf(e.getMessage()),
                            "Mend it; 'winnow config check %s' names every problem. The other checks need it."
                                    .formatted(folder))));
            return Optional.empty();
        }
    }

    private static Set<String> backbones(Configuration configuration) {
        Set<String> names = new TreeSet<>();
        for (StationConfiguration station : configuration.stations()) {
            names.add(station.backbone());
        }
        return names;
    }

    private static Finding backbone(SiteConfiguration site, String name) {
        try (Backbones backbones = new Backbones(site.models(), site.inference())) {
            return Findings.backbone(
                    Backbones.probe(name, backbones.named(name)),
                    site.inference().providers().get(0));
        }
    }

    private static Finding data(SiteConfiguration site) throws IOException {
        Path data = site.storage().directory();
        if (!Files.exists(data)) {
            return well("%s does not exist yet; the service makes it.".formatted(data));
        }
        Path probe = Files.createTempFile(data, ".doctor", "");
        Files.delete(probe);
        try (StorageLock lock = StorageLock.take(data)) {
            return well("%s can be written; no service runs on it.".formatted(data));
        } catch (StorageLock.InUseException e) {
            return well("%s can be written; a service runs on it.".formatted(data));
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()), "Do as it says, then run 'winnow doctor' again.");
        }
    }

    private static Finding disk(SiteConfiguration site) throws IOException {
        Path there = site.storage().directory().toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        FileStore disk = Files.getFileStore(there);
        return Findings.disk(disk.getUsableSpace(), disk.getTotalSpace());
    }

    private static Finding database(SiteConfiguration site) {
        Path data = site.storage().directory();
        if (site.storage().database().isPresent()) {
            return server(site.storage().database().get());
        }
        if (!Files.exists(data.resolve("winnow.db"))) {
            return well("None yet; the service makes it.");
        }
        try {
            DatabaseCheck.require(data, site.storage().backup().directory());
            return well("Every page can be read, and it can be written.");
        } catch (DatabaseCheck.UnusableDatabaseException e) {
            return failed(String.valueOf(e.getMessage()), "As it says; then run 'winnow doctor' again.");
        }
    }

    private static Finding server(SiteConfiguration.DatabaseServer server) {
        try {
            DatabaseServerCheck.require(server.uri(), DatabaseServers.requireLogin(server));
            return well("It answers, and this version knows its schema.");
        } catch (DatabaseCheck.UnusableDatabaseException e) {
            return failed(String.valueOf(e.getMessage()), "As it says; then run 'winnow doctor' again.");
        }
    }

    private static Finding bucket(SiteConfiguration.Objects objects) {
        try (ObjectStorage bucket = FileStores.bucket(objects)) {
            return new BucketProbe(bucket, Clock.systemUTC()).look();
        }
    }

    private static Finding port(SiteConfiguration.Http http) throws IOException {
        if (http.port() == 0) {
            return well("The service takes a free one.");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(http.host()), http.port()));
            return well("%s:%d is free.".formatted(http.host(), http.port()));
        } catch (BindException e) {
            return look(
                    "%s:%d is taken, or no address of this machine (%s)."
                            .formatted(http.host(), http.port(), e.getMessage()),
                    "Well if it is the service itself that runs; else stop that program or change http.port in site.yaml.");
        }
    }

    private Finding broker(Configuration configuration) throws IOException {
        Optional<SiteConfiguration.Broker> broker = configuration.site().broker();
        if (broker.isEmpty()) {
            return Findings.noBroker();
        }
        StationConfiguration station = configuration.stations().get(0);
        StationAddress address = new StationAddress(configuration.site().site(), station.line(), station.camera());
        try (MqttCameraLink link =
                MqttCameraLink.open(BrokerLink.settings(broker.get()).withConnectTimeout(patience), address)) {
            return well("Connected to %s as %s."
                    .formatted(
                            broker.get().uri(),
                            broker.get()
                                    .credentials()
                                    .map(SiteConfiguration.Credentials::username)
                                    .orElse("nobody in particular")));
        } catch (IOException e) {
            return failed(
                    String.valueOf(e.getMessage()),
                    "Start the broker, mend the network to it, or mend broker in site.yaml.");
        }
    }

    private static Finding permissions(Path secret) throws IOException {
        try {
            Set<PosixFilePermission> given = Files.getPosixFilePermissions(secret);
            return given.stream().noneMatch(OTHERS::contains)
                    ? well("%s is closed to others.".formatted(secret))
                    : look("%s can be read by everybody on this machine.".formatted(secret), "chmod 600 " + secret);
        } catch (UnsupportedOperationException e) {
            return well("%s: this file system knows no permissions.".formatted(secret));
        }
    }
}
