package io.winnow.core.detector;

import io.winnow.core.index.ExactIndexFactory;

class SpadeContractTest extends DetectorContractTest {
    @Override
    DetectorTrainer trainer() {
        return new SpadeTrainer(new ExactIndexFactory(), SpadeTrainer.DEFAULT_NEIGHBOURS);
    }
}
