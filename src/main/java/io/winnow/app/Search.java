package io.winnow.app;

import io.winnow.adapter.faiss.FaissIndexFactory;
import io.winnow.adapter.faiss.FaissUnavailableException;
import io.winnow.adapter.faiss.NativeGreedyKCenter;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.core.index.CoresetSampler;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.index.GreedyKCenter;
import io.winnow.core.index.IndexFactory;

/**
 * Which nearest-neighbour search runs: the native one, or plain Java where that cannot be loaded, said loudly. Immutable.
 *
 * @param description for health and people
 * @param fast whether it is the native one
 */
record Search(IndexFactory indexes, CoresetSampler sampler, String description, boolean fast) {
    private static final System.Logger LOG = System.getLogger(Search.class.getName());

    static Search open(SiteConfiguration.Search settings) {
        return settings.engine() == SiteConfiguration.Engine.JAVA
                ? plainJava("configured")
                : open(settings.threads().orElse(Runtime.getRuntime().availableProcessors()));
    }

    private static Search plainJava(String why) {
        return new Search(new ExactIndexFactory(), new GreedyKCenter(), "plain Java, exact (%s)".formatted(why), false);
    }

    static Search open(int threads) {
        try {
            FaissIndexFactory faiss = FaissIndexFactory.load(threads);
            return new Search(faiss, NativeGreedyKCenter.load(threads), faiss.name(), true);
        } catch (FaissUnavailableException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "native search is not available, plain Java searches instead and is many times slower: {0}",
                    e.getMessage());
            return plainJava("native search: " + e.getMessage());
        }
    }

    String name() {
        return indexes.name();
    }
}
