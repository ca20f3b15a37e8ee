package io.winnow.adapter.faiss;

import io.winnow.core.index.IndexFactory;
import io.winnow.core.index.IndexSettings;
import io.winnow.core.index.NearestNeighborIndexContract;

/** The exact native index keeps the contract. */
class FaissFlatTest extends NearestNeighborIndexContract {
    @Override
    protected IndexFactory factory() {
        return Native.factory(2);
    }

    @Override
    protected IndexSettings settings() {
        return IndexSettings.FLAT;
    }
}
