package io.winnow.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class IndexDescriptionTest {
    @Test
    void recall_ofMeasuredLists_isWhatWasWritten() {
        String text = IndexDescription.ofLists("faiss IVFFlat", 507, 16, OptionalDouble.of(0.9941));
        assertThat(text).isEqualTo("faiss IVFFlat nlist=507 nprobe=16 recall@1=0.994");
        assertThat(IndexDescription.recall(text)).hasValue(0.994);
    }

    @Test
    void recall_ofListsThatNobodyMeasured_isUnknown() {
        String text = IndexDescription.ofLists("faiss IVFFlat", 507, 16, OptionalDouble.empty());
        assertThat(text).isEqualTo("faiss IVFFlat nlist=507 nprobe=16");
        assertThat(IndexDescription.recall(text)).isEmpty();
    }

    @Test
    void recall_ofExactIndex_isOne() {
        assertThat(IndexDescription.recall("faiss Flat")).hasValue(1);
        assertThat(IndexDescription.recall("exact (Java)")).hasValue(1);
    }
}
