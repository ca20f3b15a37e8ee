package io.winnow.adapter.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some items of a list.
 *
 * @param next cursor of the following page, null on the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {
    public static <T> Page<T> of(List<T> items) {
        return new Page<>(items, null);
    }
}
