package io.winnow.core.index;

import io.winnow.core.Progress;

/** The plain-Java selection keeps the contract. */
class GreedyKCenterTest extends GreedyKCenterContract {
    @Override
    protected CoresetSampler sampler() {
        return new GreedyKCenter();
    }

    @Override
    protected int[] sampleFrom(FloatMatrix candidates, int size, int start) {
        return new GreedyKCenter().sampleFrom(candidates, size, start, Progress.NONE);
    }
}
