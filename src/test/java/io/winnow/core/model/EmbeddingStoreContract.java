package io.winnow.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.index.FloatMatrix;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of embeddings keeps to, wherever it keeps them. */
public abstract class EmbeddingStoreContract {
    protected static final ContentHash RECIPE = Inspections.hash("recipe");
    protected static final ContentHash IMAGE = Inspections.hash("image");

    /** Half of the distance between neighbouring halves, relative to their size. */
    private static final double HALF_PRECISION = 0x1p-11;

    protected abstract RetainedEmbeddings store();

    /** Puts something else in the place of what is stored, copies included. */
    protected abstract void damage(ContentHash recipe, ContentHash image) throws IOException;

    /** 3 x 2 patches of 5 columns in two levels, values of about the given size. */
    protected static PatchEmbeddings embeddings(float size) {
        Random random = new Random(1);
        float[][] rows = new float[6][5];
        for (float[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                row[column] = size * (0.5f + random.nextFloat()) * (random.nextBoolean() ? 1 : -1);
            }
        }
        return new PatchEmbeddings(3, 2, List.of(3, 2), FloatMatrix.copyOf(rows));
    }

    protected static float[] values(PatchEmbeddings embeddings) {
        float[] values = new float[embeddings.patches() * embeddings.dimension()];
        embeddings.vectors().values().get(values);
        return values;
    }

    @ParameterizedTest
    @ValueSource(floats = {0.01f, 40_000, 1e12f, 3e37f})
    void find_whatWasPut_isTheSameToHalfPrecision(float size) throws IOException {
        PatchEmbeddings put = embeddings(size);
        store().put(RECIPE, IMAGE, put);

        PatchEmbeddings found = store().find(RECIPE, IMAGE).orElseThrow();

        assertThat(found.gridHeight()).isEqualTo(3);
        assertThat(found.gridWidth()).isEqualTo(2);
        assertThat(found.levels()).containsExactly(3, 2);
        float[] expected = values(put);
        float[] actual = values(found);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i] / expected[i]).isCloseTo(1, within(HALF_PRECISION));
        }
    }

    @Test
    void find_otherRecipeOrImage_isEmpty() throws IOException {
        store().put(RECIPE, IMAGE, embeddings(1));

        assertThat(store().find(Inspections.hash("other recipe"), IMAGE)).isEmpty();
        assertThat(store().find(RECIPE, Inspections.hash("other image"))).isEmpty();
    }

    @Test
    void find_damaged_isEmptyUntilPutAgain() throws IOException {
        store().put(RECIPE, IMAGE, embeddings(1));
        damage(RECIPE, IMAGE);
        assertThat(store().find(RECIPE, IMAGE)).isEmpty();

        store().put(RECIPE, IMAGE, embeddings(1));

        assertThat(store().find(RECIPE, IMAGE)).isPresent();
    }

    @Test
    void put_notANumber_isRefused() {
        PatchEmbeddings broken =
                new PatchEmbeddings(1, 1, List.of(2), FloatMatrix.copyOf(new float[][] {{1, Float.NaN}}));

        assertThatThrownBy(() -> store().put(RECIPE, IMAGE, broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 0, column 1");
    }

    @Test
    void delete_presentOrNot_leavesNothing() throws IOException {
        store().put(RECIPE, IMAGE, embeddings(1));

        store().delete(RECIPE, IMAGE);
        store().delete(RECIPE, IMAGE);

        assertThat(store().find(RECIPE, IMAGE)).isEmpty();
    }

    @Test
    void recipes_andContent_tellWhatIsThere() throws IOException {
        ContentHash other = Inspections.hash("other recipe");
        store().put(RECIPE, IMAGE, embeddings(1));
        store().put(other, Inspections.hash("one"), embeddings(1));
        store().put(other, Inspections.hash("two"), embeddings(1));

        assertThat(store().recipes()).containsExactlyInAnyOrder(RECIPE, other);
        List<ContentHash> images = new ArrayList<>();
        store().content(other).forEach(each -> images.add(each.hash()));
        assertThat(images).containsExactlyInAnyOrder(Inspections.hash("one"), Inspections.hash("two"));
    }

    @Test
    void deleteUntouchedSince_untouched_goes() throws IOException {
        store().put(RECIPE, IMAGE, embeddings(1));
        Instant later = Instant.now().plusSeconds(60);

        assertThat(store().content(RECIPE).deleteUntouchedSince(IMAGE, later.minusSeconds(120), Instant.now()))
                .isFalse();
        assertThat(store().content(RECIPE).deleteUntouchedSince(IMAGE, later, later))
                .isTrue();
        List<ContentHash> left = new ArrayList<>();
        store().content(RECIPE).forEach(each -> left.add(each.hash()));
        assertThat(left).isEmpty();
    }
}
