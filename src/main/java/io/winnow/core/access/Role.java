package io.winnow.core.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What somebody may do. Each role may do what those before it may. */
public enum Role {
    /** Looks. */
    VIEWER,
    /** Also labels, confirms, marks, and decides about dropped frames. */
    OPERATOR,
    /** Also fits, promotes, sets thresholds, exports and imports. */
    ENGINEER,
    /** Also decides who may enter, and reads the audit log. */
    ADMIN;

    /** As it is written in requests, files and the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it may do what the other may. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** The words of this role and of all that it includes. */
    public Set<String> words() {
        return Arrays.stream(values()).filter(this::includes).map(Role::word).collect(Collectors.toUnmodifiableSet());
    }

    /** All words, from the least to the most. */
    public static List<String> all() {
        return Arrays.stream(values()).map(Role::word).toList();
    }

    /** @throws IllegalArgumentException when there is no such role */
    public static Role parse(String word) {
        return Arrays.stream(values())
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "role = '%.30s' must be one of %s".formatted(word, String.join(", ", all()))));
    }
}
