package io.winnow.core.pool;

import io.winnow.core.model.Origin;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How a pool stands.
 *
 * @param frames in it
 * @param bytes of their images and embeddings
 * @param rules that it is kept by
 * @param confirmed frames that an operator says are normal
 * @param byOrigin how the frames came
 * @param byShift frames of each shift that contributed after the first fit, by the shift's beginning
 * @param since when the counts below begin: the start of the service
 * @param entered frames that entered after the first fit
 * @param refused frames that did not enter, by reason
 * @param left frames that left, by reason
 * @param lastEntered when the newest frame came
 */
public record PoolStatus(
        int frames,
        long bytes,
        PoolRules rules,
        int confirmed,
        Map<Origin, Integer> byOrigin,
        Map<String, Integer> byShift,
        Instant since,
        long entered,
        Map<Refusal, Long> refused,
        Map<Refusal, Long> left,
        Optional<Instant> lastEntered) {
    public PoolStatus {
        byOrigin = Map.copyOf(byOrigin);
        byShift = Map.copyOf(byShift);
        refused = Map.copyOf(refused);
        left = Map.copyOf(left);
    }
}
