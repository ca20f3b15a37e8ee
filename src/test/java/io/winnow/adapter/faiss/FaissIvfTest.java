package io.winnow.adapter.faiss;

import io.winnow.core.index.IndexFactory;
import io.winnow.core.index.IndexSettings;
import io.winnow.core.index.NearestNeighborIndexContract;

/** Inverted lists, all of which are looked at, keep the contract. */
class FaissIvfTest extends NearestNeighborIndexContract {
    @Override
    protected IndexFactory factory() {
        return Native.factory(2);
    }

    @Override
    protected IndexSettings settings() {
        return IndexSettings.ivfFlat(0, Integer.MAX_VALUE);
    }
}
