package io.winnow.core.detector;

class MahalanobisContractTest extends DetectorContractTest {
    @Override
    DetectorTrainer trainer() {
        return new MahalanobisTrainer();
    }
}
