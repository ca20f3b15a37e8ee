package io.winnow.core.detector;

class PatchCoreContractTest extends DetectorContractTest {
    @Override
    DetectorTrainer trainer() {
        return PatchCoreTest.trainer(PatchCoreSettings.DEFAULT);
    }
}
