package io.winnow.core.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.EncodedImage;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of frames keeps to, wherever it keeps them. */
public abstract class FrameStoreContract {
    protected abstract RetainedFrames store();

    /** Puts something else in the place of what is stored. */
    protected abstract void damage(ContentHash hash) throws IOException;

    protected static EncodedImage image(String content) {
        return EncodedImage.adopt(content.getBytes(StandardCharsets.UTF_8));
    }

    protected List<ContentHash> stored() throws IOException {
        List<ContentHash> hashes = new ArrayList<>();
        store().content().forEach(each -> hashes.add(each.hash()));
        return hashes;
    }

    @Test
    void find_whatWasPut_isTheSameBytes() throws IOException {
        store().put(image("frame"));

        assertThat(store().find(Inspections.hash("frame")).orElseThrow().toByteArray())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("frame");
    }

    @Test
    void find_neverStored_isEmpty() throws IOException {
        assertThat(store().find(Inspections.hash("other"))).isEmpty();
    }

    @Test
    void put_sameBytesTwice_storesThemOnce() throws IOException {
        store().put(image("frame"));
        store().put(image("frame"));

        assertThat(stored()).containsExactly(Inspections.hash("frame"));
    }

    @Test
    void forEach_tellsSizeAndTime() throws IOException {
        store().put(image("frame"));

        List<KeptContent.Stored> all = new ArrayList<>();
        store().content().forEach(all::add);

        assertThat(all).singleElement().satisfies(each -> {
            assertThat(each.bytes()).isEqualTo(5);
            assertThat(each.touchedAt())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5));
        });
    }

    @Test
    void delete_presentOrNot_leavesNothing() throws IOException {
        store().put(image("frame"));

        store().delete(Inspections.hash("frame"));
        store().delete(Inspections.hash("frame"));

        assertThat(store().find(Inspections.hash("frame"))).isEmpty();
    }

    @Test
    void find_damaged_isAnErrorThatNamesIt() throws IOException {
        store().put(image("frame"));
        damage(Inspections.hash("frame"));

        assertThatThrownBy(() -> store().find(Inspections.hash("frame")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(Inspections.hash("frame").hex())
                .hasMessageContaining("damaged");
    }

    @Test
    void deleteUntouchedSince_touchedSince_stays() throws IOException {
        store().put(image("frame"));
        Instant now = Instant.now();

        assertThat(store().content().deleteUntouchedSince(Inspections.hash("frame"), now.minusSeconds(60), now))
                .isFalse();
        assertThat(stored()).containsExactly(Inspections.hash("frame"));
    }

    @Test
    void deleteUntouchedSince_untouched_goes() throws IOException {
        store().put(image("frame"));
        Instant later = Instant.now().plusSeconds(60);

        assertThat(store().content().deleteUntouchedSince(Inspections.hash("frame"), later, later))
                .isTrue();
        assertThat(stored()).isEmpty();
        assertThat(store().content().deleteUntouchedSince(Inspections.hash("frame"), later, later))
                .isFalse();
    }

    @Test
    void put_fromManyThreads_storesEach() throws IOException {
        boolean allPut = IntStream.range(0, 40).parallel().allMatch(i -> {
            try {
                EncodedImage image = image("frame " + i % 10);
                store().put(image);
                return store().find(image.hash()).isPresent();
            } catch (IOException e) {
                return false;
            }
        });

        assertThat(allPut).isTrue();
        assertThat(stored()).hasSize(10);
    }
}
