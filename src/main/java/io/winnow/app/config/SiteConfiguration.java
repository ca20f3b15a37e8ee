package io.winnow.app.config;

import io.winnow.adapter.mqtt.TlsFiles;
import io.winnow.adapter.onnx.OnnxSettings.TensorRt;
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
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code edge-config/site.yaml} says of this machine. {@code docs/configuration.md} explains each key.
 *
 * @param site name of the plant; first part of every topic
 * @param broker where cameras publish; empty where frames come over HTTP alone
 * @param fleet whom it belongs to; empty where it is alone
 * @param models folder of backbones and of fitted models
 * @param signing who may vouch for a model
 */
public record SiteConfiguration(
        String site,
        Http http,
        Optional<Broker> broker,
        Storage storage,
        Optional<Fleet> fleet,
        Path models,
        Signing signing,
        Inference inference,
        Search search,
        Refit refit,
        Access access,
        Logging log,
        Telemetry telemetry,
        Remote remote) {

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
                storage.database().flatMap(DatabaseServer::credentials).flatMap(given -> given.password()
                        .file()),
                storage.objects().flatMap(Objects::accessKey).flatMap(Secret::file),
                storage.objects().flatMap(Objects::secretKey).flatMap(Secret::file),
                signing.key());
        return files.flatMap(Optional::stream).toList();
    }

    /** What a broker or a database asks for on connecting. */
    public record Credentials(String username, Secret password) {}

    /**
     * Where data lies, how much of it is kept, and its backups.
     *
     * @param database of a fleet; empty for a file in the directory
     * @param objects where frames, embeddings and the files of models are kept; empty for the directory
     */
    public record Storage(
            Path directory,
            Optional<DatabaseServer> database,
            Optional<Objects> objects,
            Retention retention,
            Backup backup) {}

    /**
     * A PostgreSQL server.
     *
     * @param uri {@code postgresql://host:port/database}, with parameters of the driver
     */
    public record DatabaseServer(URI uri, Optional<Credentials> credentials) {}

    /**
     * Several Winnows that share stations, database and broker.
     *
     * @param group all that share; a part of topics' filters
     * @param member this one, unlike all others of the group
     */
    public record Fleet(String group, String member) {}

    /**
     * S3-compatible object storage.
     *
     * @param uri of the server; empty for Amazon's
     * @param prefix before the name of each object, empty or ending in a slash
     * @param accessKey together with {@code secretKey}; empty for those that the machine, pod or environment has
     * @param pathStyle whether the bucket stands in the path of addresses instead of their host
     * @param cache most bytes of copies on this machine
     * @param timeout for one call with its repetitions
     */
    public record Objects(
            Optional<URI> uri,
            String bucket,
            String region,
            String prefix,
            Optional<Secret> accessKey,
            Optional<Secret> secretKey,
            boolean pathStyle,
            DataSize cache,
            Duration timeout) {}

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
     * @param fallBack what happens where the first of them cannot run a backbone
     * @param device number of the GPU, from 0
     * @param tensorRt how TensorRT builds its engines, where it is among the providers
     */
    public record Inference(
            Optional<Integer> threads, List<String> providers, FallBack fallBack, int device, TensorRt tensorRt) {
        public Inference {
            providers = List.copyOf(providers);
        }
    }

    /** What happens where the preferred execution provider cannot run a backbone; in silence nothing does. */
    public enum FallBack {
        /** The next provider of the list runs it; log, System page, doctor and a metric say so. */
        DEGRADE,
        /** The service does not start. */
        REFUSE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
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
     * How the configuration may be changed from afar.
     *
     * @param ways rest and mqtt; none where nobody may
     */
    public record Remote(Set<String> ways) {
        public Remote {
            ways = Set.copyOf(ways);
        }
    }

    /**
     * What refits may take, and where they run.
     *
     * @param memory at the peak; empty for a share of the machine's
     * @param kubernetes where they run as Jobs; empty for this machine
     */
    public record Refit(Optional<DataSize> memory, Optional<KubernetesRefit> kubernetes) {}

    /**
     * Refits as Jobs of a cluster.
     *
     * @param cpu as Kubernetes writes it
     * @param template YAML file with parts of a Job
     * @param configuration folder in the pod
     * @param deadline after which a Job is ended
     * @param keepFinished how long the cluster keeps a Job that has ended
     */
    public record KubernetesRefit(
            Server server,
            String image,
            Optional<String> serviceAccount,
            Optional<String> cpu,
            Optional<DataSize> memory,
            Optional<Path> template,
            String configuration,
            Duration deadline,
            Duration keepFinished) {
        /** The API server; what is empty is that of the pod that the service runs in. */
        public record Server(
                Optional<URI> uri, Optional<Path> token, Optional<Path> authorities, Optional<String> namespace) {}
    }

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
