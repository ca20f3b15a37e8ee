package io.winnow.app.config;

import io.winnow.adapter.mqtt.TlsFiles;
import io.winnow.adapter.storage.RetentionLimits;
import io.winnow.core.access.Role;
import io.winnow.core.model.ArtefactTrust;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code edge-config/site.yaml} says of this machine. {@code docs/configuration.md} explains each key.
 *
 * @param site name of the plant; first part of every topic
 * @param broker where cameras publish; empty where frames come over HTTP alone
 * @param models folder of backbones and of fitted models
 * @param signing who may vouch for a model
 */
public record SiteConfiguration(
        String site,
        Http http,
        Optional<Broker> broker,
        Storage storage,
        Path models,
        Signing signing,
        Inference inference,
        Search search,
        Refit refit,
        Access access,
        Logging log,
        Telemetry telemetry) {

    /**
     * Where the dashboard and the REST interface listen.
     *
     * @param port 0 takes a free one
     * @param tls what makes it HTTPS; empty for HTTP
     * @param trustedProxies addresses or networks whose word on where a request came from is believed
     */
    public record Http(String host, int port, Optional<Tls> tls, List<String> trustedProxies) {
        private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9.]+|\\[?::1]?");

        /** Whether nobody but programs on this machine can reach it. */
        public boolean thisMachineOnly() {
            return isThisMachine(host);
        }

        static boolean isThisMachine(String host) {
            return LOOPBACK.matcher(host).matches();
        }
    }

    /** Files in PEM form: the certificate with its chain, and its private key. */
    public record Tls(Path certificate, Path key) {}

    /**
     * The MQTT broker.
     *
     * @param tls for an encrypted connection
     * @param framesInFlight most frames taken and not yet answered (Receive Maximum)
     */
    public record Broker(
            URI uri,
            Optional<Credentials> credentials,
            TlsFiles tls,
            Duration keepAlive,
            Duration sessionExpiry,
            int framesInFlight) {}

    /**
     * Who may vouch for a model.
     *
     * @param key file of the signing key
     */
    public record Signing(ArtefactTrust trust, Optional<Path> key) {}

    /** Files whose content is nobody else's business. */
    public List<Path> secretFiles() {
        Stream<Optional<Path>> files = Stream.of(
                broker.flatMap(Broker::credentials)
                        .flatMap(given -> given.password().file()),
                broker.flatMap(given -> given.tls().key()),
                http.tls().map(Tls::key),
                signing.key());
        return files.flatMap(Optional::stream).toList();
    }

    /** What a broker asks for on connecting. */
    public record Credentials(String username, Secret password) {}

    /** Where data lies, how much of it is kept, and its backups. */
    public record Storage(Path directory, Retention retention, Backup backup) {}

    /**
     * Backups that the service makes by itself.
     *
     * @param every how often; empty for never
     * @param directory where they are put
     * @param keep how many stay there
     */
    public record Backup(Optional<Duration> every, Path directory, int keep) {}

    /**
     * What is deleted, oldest first. Frames in a training pool always stay.
     *
     * @param inspections most inspections of a station
     * @param age of the oldest inspection
     * @param frames most space that all stored frames take
     * @param keepLabelled whether labelled inspections are exempt
     * @param keepLedger whether frames that a refinement dropped are exempt
     * @param every how often it is seen to
     */
    public record Retention(
            long inspections, Duration age, DataSize frames, boolean keepLabelled, boolean keepLedger, Duration every) {
        /**
         * The same as storage understands it.
         *
         * @param keepEvents whether events that have not left yet stay when their inspections go
         */
        public RetentionLimits limits(boolean keepEvents) {
            return new RetentionLimits(inspections, age, frames.bytes(), keepLabelled, keepLedger, keepEvents);
        }
    }

    /**
     * What runs the backbones.
     *
     * @param threads of one backbone; empty for every core
     * @param providers ONNX Runtime execution providers in the order of preference
     */
    public record Inference(Optional<Integer> threads, List<String> providers) {
        public Inference {
            providers = List.copyOf(providers);
        }
    }

    /**
     * What the service writes about itself.
     *
     * @param json one JSON object a line, for programs, instead of text for people
     * @param level least that is written: debug, info or warn
     */
    public record Logging(boolean json, String level) {}

    /**
     * Who is told of each frame's way.
     *
     * @param traces address of an OpenTelemetry collector (OTLP); empty for nobody
     * @param protocol grpc or http/protobuf
     */
    public record Telemetry(Optional<URI> traces, String protocol) {}

    /**
     * What refits may take.
     *
     * @param memory at the peak; empty for a share of the machine's
     */
    public record Refit(Optional<DataSize> memory) {}

    /**
     * How people stay logged in.
     *
     * @param sessionIdle without touching anything
     * @param sessionLongest in any case
     * @param provider whose signed tokens let in as well
     */
    public record Access(Duration sessionIdle, Duration sessionLongest, Optional<IdentityProvider> provider) {}

    /**
     * Who else vouches for people and machines. One of the two places of its keys is given.
     *
     * @param rolesClaim with dots between levels
     * @param roles which values of that claim mean which role
     */
    public record IdentityProvider(
            String issuer,
            String audience,
            Optional<Path> keysFile,
            Optional<URI> keysUri,
            String nameClaim,
            String rolesClaim,
            Map<Role, List<String>> roles) {
        public IdentityProvider {
            roles = Map.copyOf(roles);
        }
    }

    /**
     * What searches the memory banks.
     *
     * @param threads of one search; empty for every core
     */
    public record Search(Optional<Integer> threads, Engine engine) {}

    /** By what memory banks are searched. */
    public enum Engine {
        /** The native library; without it the service does not start. */
        NATIVE,
        /** Plain Java: the same results, many times slower. */
        JAVA;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
