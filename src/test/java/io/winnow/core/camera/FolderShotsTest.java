package io.winnow.core.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.camera.FolderShots.Order;
import io.winnow.core.camera.FolderShots.Split;
import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.DatasetException;
import io.winnow.core.dataset.DatasetReader;
import io.winnow.core.dataset.ImageFiles;
import io.winnow.core.dataset.LabelledImage;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderShotsTest {
    private static final Order ALL = new Order(Split.ALL, Optional.empty(), false, Long.MAX_VALUE);

    private static final ImageFiles AS_THEY_ARE = new ImageFiles() {
        @Override
        public EncodedImage image(Path file) throws IOException {
            return EncodedImage.adopt(Files.readAllBytes(file));
        }

        @Override
        public byte[] mask(List<Path> files, ImageSize size) {
            throw new AssertionError("masks are sent as files");
        }
    };

    private static final DatasetReader NO_DATASET = folder -> {
        throw new DatasetException(folder + ": has no known layout");
    };

    private final Path folder;

    FolderShotsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }

    private DatasetReader dataset() throws IOException {
        Dataset dataset = new Dataset(
                "cookie",
                "MVTec",
                List.of(LabelledImage.normal("train/good/1.png", file("train/good/1.png"))),
                List.of(),
                List.of(
                        LabelledImage.normal("test/good/1.png", file("test/good/1.png")),
                        LabelledImage.defective(
                                "test/cracked/1.png",
                                file("test/cracked/1.png"),
                                "cracked",
                                List.of(file("ground_truth/cracked/1_mask.png")))));
        return ignored -> List.of(dataset);
    }

    private static List<Shot> all(FolderShots shots) throws IOException {
        List<Shot> all = new ArrayList<>();
        for (Optional<Shot> next = shots.next(); next.isPresent(); next = shots.next()) {
            all.add(next.get());
        }
        return all;
    }

    private static List<String> ids(List<Shot> shots) {
        return shots.stream().map(shot -> shot.id().value()).toList();
    }

    @Test
    void open_dataset_givesImagesWithTheirTruth() throws IOException {
        List<Shot> shots = all(FolderShots.open(folder, ALL, dataset(), AS_THEY_ARE));

        assertThat(ids(shots)).containsExactly("train:good:1.png", "test:good:1.png", "test:cracked:1.png");
        assertThat(shots.get(0).truth().orElseThrow().defective()).isFalse();
        assertThat(shots.get(2).truth().orElseThrow().defectType()).contains("cracked");
        assertThat(shots.get(2).truth().orElseThrow().maskPng())
                .contains(ByteBuffer.wrap(
                        "ground_truth/cracked/1_mask.png".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(new String(shots.get(1).image().toByteArray(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("test/good/1.png");
    }

    @Test
    void open_split_givesOnlyThat() throws IOException {
        Order train = new Order(Split.TRAIN, Optional.empty(), false, Long.MAX_VALUE);

        assertThat(ids(all(FolderShots.open(folder, train, dataset(), AS_THEY_ARE))))
                .containsExactly("train:good:1.png");
    }

    @Test
    void open_plainFolder_givesItsImagesWithoutTruth() throws IOException {
        file("b.jpg");
        file("a.PNG");
        file("notes.txt");

        FolderShots shots = FolderShots.open(folder, ALL, NO_DATASET, AS_THEY_ARE);

        assertThat(shots.truthKnown()).isFalse();
        assertThat(shots.size()).isEqualTo(2);
        List<Shot> all = all(shots);
        assertThat(ids(all)).containsExactly("a.PNG", "b.jpg");
        assertThat(all.get(0).truth()).isEmpty();
    }

    @Test
    void open_nestedFolderWithoutLayout_givesAllImagesBelow() throws IOException {
        file("monday/1.jpg");
        file("tuesday/1.jpg");

        assertThat(ids(all(FolderShots.open(folder, ALL, NO_DATASET, AS_THEY_ARE))))
                .containsExactly("monday:1.jpg", "tuesday:1.jpg");
    }

    @Test
    void open_nothingThere_saysSo() {
        assertThatThrownBy(() -> FolderShots.open(folder, ALL, NO_DATASET, AS_THEY_ARE))
                .isInstanceOf(DatasetException.class)
                .hasMessage(folder + " holds no images");
        assertThatThrownBy(() -> FolderShots.open(folder.resolve("x"), ALL, NO_DATASET, AS_THEY_ARE))
                .hasMessage(folder.resolve("x") + " is no folder");
    }

    @Test
    void open_splitOfPlainFolder_saysThereIsNone() throws IOException {
        file("a.png");
        Order test = new Order(Split.TEST, Optional.empty(), false, Long.MAX_VALUE);

        assertThatThrownBy(() -> FolderShots.open(folder, test, NO_DATASET, AS_THEY_ARE))
                .hasMessage(folder + " is a plain folder of images, it has no split test");
    }

    @Test
    void next_loop_beginsAgainUnderNewIdsUntilTheLimit() throws IOException {
        file("a.png");
        file("b.png");
        Order loop = new Order(Split.ALL, Optional.empty(), true, 5);

        FolderShots shots = FolderShots.open(folder, loop, NO_DATASET, AS_THEY_ARE);

        assertThat(shots.size()).isEqualTo(5);
        assertThat(ids(all(shots))).containsExactly("a.png", "b.png", "a.png:round2", "b.png:round2", "a.png:round3");
    }

    @Test
    void next_shuffled_isTheSameForTheSameSeed() throws IOException {
        for (int i = 0; i < 30; i++) {
            file("f%02d.png".formatted(i));
        }
        Order one = new Order(Split.ALL, Optional.of(1L), false, Long.MAX_VALUE);
        Order two = new Order(Split.ALL, Optional.of(2L), false, Long.MAX_VALUE);

        List<String> first = ids(all(FolderShots.open(folder, one, NO_DATASET, AS_THEY_ARE)));

        assertThat(first).hasSize(30).isNotEqualTo(first.stream().sorted().toList());
        assertThat(ids(all(FolderShots.open(folder, one, NO_DATASET, AS_THEY_ARE))))
                .isEqualTo(first);
        assertThat(ids(all(FolderShots.open(folder, two, NO_DATASET, AS_THEY_ARE))))
                .isNotEqualTo(first);
    }

    @Test
    void frameId_namesThatOnlyDifferInForbiddenCharacters_stayDifferent() {
        assertThat(FolderShots.frameId("a b.png", 1)).isNotEqualTo(FolderShots.frameId("a-b.png", 1));
        assertThat(FolderShots.frameId("a/b.png", 1)).isNotEqualTo(FolderShots.frameId("a:b.png", 1));
        assertThat(FolderShots.frameId("ä.png", 1)).isNotEqualTo(FolderShots.frameId("ö.png", 1));
        assertThat(FolderShots.frameId("x".repeat(300) + "1", 12))
                .isNotEqualTo(FolderShots.frameId("y".repeat(300) + "1", 12));
    }
}
