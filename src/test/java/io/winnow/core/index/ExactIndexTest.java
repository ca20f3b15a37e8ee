package io.winnow.core.index;

/** The plain-Java oracle keeps the contract. */
class ExactIndexTest extends NearestNeighborIndexContract {
    @Override
    protected IndexFactory factory() {
        return new ExactIndexFactory();
    }

    @Override
    protected IndexSettings settings() {
        return IndexSettings.AUTO;
    }
}
