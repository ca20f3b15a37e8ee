package io.winnow.core.health;

import static io.winnow.core.health.Health.ATTENTION;
import static io.winnow.core.health.Health.FAILED;
import static io.winnow.core.health.Health.OK;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is made of the state of each part: where it needs attention, and what is to be done then. */
public final class Findings {
    /** Below it nothing can be relied on to be stored. */
    static final long FULL_BYTES = 200_000_000;

    /** Below it, or below a twentieth of the disk, space is to be made. */
    static final long LOW_BYTES = 2_000_000_000;

    private static final double LOW_SHARE = 0.05;

    /** So many events are no hiccup any more. */
    static final long MANY_EVENTS = 500;

    /** A camera that sends nothing for so long is worth a look. */
    static final Duration SILENT = Duration.ofMinutes(5);

    private static final double MUCH_MEMORY = 0.92;
    private static final String NOTHING = "";

    private Findings() {}

    /** There is no broker, and none is wanted. */
    public static Finding noBroker() {
        return Finding.of(OK, "broker.none", "No MQTT broker is configured; frames come over HTTP.", NOTHING, Map.of());
    }

    /** All stations are connected. */
    public static Finding brokerConnected(String uri, int stations) {
        return Finding.of(
                OK,
                "broker.connected",
                "Connected to {uri}. Stations: {stations}.",
                NOTHING,
                Map.of("uri", uri, "stations", stations));
    }

    /** A station is not connected. */
    public static Finding brokerLost(String uri, Instant since, Optional<String> reason) {
        return Finding.of(
                FAILED,
                "broker.lost",
                "Not connected to {uri} since {sinceAt}: {reason}. Frames do not arrive over MQTT; verdicts wait here and leave later.",
                "Start the broker at {uri}, or mend the network to it. The connection then comes back by itself.",
                Map.of("uri", uri, "sinceAt", since.toString(), "reason", reason.orElse("still connecting")));
    }

    /** The database answers. */
    public static Finding database(Duration took) {
        return Finding.of(
                OK,
                "database.works",
                "Reads and writes; a look takes {ms} ms.",
                NOTHING,
                Map.of("ms", took.toMillis()));
    }

    /**
     * The database does not do what it should.
     *
     * @param fault one word, for translations
     */
    public static Finding databaseFault(String fault, String text, String action) {
        return Finding.of(
                FAILED,
                "database." + fault,
                "The database {what}.",
                "{action}",
                Map.of("what", text, "action", action));
    }

    /** How much space is left. */
    public static Finding disk(long usable, long total) {
        Map<String, Object> values = Map.of("usableBytes", usable, "totalBytes", total);
        if (usable < FULL_BYTES) {
            return Finding.of(
                    FAILED,
                    "disk.full",
                    "The disk is full: {usableBytes} of {totalBytes} left. Frames cannot be stored and are not acknowledged.",
                    "Make space now: delete what does not belong to Winnow, or lower storage.retention in site.yaml.",
                    values);
        }
        if (usable < LOW_BYTES || usable < LOW_SHARE * total) {
            return Finding.of(
                    ATTENTION,
                    "disk.low",
                    "{usableBytes} of {totalBytes} left.",
                    "Make space soon, or lower storage.retention in site.yaml.",
                    values);
        }
        return Finding.of(
                OK, "disk.enough", "{usableBytes} of {totalBytes} left, and files can be written.", NOTHING, values);
    }

    /** The object storage does what it should. */
    public static Finding objects(String bucket, Duration took) {
        return Finding.of(
                OK,
                "objects.work",
                "An object was put into {bucket}, read and deleted in {ms} ms.",
                NOTHING,
                Map.of("bucket", bucket, "ms", took.toMillis()));
    }

    /** The object storage does not do what it should. */
    public static Finding objectsFailed(String reason) {
        return Finding.of(
                FAILED,
                "objects.failed",
                "The object storage does not work: {reason}. Frames cannot be stored and are not acknowledged.",
                "Start the storage, mend the network to it, or mend storage.objects in site.yaml. It goes on by itself.",
                Map.of("reason", reason));
    }

    /** The object storage has another time than we do. */
    public static Finding objectsClock(String bucket, Duration ahead) {
        return Finding.of(
                ATTENTION,
                "objects.clock",
                "The clock of {bucket} is {seconds} s ahead of this machine's.",
                "Set up a time server on both: retention compares their times, and signed requests are refused beyond some minutes.",
                Map.of("bucket", bucket, "seconds", ahead.toSeconds()));
    }

    /** The newest frames are there and intact. */
    public static Finding frames(int looked) {
        return looked == 0
                ? Finding.of(OK, "frames.none", "No frame is stored yet.", NOTHING, Map.of())
                : Finding.of(
                        OK,
                        "frames.intact",
                        "The newest frame of each station was read and is intact ({stations}).",
                        NOTHING,
                        Map.of("stations", looked));
    }

    /** A frame that ought to be there is not, or is not what it was. */
    public static Finding framesLost(String frame, String reason) {
        return Finding.of(
                FAILED,
                "frames.lost",
                "Frame {frame} cannot be read: {reason}",
                "Look whether somebody deleted files in the folder frames, and check the disk; put the folder back from a backup.",
                Map.of("frame", frame, "reason", reason));
    }

    /** A model judges. */
    public static Finding serves(String version, long bytes) {
        return Finding.of(
                OK,
                "model.serves",
                "{version} judges; all files of it are there.",
                NOTHING,
                Map.of("version", version, "artefactBytes", bytes));
    }

    /** A model judges that nobody chose. */
    public static Finding standsIn(String version, String reason) {
        return Finding.of(
                ATTENTION,
                "model.standsIn",
                "{version} judges and {reason}",
                "Open Models and choose: roll back to another version, or refit the station.",
                Map.of("version", version, "reason", reason));
    }

    /** A model judges from memory whose files are not what they were. */
    public static Finding filesChanged(String version, String reason) {
        return Finding.of(
                ATTENTION,
                "model.filesChanged",
                "{version} judges from memory, but its files are not what they were: {reason}. It is refused at the next start.",
                "Refit the station, or roll back, before the service is started again.",
                Map.of("version", version, "reason", reason));
    }

    /** No model judges although there is one. */
    public static Finding refused(String reason) {
        return Finding.of(
                FAILED,
                "model.refused",
                "No model judges, all frames are undecided: {reason}",
                "Open Training and refit the station, or put the model's folder back from a backup and start the service again.",
                Map.of("reason", reason));
    }

    /** No model yet. */
    public static Finding collecting(int frames, int target) {
        Map<String, Object> values = Map.of("frames", frames, "target", target);
        return frames < target
                ? Finding.of(
                        OK,
                        "model.collecting",
                        "Collects {frames} of {target} frames, nothing is judged yet.",
                        NOTHING,
                        values)
                : Finding.of(
                        ATTENTION,
                        "model.none",
                        "The pool is full and there is no model.",
                        "Open Training: the first fit may be running; start it where it is not.",
                        values);
    }

    /** What a backbone runs on. */
    public static Finding backbone(Execution execution, String wanted) {
        Map<String, Object> values =
                Map.of("description", execution.description(), "operations", operations(execution), "wanted", wanted);
        boolean elsewhere = execution.operations().keySet().stream()
                .anyMatch(provider -> !provider.toLowerCase(Locale.ROOT).startsWith(wanted));
        return elsewhere
                ? Finding.of(
                        ATTENTION,
                        "backbone.elsewhere",
                        "{wanted} is configured, but operations run elsewhere: {operations} ({description}).",
                        "Install the driver for {wanted}, or take it out of inference.providers in site.yaml; inference.fallBack: refuse lets no start pass like this.",
                        values)
                : Finding.of(
                        OK, "backbone.runs", "Answers; operations run: {operations} ({description}).", NOTHING, values);
    }

    private static String operations(Execution execution) {
        return execution.operations().isEmpty()
                ? "the runtime does not say"
                : String.join(
                        ", ",
                        execution.operations().entrySet().stream()
                                .map(each -> each.getValue() + " on " + each.getKey())
                                .sorted()
                                .toList());
    }

    /** What searches. */
    public static Finding search(String description, boolean fast) {
        Map<String, Object> values = Map.of("description", description);
        return fast
                ? Finding.of(OK, "search.works", "Finds what it should: {description}.", NOTHING, values)
                : Finding.of(
                        ATTENTION,
                        "search.slow",
                        "Plain Java searches instead of the native library, with the same results and slower: {description}.",
                        "Install the libraries that the message names and start the service again.",
                        values);
    }

    /** Events that wait to be published. */
    public static Finding outbox(long waiting, boolean broker) {
        Map<String, Object> values = Map.of("waiting", waiting);
        if (!broker) {
            return Finding.of(
                    OK, "outbox.unused", "There is no broker to tell. Events kept: {waiting}.", NOTHING, values);
        }
        return waiting < MANY_EVENTS
                ? Finding.of(OK, "outbox.flows", "Events that wait to be published: {waiting}.", NOTHING, values)
                : Finding.of(
                        ATTENTION,
                        "outbox.grows",
                        "{waiting} events wait to be published; none is lost.",
                        "See to the connection with the broker; they leave in order once it is back.",
                        values);
    }

    /** Frames cannot be stored. */
    public static Finding notStored(Instant since, String reason, int waiting) {
        return Finding.of(
                FAILED,
                "queue.notStored",
                "Frames cannot be stored since {sinceAt}: {reason}. {waiting} wait here, the others with the broker; none is acknowledged, none is lost.",
                "See to Disk and Database on this page. It goes on by itself as soon as frames can be stored.",
                Map.of("sinceAt", since.toString(), "reason", reason, "waiting", waiting));
    }

    /**
     * Frames that wait to be inspected.
     *
     * @param longest frames in the longest line of a station
     * @param capacity of each line
     */
    public static Finding queue(boolean working, int waiting, int longest, int capacity) {
        Map<String, Object> values = Map.of("waiting", waiting, "longest", longest, "capacity", capacity);
        if (!working) {
            return Finding.of(
                    FAILED,
                    "queue.stopped",
                    "Frames are not worked off any more; {waiting} wait.",
                    "Start the service again. Frames that were not acknowledged come again.",
                    values);
        }
        return longest < capacity
                ? Finding.of(
                        OK,
                        "queue.works",
                        "Frames that wait: {waiting}; of one station at most {longest}, with room for {capacity}.",
                        NOTHING,
                        values)
                : Finding.of(
                        ATTENTION,
                        "queue.full",
                        "All {capacity} places of a station are taken: its camera sends faster than this machine judges.",
                        "Look at the slowest stage below; lower the frame rate, take a smaller backbone, or a faster machine.",
                        values);
    }

    /** How the last job of a machine went. */
    public static Finding noJob() {
        return Finding.of(OK, "jobs.none", "No refit since the start.", NOTHING, Map.of());
    }

    /** A job goes on. */
    public static Finding jobRuns(String station, long percent) {
        return Finding.of(
                OK,
                "jobs.runs",
                "A refit of {station} runs, {percent} % done.",
                NOTHING,
                Map.of("station", station, "percent", percent));
    }

    /** The last job ended well, or was cancelled by a person. */
    public static Finding jobEnded(String station, Instant at) {
        return Finding.of(
                OK,
                "jobs.ended",
                "The last refit, of {station}, ended well.",
                NOTHING,
                Map.of("station", station, "endedAt", at.toString()));
    }

    /** The last job failed. */
    public static Finding jobFailed(String station, String reason) {
        return Finding.of(
                ATTENTION,
                "jobs.failed",
                "The last refit of {station} failed: {reason}. The model in use stays.",
                "Open Training, see to the reason and start the refit again.",
                Map.of("station", station, "reason", reason));
    }

    /** How old things are deleted. */
    public static Finding retention(RetentionStatus status) {
        return status.last()
                .map(run -> run.failure()
                        .map(why -> Finding.of(
                                ATTENTION,
                                "retention.failed",
                                "Old frames could not be deleted: {reason}",
                                "See to the reason; it is tried again by itself.",
                                Map.of("reason", why)))
                        .orElseGet(() -> Finding.of(
                                OK,
                                "retention.ran",
                                "Ran at {ranAt}. Inspections deleted: {deleted}.",
                                NOTHING,
                                Map.of("ranAt", run.at().toString(), "deleted", run.deleted()))))
                .orElseGet(() -> Finding.of(
                        OK,
                        "retention.waits",
                        "Has not run since the start; runs at {nextAt}.",
                        NOTHING,
                        Map.of("nextAt", status.nextAt().toString())));
    }

    /** How old the newest backup is. */
    public static Finding backup(BackupStatus status) {
        if (status.failure().isPresent()) {
            return Finding.of(
                    ATTENTION,
                    "backup.failed",
                    "The last backup was not made: {reason}",
                    "See to the reason: room and rights in storage.backup.directory. It is tried again by itself.",
                    Map.of("reason", status.failure().get()));
        }
        if (status.newest().isPresent()) {
            return Finding.of(
                    OK,
                    "backup.made",
                    "The newest was made at {newestAt}.",
                    NOTHING,
                    Map.of("newestAt", status.newest().get().toString()));
        }
        return status.every().isPresent()
                ? Finding.of(OK, "backup.waits", "None yet; the first is made within a minute.", NOTHING, Map.of())
                : Finding.of(
                        OK,
                        "backup.none",
                        "None. “winnow backup” makes one, storage.backup.every has them made regularly.",
                        NOTHING,
                        Map.of());
    }

    /** How much of its memory the program uses, right after what it could free. */
    public static Finding memory(long used, long most) {
        Map<String, Object> values = Map.of("usedBytes", used, "mostBytes", most);
        return used < MUCH_MEMORY * most
                ? Finding.of(OK, "memory.enough", "{usedBytes} of {mostBytes} in use.", NOTHING, values)
                : Finding.of(
                        ATTENTION,
                        "memory.low",
                        "{usedBytes} of {mostBytes} in use.",
                        "Start the service with more memory (-Xmx), or with fewer stations.",
                        values);
    }

    /** Whether the clock can be believed. */
    public static Finding clock(Optional<ClockWatch.Jump> jump) {
        return jump.map(found -> Finding.of(
                        ATTENTION,
                        "clock.jumped",
                        "The clock jumped by {seconds} s to {jumpedAt}. Nothing is deleted for its age until it has been steady for {hours} h; nothing else depends on it.",
                        "Look whether the time is right, and let a time server keep it (timedatectl shows both).",
                        Map.<String, Object>of(
                                "seconds", found.by().toSeconds(),
                                "jumpedAt", found.at().toString(),
                                "hours", ClockWatch.DOUBT.toHours())))
                .orElseGet(() -> Finding.of(OK, "clock.steady", "Has not jumped within a day.", NOTHING, Map.of()));
    }

    /** When a camera last sent a frame. */
    public static Finding camera(Optional<Instant> last, Instant now) {
        if (last.isEmpty()) {
            return Finding.of(OK, "camera.waits", "No frame since the start.", NOTHING, Map.of());
        }
        Map<String, Object> values = Map.of("lastAt", last.get().toString());
        return last.get().plus(SILENT).isAfter(now)
                ? Finding.of(OK, "camera.sends", "Last frame at {lastAt}.", NOTHING, values)
                : Finding.of(
                        ATTENTION,
                        "camera.silent",
                        "No frame since {lastAt}.",
                        "Where the line should be running: look at the camera, its cable and its trigger.",
                        values);
    }
}
