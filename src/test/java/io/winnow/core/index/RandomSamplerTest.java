package io.winnow.core.index;

/** Random choice keeps the contract. */
class RandomSamplerTest extends CoresetSamplerContract {
    @Override
    protected CoresetSampler sampler() {
        return new RandomSampler();
    }
}
