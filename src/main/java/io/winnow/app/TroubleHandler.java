package io.winnow.app;

import io.winnow.core.health.Advice;
import io.winnow.core.health.Trouble;
import io.winnow.core.health.TroubleLog;
import io.winnow.core.inspection.StorageException;
import io.winnow.core.model.ArtefactException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;

/** Listens to the program's own log: every warning and error becomes trouble that people can read. Thread-safe. */
final class TroubleHandler extends Handler {
    /** By a piece of the name of who logs; the first that fits. */
    private static final List<Map.Entry<String, Advice>> SOURCES = List.of(
            Map.entry("mqtt", Advice.BROKER),
            Map.entry("outbox", Advice.BROKER),
            Map.entry("brokerlink", Advice.BROKER),
            Map.entry("storage", Advice.STORAGE),
            Map.entry("retention", Advice.STORAGE),
            Map.entry("agroal", Advice.STORAGE),
            Map.entry("sqlite", Advice.STORAGE),
            Map.entry("onnx", Advice.BACKBONE),
            Map.entry("backbones", Advice.BACKBONE),
            Map.entry("faiss", Advice.SEARCH),
            Map.entry("app.search", Advice.SEARCH),
            Map.entry("jobrunner", Advice.REFIT),
            Map.entry("refit", Advice.REFIT),
            Map.entry("core.life", Advice.MODEL),
            Map.entry("core.model", Advice.MODEL),
            Map.entry("core.station", Advice.FRAME),
            Map.entry("opencv", Advice.FRAME));

    private final TroubleLog troubles;
    private final Redaction redaction;
    private final List<Station> stations;

    private record Station(String id, Pattern name) {}

    TroubleHandler(TroubleLog troubles, Redaction redaction, List<String> stations) {
        this.troubles = troubles;
        this.redaction = redaction;
        this.stations = stations.stream()
                .map(id -> new Station(id, Pattern.compile("(?<![\\w-])" + Pattern.quote(id) + "(?![\\w-])")))
                .toList();
        setLevel(Level.WARNING);
    }

    /** Listens to everything that is logged from now on. */
    void install() {
        Logger.getLogger("").addHandler(this);
    }

    /** Listens no more. */
    void remove() {
        Logger.getLogger("").removeHandler(this);
    }

    @Override
    public void publish(LogRecord logged) {
        if (!isLoggable(logged)) {
            return;
        }
        String message = redaction.redact(message(logged));
        String source = String.valueOf(logged.getLoggerName());
        troubles.add(
                logged.getLevel().intValue() >= Level.SEVERE.intValue() ? Trouble.Level.ERROR : Trouble.Level.WARNING,
                station(message),
                source.substring(source.lastIndexOf('.') + 1),
                message,
                advice(source, Optional.ofNullable(logged.getThrown())),
                logged.getInstant());
    }

    private static String message(LogRecord logged) {
        String text = logged instanceof ExtLogRecord extended
                ? extended.getFormattedMessage()
                : String.valueOf(logged.getMessage());
        Throwable root = logged.getThrown();
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        String why = root == null ? "" : root.getMessage() == null ? root.toString() : root.getMessage();
        return why.isEmpty() || text.contains(why) ? text : text + ": " + why;
    }

    private Optional<String> station(String message) {
        return stations.stream()
                .filter(each -> each.name().matcher(message).find())
                .map(Station::id)
                .findFirst();
    }

    /** What was thrown says more than who caught it. */
    private static Advice advice(String source, Optional<Throwable> thrown) {
        for (Throwable cause = thrown.orElse(null); cause != null; cause = cause.getCause()) {
            if (cause instanceof StorageException || cause instanceof SQLException) {
                return Advice.STORAGE;
            }
            if (cause instanceof ArtefactException) {
                return Advice.MODEL;
            }
        }
        String name = source.toLowerCase(Locale.ROOT);
        return SOURCES.stream()
                .filter(each -> name.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(
                        () -> thrown.filter(IOException.class::isInstance).isPresent() ? Advice.STORAGE : Advice.OTHER);
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        // Holds nothing open.
    }
}
