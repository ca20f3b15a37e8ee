package io.winnow.app.config;

import io.winnow.adapter.mqtt.TlsFiles;
import io.winnow.adapter.storage.RetentionLimits;
import io.winnow.core.model.ArtefactTrust;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

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
        ArtefactTrust signing,
        Inference inference,
        Search search,
        Refit refit,
        Access access) {

    /**
     * Where the dashboard and the REST interface listen.
     *
     * @param port 0 takes a free one
     */
    public record Http(String host, int port) {
        private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9.]+|\\[?::1]?");

        /** Whether nobody but programs on this machine can reach it. */
        public boolean thisMachineOnly() {
            return LOOPBACK.matcher(host).matches();
        }
    }

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
     */
    public record Access(Duration sessionIdle, Duration sessionLongest) {}

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
