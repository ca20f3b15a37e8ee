package io.winnow.core.bench;

import java.util.List;

/**
 * What a strategy did to one training pool; stored in the cache.
 *
 * @param dropped names of the dropped images, most suspicious first
 * @param droppedPatches patches left out of images that were kept
 * @param seconds that it took
 */
public record RefinementOutcome(List<String> dropped, long droppedPatches, double seconds) {
    public RefinementOutcome {
        dropped = List.copyOf(dropped);
    }
}
