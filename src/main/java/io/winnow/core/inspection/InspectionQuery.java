package io.winnow.core.inspection;

import java.util.Optional;

/**
 * Which inspections to list, newest first.
 *
 * @param before only those with a lower id: the cursor of the next page
 * @param verdict only those with this verdict word
 * @param labelled only those with a label (true) or without (false)
 * @param limit 1 to 1000
 */
public record InspectionQuery(
        StationId station,
        Optional<InspectionId> before,
        Optional<String> verdict,
        Optional<Boolean> labelled,
        int limit) {
    public InspectionQuery {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit = %d must be 1 to 1000".formatted(limit));
        }
        verdict.ifPresent(word -> {
            if (!word.equals("pass") && !word.equals("reject") && !word.equals("undecided")) {
                throw new IllegalArgumentException(
                        "verdict = '%.20s' must be pass, reject or undecided".formatted(word));
            }
        });
    }

    /** The newest inspections of a station. */
    public static InspectionQuery newest(StationId station, int limit) {
        return new InspectionQuery(station, Optional.empty(), Optional.empty(), Optional.empty(), limit);
    }
}
