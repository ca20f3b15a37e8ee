package io.winnow.adapter.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.dataset.DatasetException;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageIoFilesTest {
    private static final ImageSize OWN_SIZE = new ImageSize(Trees.HEIGHT, Trees.WIDTH);

    private final Path folder;

    private final ImageIoFiles files = new ImageIoFiles();

    ImageIoFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void image_pngAndJpeg_comeAsTheyAre() throws IOException {
        for (String name : List.of("a.png", "a.jpg")) {
            Trees.image(folder.resolve(name));
            assertThat(files.image(folder.resolve(name)).toByteArray())
                    .isEqualTo(Files.readAllBytes(folder.resolve(name)));
        }
    }

    @Test
    void image_bmpAndTiff_becomePngWithTheSamePixels() throws IOException {
        for (String name : List.of("a.bmp", "a.tiff")) {
            Trees.image(folder.resolve(name));
            EncodedImage png = files.image(folder.resolve(name));
            assertThat(png.toByteArray()).startsWith(0x89, 'P', 'N', 'G');
            assertThat(ImageIO.read(new ByteArrayInputStream(png.toByteArray())).getRGB(1, 1) & 0xFFFFFF)
                    .isEqualTo(0xFF0000);
        }
    }

    @Test
    void image_notAnImage_isAnErrorNamingTheFile() {
        Trees.text(folder.resolve("a.png"), "not an image");

        assertThatThrownBy(() -> files.image(folder.resolve("a.png")))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("a.png");
    }

    @Test
    void mask_anyValueAboveZero_isDefective() throws IOException {
        Trees.mask(folder.resolve("a.png"), 3);

        assertThat(marked(files.mask(List.of(folder.resolve("a.png")), OWN_SIZE), Trees.WIDTH))
                .containsExactly(List.of(2, 3));
    }

    @Test
    void mask_enlarged_repeatsPixels() throws IOException {
        Trees.mask(folder.resolve("a.png"), 255);

        byte[] mask = files.mask(List.of(folder.resolve("a.png")), new ImageSize(2 * Trees.HEIGHT, 2 * Trees.WIDTH));

        assertThat(marked(mask, 2 * Trees.WIDTH))
                .containsExactly(List.of(4, 6), List.of(4, 7), List.of(5, 6), List.of(5, 7));
    }

    @Test
    void mask_tooThinForTheSize_keepsThePixelsItTouches() throws IOException {
        Trees.mask(folder.resolve("a.png"), 255);

        byte[] mask = files.mask(List.of(folder.resolve("a.png")), new ImageSize(Trees.HEIGHT / 4, Trees.WIDTH / 4));

        assertThat(marked(mask, Trees.WIDTH / 4)).containsExactly(List.of(0, 0));
    }

    @Test
    void mask_thatMarksNothing_isAnError() {
        Trees.mask(folder.resolve("a.png"), 0);

        assertThatThrownBy(() -> files.mask(List.of(folder.resolve("a.png")), OWN_SIZE))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("marks no pixel");
    }

    private static List<List<Integer>> marked(byte[] mask, int width) {
        List<List<Integer>> found = new ArrayList<>();
        for (int p = 0; p < mask.length; p++) {
            if (mask[p] != 0) {
                found.add(List.of(p / width, p % width));
            }
        }
        return found;
    }
}
