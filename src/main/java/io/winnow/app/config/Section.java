package io.winnow.app.config;

import io.winnow.app.config.Yaml.Kind;
import io.winnow.app.config.Yaml.Mapping;
import io.winnow.app.config.Yaml.Scalar;
import io.winnow.app.config.Yaml.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The keys below one key of a file. Each method asks for one key: it notes that the key exists, and reports the value where it
 * breaks the rule. A value that is absent or wrong reads as the fallback, so that reading goes on to the next problem.
 */
final class Section {
    /** Stands in the place of a default for keys that must be there. */
    static final String REQUIRED = "required";

    /** Stands in the place of a default for keys that may be left out. */
    static final String NONE = "none";

    private static final int LONGEST_SHOWN = 60;

    private final ConfigFile file;
    private final String prefix;
    private final int line;
    private final Mapping mapping;
    private final Set<String> known = new LinkedHashSet<>();
    private final Map<String, Section> sections = new HashMap<>();

    Section(ConfigFile file, String prefix, int line, Mapping mapping) {
        this.file = file;
        this.prefix = prefix;
        this.line = line;
        this.mapping = mapping;
    }

    /** Path of the key that it stands below; empty for a whole file. */
    String path() {
        return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }

    /** The keys below a key; none where it is absent. */
    Section section(String key) {
        // Whoever asks again gets the same one: it knows which keys were asked for.
        Section below = sections.get(key);
        if (below == null) {
            below = open(key);
            sections.put(key, below);
        }
        return below;
    }

    private Section open(String key) {
        known.add(key);
        Value value = mapping.values().get(key);
        if (value instanceof Mapping below) {
            return file.add(new Section(file, prefix + key + ".", line(key), below));
        }
        if (value != null && !(value instanceof Scalar scalar && scalar.kind() == Kind.NOTHING)) {
            problem(key, "must hold keys and values");
        }
        return file.add(new Section(file, prefix + key + ".", line(key), Mapping.EMPTY));
    }

    /** Text that has to be there. {@code form} says what {@code parse} accepts; it refuses by an IllegalArgumentException. */
    <T> Optional<T> requiredText(String key, String form, Function<String, T> parse) {
        return required(key, form, text(key, new KeyType.Text(false), form, REQUIRED, parse));
    }

    /** A name that has to be there. */
    Optional<String> requiredName(String key) {
        KeyType type = new KeyType.Patterned(Names.ALLOWED);
        return required(key, Names.FORM, text(key, type, Names.FORM, REQUIRED, Names::require));
    }

    private <T> Optional<T> required(String key, String form, Optional<T> value) {
        if (!has(key)) {
            file.problem(line, "%s%s is missing: must be %s".formatted(prefix, key, form));
        }
        return value;
    }

    /** Text that may be absent. */
    <T> Optional<T> optionalText(String key, String form, Function<String, T> parse) {
        return text(key, new KeyType.Text(false), form, NONE, parse);
    }

    /** Text that may be absent; {@code absent} says what then holds. */
    <T> Optional<T> optionalText(String key, String form, String absent, Function<String, T> parse) {
        return text(key, new KeyType.Text(false), form, absent, parse);
    }

    /** Text with a default. */
    String text(String key, String form, String fallback) {
        return literal(key, form, fallback, Function.identity()).orElse(fallback);
    }

    /** A path, relative ones to be understood from {@code base}. */
    Path path(String key, Path base, String fallback) {
        return literal(key, "a path", fallback, base::resolve).orElse(base.resolve(fallback));
    }

    private <T> Optional<T> literal(String key, String form, String fallback, Function<String, T> parse) {
        return text(key, new KeyType.Text(true), form, fallback, parse);
    }

    /** One of several words. */
    <T> T choice(String key, Collection<T> choices, Function<T, String> word, T fallback) {
        List<String> words = choices.stream().map(word).toList();
        String form = "one of " + String.join(", ", words);
        return this.<T>read(key, new KeyType.Choice(words), form, word.apply(fallback), scalar -> choices.stream()
                        .filter(choice -> word.apply(choice).equals(scalar.text()))
                        .findFirst())
                .orElse(fallback);
    }

    boolean flag(String key, boolean fallback) {
        return read(
                        key,
                        new KeyType.Flag(),
                        "true or false",
                        Boolean.toString(fallback),
                        scalar -> scalar.kind() == Kind.BOOLEAN
                                ? Optional.of(scalar.text().equals("true"))
                                : Optional.empty())
                .orElse(fallback);
    }

    int integer(String key, int least, int most, int fallback) {
        return (int) integer(key, (long) least, most, fallback);
    }

    long integer(String key, long least, long most, long fallback) {
        return integer(key, least, most, Long.toString(fallback)).orElse(fallback);
    }

    /** An integer that stands for something else where it is absent; {@code absent} says for what. */
    Optional<Long> integer(String key, long least, long most, String absent) {
        String form = "an integer %d to %d".formatted(least, most);
        return read(key, new KeyType.Whole(least, most), form, absent, scalar -> wholeNumber(scalar)
                .filter(value -> value >= least && value <= most));
    }

    double number(String key, Range range, double fallback) {
        return number(key, range, Range.plain(fallback)).orElse(fallback);
    }

    /** A number that may be absent. */
    Optional<Double> optionalNumber(String key, Range range) {
        return number(key, range, NONE);
    }

    private Optional<Double> number(String key, Range range, String absent) {
        return read(key, new KeyType.Real(range), "a number " + range, absent, scalar -> realNumber(scalar)
                .filter(range::contains));
    }

    Duration duration(String key, Duration least, Duration most, Duration fallback) {
        return duration(key, least, most, Durations.format(fallback)).orElse(fallback);
    }

    DataSize size(String key, DataSize least, DataSize most, DataSize fallback) {
        return size(key, least, most, fallback.toString()).orElse(fallback);
    }

    /** A size that stands for something else where it is absent; {@code absent} says for what. */
    Optional<DataSize> size(String key, DataSize least, DataSize most, String absent) {
        String form = "a data size %s to %s".formatted(least, most);
        return read(key, new KeyType.Size(least, most), form, absent, scalar -> DataSize.parse(scalar.text())
                .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0));
    }

    /** A duration that may be absent. */
    Optional<Duration> optionalDuration(String key, Duration least, Duration most) {
        return duration(key, least, most, NONE);
    }

    private Optional<Duration> duration(String key, Duration least, Duration most, String absent) {
        String form = "a duration %s to %s".formatted(Durations.format(least), Durations.format(most));
        return read(key, new KeyType.Span(least, most), form, absent, scalar -> Durations.parse(scalar.text())
                .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0));
    }

    /** A list of at least one out of several words, each at most once. */
    List<String> words(String key, List<String> allowed, List<String> fallback) {
        return words(key, allowed, fallback, 1);
    }

    /** A list of some or none out of several words, each at most once. */
    List<String> wordsOrNone(String key, List<String> allowed, List<String> fallback) {
        return words(key, allowed, fallback, 0);
    }

    private List<String> words(String key, List<String> allowed, List<String> fallback, int least) {
        String form = "a list of %s%s".formatted(String.join(", ", allowed), least == 0 ? ", or []" : "");
        note(key, new KeyType.Words(allowed, least), form, "[" + String.join(", ", fallback) + "]");
        Value value = mapping.values().get(key);
        if (value == null) {
            return fallback;
        }
        List<String> words = new ArrayList<>();
        if (value instanceof Yaml.Sequence sequence) {
            sequence.values().forEach(each -> words.add(each instanceof Scalar scalar ? scalar.text() : ""));
        }
        if (!(value instanceof Yaml.Sequence)
                || words.size() < least
                || !Set.copyOf(allowed).containsAll(words)
                || Set.copyOf(words).size() < words.size()) {
            problem(key, "must be " + form + ", each at most once");
            return fallback;
        }
        return words;
    }

    /** A list of texts that may be absent. */
    List<String> texts(String key) {
        note(key, new KeyType.Texts(), "a list of texts", "[]");
        Value value = mapping.values().get(key);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (value instanceof Yaml.Sequence sequence) {
            sequence.values().forEach(each -> texts.add(each instanceof Scalar scalar ? scalar.text() : ""));
        }
        if (texts.isEmpty() || texts.stream().anyMatch(String::isBlank)) {
            problem(key, "must be a list of texts");
            return List.of();
        }
        return List.copyOf(texts);
    }

    /** Whether the file holds the key. */
    boolean has(String key) {
        return mapping.values().containsKey(key);
    }

    /** Makes something out of values that may contradict each other; its IllegalArgumentException is the problem. */
    <T> Optional<T> build(Supplier<T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (IllegalArgumentException e) {
            file.problem(line, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Reports the value of a key. */
    void problem(String key, String rule) {
        Value value = mapping.values().get(key);
        String shown =
                value instanceof Scalar scalar && scalar.kind() != Kind.NOTHING ? " = " + shorten(scalar.text()) : "";
        file.problem(line(key), "%s%s%s: %s".formatted(prefix, key, shown, rule));
    }

    /** Without the values: a misspelt key may hold a password. */
    void refuseUnknownKeys() {
        mapping.values().keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> file.problem(
                        line(key),
                        "%s%s: unknown key%s; known here are %s"
                                .formatted(
                                        prefix,
                                        key,
                                        Spelling.nearest(key, known)
                                                .map(", did you mean %s?"::formatted)
                                                .orElse(""),
                                        String.join(", ", known))));
    }

    private <T> Optional<T> text(String key, KeyType type, String form, String absent, Function<String, T> parse) {
        return read(key, type, form, absent, scalar -> {
            if (scalar.text().isBlank()) { // a key without a value
                return Optional.empty();
            }
            try {
                return Optional.of(parse.apply(scalar.text()));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    private <T> Optional<T> read(
            String key, KeyType type, String form, String absent, Function<Scalar, Optional<T>> reader) {
        note(key, type, form, absent);
        Value value = mapping.values().get(key);
        if (value == null) {
            return Optional.empty();
        }
        Optional<T> read = value instanceof Scalar scalar ? reader.apply(scalar) : Optional.empty();
        if (read.isEmpty()) {
            problem(key, "must be " + form);
        }
        return read;
    }

    private void note(String key, KeyType type, String form, String absent) {
        known.add(key);
        file.add(new Key(prefix + key, type, form, absent));
    }

    private static Optional<Long> wholeNumber(Scalar scalar) {
        try {
            return scalar.kind() == Kind.INTEGER
                    ? Optional.of(Long.valueOf(scalar.text().replace("_", "")))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Double> realNumber(Scalar scalar) {
        try {
            return scalar.kind() == Kind.INTEGER || scalar.kind() == Kind.NUMBER
                    ? Optional.of(Double.valueOf(scalar.text().replace("_", "")))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private int line(String key) {
        return mapping.lines().getOrDefault(key, line);
    }

    /** Fit for a message: neither long nor with what may be a password in an address. */
    private static String shorten(String text) {
        String open = text.replaceAll("//[^/@]*@", "//***@").replaceAll("(?i)(password=)[^&]*", "$1***");
        return open.length() <= LONGEST_SHOWN ? open : open.substring(0, LONGEST_SHOWN) + "...";
    }
}
