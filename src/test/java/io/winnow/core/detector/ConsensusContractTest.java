package io.winnow.core.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.Progress;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConsensusContractTest extends DetectorContractTest {
    private static final int BANKS = 5;

    @Override
    DetectorTrainer trainer() {
        return new ConsensusTrainer(PatchCoreTest.trainer(PatchCoreSettings.DEFAULT), BANKS);
    }

    /** One image more moves every later one to another bank. */
    @Override
    double tolerance() {
        return 0.1;
    }

    @Test
    void detect_defectThatRepeatsInTheMinorityOfBanks_standsOutMoreThanInOneBank() {
        PatchEmbeddings defect = Pools.defective(new Random(1), 2);
        List<PatchEmbeddings> images = new ArrayList<>();
        PoolEmbeddings normal = Pools.normal(22, 2);
        for (int image = 0; image < normal.size(); image++) {
            images.add(normal.patches(image));
        }
        images.add(Pools.defective(new Random(3), 2));
        images.add(Pools.defective(new Random(4), 2));
        PoolEmbeddings polluted = PoolEmbeddings.of(images);
        DetectorTrainer oneBank = PatchCoreTest.trainer(PatchCoreSettings.DEFAULT.withNeighbours(1));
        try (AnomalyDetector one = oneBank.fit(polluted, 0, Progress.NONE);
                AnomalyDetector many = trainer().fit(polluted, 0, Progress.NONE)) {
            assertThat(one.detect(defect).map().at(1, 0)).isZero();
            assertThat(many.detect(defect).map().at(1, 0)).isGreaterThan(20);
        }
    }

    @Test
    void fit_smallPool_hasOneBankForThreeImages() {
        try (AnomalyDetector detector = trainer().fit(Pools.normal(2, 1), 0, Progress.NONE);
                AnomalyDetector bank =
                        PatchCoreTest.trainer(PatchCoreSettings.DEFAULT).fit(Pools.normal(2, 1), 0, Progress.NONE)) {
            PatchEmbeddings image = Pools.image(new Random(5));
            assertThat(detector.score(image)).isEqualTo(bank.score(image));
        }
    }
}
