package io.winnow.app.config;

import io.winnow.adapter.mqtt.TlsFiles;
import io.winnow.app.config.SiteConfiguration.Access;
import io.winnow.app.config.SiteConfiguration.Backup;
import io.winnow.app.config.SiteConfiguration.Broker;
import io.winnow.app.config.SiteConfiguration.Credentials;
import io.winnow.app.config.SiteConfiguration.Engine;
import io.winnow.app.config.SiteConfiguration.Fleet;
import io.winnow.app.config.SiteConfiguration.Http;
import io.winnow.app.config.SiteConfiguration.Inference;
import io.winnow.app.config.SiteConfiguration.Logging;
import io.winnow.app.config.SiteConfiguration.Objects;
import io.winnow.app.config.SiteConfiguration.Refit;
import io.winnow.app.config.SiteConfiguration.Remote;
import io.winnow.app.config.SiteConfiguration.Retention;
import io.winnow.app.config.SiteConfiguration.Search;
import io.winnow.app.config.SiteConfiguration.Signing;
import io.winnow.app.config.SiteConfiguration.Storage;
import io.winnow.app.config.SiteConfiguration.Telemetry;
import io.winnow.app.config.SiteConfiguration.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code site.yaml}. */
final class SiteReader {
    private static final Pattern NETWORK =
            Pattern.compile("([0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(/[0-9]{1,3})?");

    static final int MOST_THREADS = 1024;
    private static final Set<String> BROKER_SCHEMES = Set.of("tcp", "ssl", "ws", "wss");
    private static final DataSize LEAST_SPACE = new DataSize(1_000_000);
    private static final DataSize MOST_SPACE = new DataSize(1_000_000_000_000_000L);

    private final ConfigFile file;
    private final Path base;
    private final SecretReader secrets;
    private final CredentialsReader credentials;
    private final FleetReader fleets;

    /**
     * @param base what relative paths start from
     */
    SiteReader(ConfigFile file, Path base, Map<String, String> environment) {
        this.file = file;
        this.base = base;
        this.secrets = new SecretReader(base, environment);
        this.credentials = new CredentialsReader(secrets);
        this.fleets = new FleetReader(credentials, environment);
    }

    /** The site; empty where the file has problems, which it then holds. */
    Optional<SiteConfiguration> read() {
        Section root = file.root();
        Optional<String> site = root.requiredName("site");
        Http http = http(root.section("http"));
        Optional<Broker> broker = broker(root.section("broker"));
        Section stored = root.section("storage");
        Section database = stored.section("database");
        Storage storage = storage(stored, database);
        Optional<Fleet> fleet = fleets.fleet(root.section("fleet"), database.has("uri"), broker.isPresent());
        Section models = root.section("models");
        Path backbones = models.path("directory", base, "models");
        Signing signing = new SigningReader(models.section("signing"), base).read();
        Inference inference = InferenceReader.read(root.section("inference"), base, storage.directory());
        Search search = search(root.section("search"));
        Refit refit = new RefitReader(root.section("refit"), base)
                .read(storage.database().isPresent() && storage.objects().isPresent());
        Access access = AccessReader.read(root.section("access"), base);
        Logging log = log(root.section("log"));
        Telemetry telemetry = telemetry(root.section("telemetry"));
        Remote remote = new Remote(Set.copyOf(
                root.section("configuration").wordsOrNone("remote", List.of("rest", "mqtt"), List.of("rest"))));
        file.refuseUnknownKeys();
        return file.hasProblems()
                ? Optional.empty()
                : site.map(name -> new SiteConfiguration(
                        name, http, broker, storage, fleet, backbones, signing, inference, search, refit, access, log,
                        telemetry, remote));
    }

    private Http http(Section http) {
        Optional<Path> certificate =
                http.optionalText("certificateFile", "a path of a certificate in PEM form", base::resolve);
        Optional<Path> key = http.optionalText("keyFile", "a path of its private key in PEM form", base::resolve);
        requireFile(http, "certificateFile", certificate);
        requireFile(http, "keyFile", key);
        if (certificate.isPresent() != key.isPresent()) {
            http.problem(
                    certificate.isPresent() ? "certificateFile" : "keyFile",
                    "certificateFile and keyFile are given together or not at all");
        }
        return new Http(
                http.text("host", "a host name or address to listen on", "127.0.0.1"),
                http.integer("port", 0, 65_535, 8080),
                certificate.flatMap(chain -> key.map(secret -> new Tls(chain, secret))),
                proxies(http));
    }

    private static List<String> proxies(Section http) {
        List<String> proxies = http.texts("trustedProxies");
        if (!proxies.stream().allMatch(proxy -> NETWORK.matcher(proxy).matches())) {
            http.problem("trustedProxies", "must be a list of addresses or networks such as 10.0.0.5 or 10.0.0.0/24");
        }
        return proxies;
    }

    private static void requireFile(Section section, String key, Optional<Path> file) {
        if (file.isPresent() && !Files.isReadable(file.get())) {
            section.problem(key, "cannot be read");
        }
    }

    private Optional<Broker> broker(Section broker) {
        Optional<URI> uri = broker.optionalText(
                "uri",
                "an address such as tcp://host:1883 (tcp, ssl, ws or wss, with port, without password)",
                SiteReader::brokerUri);
        Optional<Credentials> given = credentials.read(broker, "broker");
        TlsFiles tls = tls(broker.section("tls"), uri);
        Duration keepAlive =
                broker.duration("keepAlive", Duration.ofSeconds(1), Duration.ofHours(18), Duration.ofSeconds(30));
        Duration sessionExpiry =
                broker.duration("sessionExpiry", Duration.ofSeconds(0), Duration.ofDays(365), Duration.ofDays(1));
        int framesInFlight = broker.integer("framesInFlight", 1, 65_535, 8);
        if (!broker.has("uri")) {
            List.of("username", "tls", "keepAlive", "sessionExpiry", "framesInFlight").stream()
                    .filter(broker::has)
                    .forEach(key -> broker.problem(key, "means nothing without broker.uri"));
        }
        return uri.map(found -> new Broker(found, given, tls, keepAlive, sessionExpiry, framesInFlight));
    }

    private TlsFiles tls(Section tls, Optional<URI> uri) {
        Optional<Path> authorities = file(tls, "authorities");
        Optional<Path> certificate = file(tls, "certificate");
        Optional<Path> key = file(tls, "key");
        for (String name : List.of("authorities", "certificate", "key")) {
            if (tls.has(name) && uri.filter(SiteReader::encrypted).isEmpty()) {
                tls.problem(name, "means nothing unless broker.uri begins with ssl:// or wss://");
            }
        }
        if (certificate.isPresent() != key.isPresent()) {
            tls.problem(
                    certificate.isPresent() ? "certificate" : "key",
                    "needs its other half: give both, broker.tls.certificate and broker.tls.key");
            return new TlsFiles(authorities, Optional.empty(), Optional.empty());
        }
        TlsFiles files = new TlsFiles(authorities, certificate, key);
        if (uri.filter(SiteReader::encrypted).isPresent()) {
            requireUsable(tls, files);
        }
        return files;
    }

    private static void requireUsable(Section tls, TlsFiles files) {
        try {
            files.context();
        } catch (IOException e) {
            Stream.of("authorities", "certificate", "key")
                    .filter(tls::has)
                    .findFirst()
                    .ifPresent(key -> tls.problem(key, "cannot be used: " + e.getMessage()));
        }
    }

    private Optional<Path> file(Section tls, String key) {
        return tls.optionalText(key, "a path of a PEM file", base::resolve);
    }

    private static boolean encrypted(URI uri) {
        return "ssl".equals(uri.getScheme()) || "wss".equals(uri.getScheme());
    }

    /** @throws IllegalArgumentException when it is no broker's address */
    private static URI brokerUri(String text) {
        URI uri = URI.create(text);
        boolean complete = uri.getScheme() != null && uri.getHost() != null && uri.getPort() > 0;
        if (!complete || !BROKER_SCHEMES.contains(uri.getScheme()) || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("no broker address");
        }
        return uri;
    }

    /** The folder that holds everything that is stored. */
    static Path data(Section storage, Path base) {
        return storage.path("directory", base, "data");
    }

    private Storage storage(Section storage, Section database) {
        Path directory = data(storage, base);
        Optional<Objects> objects = new ObjectsReader(storage.section("objects"), secrets).read();
        Section retention = storage.section("retention");
        return new Storage(
                directory,
                fleets.database(database),
                objects,
                new Retention(
                        retention.integer("inspections", 100, 100_000_000L, 100_000L),
                        retention.duration("age", Duration.ofMinutes(1), Duration.ofDays(3650), Duration.ofDays(30)),
                        retention.size("frames", LEAST_SPACE, MOST_SPACE, new DataSize(20_000_000_000L)),
                        retention.flag("keepLabelled", true),
                        retention.flag("keepLedger", true),
                        retention.duration("every", Duration.ofSeconds(1), Duration.ofDays(1), Duration.ofMinutes(10))),
                backup(storage.section("backup"), directory, database.has("uri"), objects.isPresent()));
    }

    private Backup backup(Section backup, Path data, boolean server, boolean objects) {
        if (server && backup.has("every")) {
            backup.problem("every", "means nothing with storage.database.uri: back up PostgreSQL with its own tools");
        } else if (objects && backup.has("every")) {
            backup.problem(
                    "every",
                    "contradicts storage.objects: a backup holds the data folder, not the bucket; see docs/object-storage.md");
        }
        return new Backup(
                backup.optionalDuration("every", Duration.ofMinutes(1), Duration.ofDays(365)),
                backup.optionalText("directory", "a path", "backups in storage.directory", base::resolve)
                        .orElse(data.resolve("backups")),
                backup.integer("keep", 1, 1_000, 7));
    }

    private static Search search(Section search) {
        return new Search(
                threads(search), search.choice("engine", List.of(Engine.values()), Engine::word, Engine.NATIVE));
    }

    private static Logging log(Section log) {
        return new Logging(
                log.choice("format", List.of("text", "json"), word -> word, "text")
                        .equals("json"),
                log.choice("level", List.of("debug", "info", "warn"), word -> word, "info"));
    }

    private static Telemetry telemetry(Section telemetry) {
        return new Telemetry(
                telemetry.optionalText(
                        "traces", "an address such as http://collector:4317 (http or https)", Forms::web),
                telemetry.choice("protocol", List.of("grpc", "http/protobuf"), word -> word, "grpc"));
    }

    static Optional<Integer> threads(Section section) {
        return section.integer("threads", 1, MOST_THREADS, "every core").map(Math::toIntExact);
    }
}
