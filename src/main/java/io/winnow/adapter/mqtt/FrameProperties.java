package io.winnow.adapter.mqtt;

import io.winnow.core.camera.FrameNote;
import io.winnow.core.camera.FrameNote.Kind;
import io.winnow.core.camera.PrintableText;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a camera says about a frame in its user properties, made sane: whatever is missing, malformed or absurd is replaced,
 * and the notes tell so without repeating hostile text.
 */
record FrameProperties(
        FrameId id,
        Instant capturedAt,
        Optional<String> partId,
        Optional<String> trigger,
        Optional<String> setting,
        List<FrameNote> notes) {
    static final String FRAME_ID = "frame-id";
    static final String CAPTURED_AT = "captured-at";
    static final String PART_ID = "part-id";
    static final String TRIGGER = "trigger";
    static final String CAMERA_SETTING = "camera-setting";

    private static final Duration OLDEST = Duration.ofDays(30);
    private static final Duration MOST_AHEAD = Duration.ofMinutes(5);
    private static final Pattern EPOCH_MILLIS = Pattern.compile("[0-9]{1,15}");
    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    FrameProperties {
        notes = List.copyOf(notes);
    }

    /**
     * Reads the properties; never throws, whatever they hold.
     *
     * @param given names and values as they came, in order; of a repeated name the first counts
     */
    static FrameProperties read(List<Map.Entry<String, String>> given, ContentHash content, Instant arrivedAt) {
        List<FrameNote> notes = new ArrayList<>();
        FrameId id = frameId(first(given, FRAME_ID, notes), content, arrivedAt, notes);
        Instant capturedAt = capturedAt(first(given, CAPTURED_AT, notes), arrivedAt, notes);
        Optional<String> partId = text(PART_ID, first(given, PART_ID, notes), notes);
        Optional<String> trigger = text(TRIGGER, first(given, TRIGGER, notes), notes);
        Optional<String> setting = text(CAMERA_SETTING, first(given, CAMERA_SETTING, notes), notes);
        return new FrameProperties(id, capturedAt, partId, trigger, setting, notes);
    }

    private static Optional<String> first(List<Map.Entry<String, String>> given, String name, List<FrameNote> notes) {
        List<String> values = given.stream()
                .filter(property -> property.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
        if (values.size() > 1) {
            notes.add(new FrameNote(
                    name, Kind.REPEATED, "%s was given %d times, the first counts".formatted(name, values.size())));
        }
        return values.stream().findFirst();
    }

    /** The frame that the properties name, where they name one well. */
    static Optional<FrameId> givenId(List<Map.Entry<String, String>> given) {
        try {
            return first(given, FRAME_ID, new ArrayList<>()).map(FrameId::new);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A short text for people, where the properties hold a usable one. */
    static Optional<String> givenText(List<Map.Entry<String, String>> given, String name) {
        List<FrameNote> ignored = new ArrayList<>();
        return text(name, first(given, name, ignored), ignored);
    }

    private static FrameId frameId(
            Optional<String> value, ContentHash content, Instant arrivedAt, List<FrameNote> notes) {
        if (value.isPresent()) {
            try {
                return new FrameId(value.get());
            } catch (IllegalArgumentException e) {
                notes.add(new FrameNote(
                        FRAME_ID,
                        Kind.MALFORMED,
                        "frame-id was not 1 to 128 letters, digits or . _ : -, made from arrival and content"));
            }
        } else {
            notes.add(new FrameNote(FRAME_ID, Kind.MISSING, "frame-id was missing, made from arrival and content"));
        }
        return new FrameId(COMPACT.format(arrivedAt) + "-" + content.hex().substring(0, 16));
    }

    private static Instant capturedAt(Optional<String> value, Instant arrivedAt, List<FrameNote> notes) {
        if (value.isEmpty()) {
            notes.add(new FrameNote(CAPTURED_AT, Kind.MISSING, "captured-at was missing, the arrival counts"));
            return arrivedAt;
        }
        Optional<Instant> read = instant(value.get());
        if (read.isEmpty()) {
            notes.add(new FrameNote(
                    CAPTURED_AT,
                    Kind.MALFORMED,
                    "captured-at was neither ISO-8601 with offset nor epoch milliseconds, the arrival counts"));
            return arrivedAt;
        }
        if (read.get().isBefore(arrivedAt.minus(OLDEST)) || read.get().isAfter(arrivedAt.plus(MOST_AHEAD))) {
            notes.add(new FrameNote(
                    CAPTURED_AT,
                    Kind.ABSURD,
                    "captured-at %s was over 30 days before or 5 minutes after the arrival, the arrival counts"
                            .formatted(read.get())));
            return arrivedAt;
        }
        return read.get();
    }

    private static Optional<Instant> instant(String value) {
        if (EPOCH_MILLIS.matcher(value).matches()) {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(value)));
        }
        if (value.length() > 64) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(String name, Optional<String> value, List<FrameNote> notes) {
        if (value.isEmpty()) {
            return value;
        }
        String printable = PrintableText.of(value.get());
        if (printable.length() != value.get().length()) {
            notes.add(new FrameNote(
                    name, Kind.UNPRINTABLE, name + " held characters that cannot be printed, they were removed"));
        }
        String text = printable.strip();
        if (text.isEmpty()) {
            notes.add(new FrameNote(name, Kind.MISSING, name + " was empty"));
            return Optional.empty();
        }
        if (text.codePointCount(0, text.length()) > PrintableText.LONGEST) {
            notes.add(new FrameNote(
                    name,
                    Kind.TOO_LONG,
                    "%s was longer than %d characters, it was cut".formatted(name, PrintableText.LONGEST)));
            text = text.substring(0, text.offsetByCodePoints(0, PrintableText.LONGEST));
        }
        return Optional.of(text);
    }
}
