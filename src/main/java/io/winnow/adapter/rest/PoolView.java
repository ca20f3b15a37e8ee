package io.winnow.adapter.rest;

import io.winnow.core.pool.PoolStatus;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a station's pool stands, as clients see it; counts by reason begin with the service. */
public record PoolView(
        int frames,
        int mostFrames,
        long bytes,
        long mostBytes,
        double share,
        int confirmed,
        Map<String, Integer> byOrigin,
        Map<String, Integer> byShift,
        Instant since,
        long entered,
        Map<String, Long> refused,
        Map<String, Long> left,
        @Nullable Instant lastEntered) {
    static PoolView of(PoolStatus status) {
        return new PoolView(
                status.frames(),
                status.rules().frames(),
                status.bytes(),
                status.rules().bytes(),
                status.rules().share(),
                status.confirmed(),
                words(status.byOrigin()),
                new TreeMap<>(status.byShift()),
                status.since(),
                status.entered(),
                words(status.refused()),
                words(status.left()),
                status.lastEntered().orElse(null));
    }

    private static <T> Map<String, T> words(Map<? extends Enum<?>, T> counts) {
        Map<String, T> words = new TreeMap<>();
        counts.forEach((key, count) -> words.put(key.name().toLowerCase(Locale.ROOT), count));
        return words;
    }
}
