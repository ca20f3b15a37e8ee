package io.winnow.core.bench;

import io.winnow.core.dataset.Dataset;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.image.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What all pools of one category and one backbone share.
 *
 * @param embedding all that embeddings depend on beside the image
 * @param place category and backbone, for people
 */
record StudyContext(
        BenchPlan plan,
        Dataset dataset,
        BackboneManifest backbone,
        String embedding,
        String place,
        CategoryImages images,
        Methods methods,
        OutcomeCache cache,
        Judge judge,
        Schedule schedule) {
    /** Changes whenever the same cell would come out differently, so that outcomes of older versions are not used. */
    private static final int RESULTS_VERSION = 1;

    /** Where outcomes of a task are kept: a hash of the task and of all that every task depends on. */
    String cacheKey(String task) throws IOException {
        String all = "results %d, %s, dataset %s, %s: %s"
                .formatted(RESULTS_VERSION, methods.version(), images.content(), embedding, task);
        return ContentHash.of(ByteBuffer.wrap(all.getBytes(StandardCharsets.UTF_8)))
                .hex();
    }

    /** A kind of step in this category with this backbone. */
    Schedule.Kind kind(String work) {
        return new Schedule.Kind(work, place);
    }
}
