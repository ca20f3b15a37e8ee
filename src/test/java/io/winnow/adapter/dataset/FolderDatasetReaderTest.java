package io.winnow.adapter.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.DatasetException;
import io.winnow.core.dataset.LabelledImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderDatasetReaderTest {
    private final Path folder;

    private final FolderDatasetReader reader = new FolderDatasetReader();

    FolderDatasetReaderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void read_oneMvtecCategory_givesSplitsDefectTypesAndMasks() throws IOException {
        Dataset bottle = only(Trees.mvtec(folder.resolve("bottle")));

        assertThat(bottle.category()).isEqualTo("bottle");
        assertThat(bottle.layout()).isEqualTo("MVTec");
        assertThat(names(bottle.train())).containsExactly("train/good/000.png", "train/good/001.png");
        assertThat(names(bottle.test()))
                .containsExactly(
                        "test/good/000.png",
                        "test/dent/000.png",
                        "test/dent/001.png",
                        "test/scratch/000.png",
                        "test/scratch/001.png");
        LabelledImage dent = bottle.test().get(1);
        assertThat(dent.defectType()).contains("dent");
        assertThat(dent.masks()).containsExactly(folder.resolve("bottle/ground_truth/dent/000_mask.png"));
        assertThat(bottle.hasMasks()).isTrue();
    }

    @Test
    void read_folderOfCategories_givesEachAndPassesOverOtherFolders() throws IOException {
        Trees.mvtec(folder.resolve("screw"));
        Trees.mvtec(folder.resolve("bottle"));
        Files.createDirectories(folder.resolve("notes"));
        Trees.text(folder.resolve("readme.txt"), "about");

        assertThat(reader.read(folder)).extracting(Dataset::category).containsExactly("bottle", "screw");
    }

    @Test
    void read_mvtecWithoutMaskFolder_hasNoMasks() throws IOException {
        Trees.mvtec(folder.resolve("bottle"));
        for (Path file : List.of(
                folder.resolve("bottle/ground_truth/dent/000_mask.png"),
                folder.resolve("bottle/ground_truth/dent/001_mask.png"),
                folder.resolve("bottle/ground_truth/dent"))) {
            Files.delete(file);
        }

        assertThat(only(folder.resolve("bottle")).hasMasks()).isFalse();
    }

    @Test
    void read_mvtecWithSeveralMasksAnImage_takesAllOfThem() throws IOException {
        Path category = Trees.mvtec(folder.resolve("bottle"));
        Files.delete(category.resolve("ground_truth/dent/000_mask.png"));
        Trees.mask(category.resolve("ground_truth/dent/000/000.png"), 255);
        Trees.mask(category.resolve("ground_truth/dent/000/001.png"), 255);

        assertThat(only(category).test().get(1).masks()).hasSize(2);
    }

    @Test
    void read_mvtecAd2_takesThePublicTestImagesOnly() throws IOException {
        Dataset can = only(Trees.mvtecAd2(folder.resolve("can")));

        assertThat(can.layout()).isEqualTo("MVTec AD 2");
        assertThat(names(can.train())).containsExactly("train/good/000_regular.png");
        assertThat(names(can.test()))
                .containsExactly("test_public/good/000_regular.png", "test_public/bad/000_regular.png");
        assertThat(can.testDefects().get(0).masks())
                .containsExactly(folder.resolve("can/test_public/ground_truth/bad/000_regular_mask.png"));
    }

    @Test
    void read_visa_followsThePublishedSplitAndTakesDefectTypesFromTheAnnotations() throws IOException {
        Dataset candle = only(Trees.visa(folder, "candle"));

        assertThat(candle.layout()).isEqualTo("VisA");
        assertThat(names(candle.train())).containsExactly("Data/Images/Normal/0000.JPG", "Data/Images/Normal/0001.JPG");
        assertThat(candle.test()).hasSize(3);
        assertThat(candle.testDefects())
                .extracting(LabelledImage::defectType)
                .containsExactly(Optional.of("bent"), Optional.of("melt,scratch"));
        assertThat(candle.hasMasks()).isTrue();
        assertThat(only(folder.resolve("candle"))).isEqualTo(candle);
    }

    @Test
    void read_visaWithoutSplit_saysWhereItShouldBe() throws IOException {
        Trees.visa(folder, "candle");
        Files.delete(folder.resolve("split_csv/1cls.csv"));

        assertThatThrownBy(() -> reader.read(folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContainingAll("candle", "split_csv/1cls.csv");
    }

    @Test
    void read_visaImageThatIsMissing_namesIt() throws IOException {
        Trees.visa(folder, "candle");
        Files.delete(folder.resolve("candle/Data/Images/Anomaly/001.JPG"));

        assertThatThrownBy(() -> reader.read(folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContainingAll("Anomaly/001.JPG", "does not exist");
    }

    @Test
    void read_btad_findsMasksWhateverTheirExtension() throws IOException {
        List<Dataset> categories = reader.read(Trees.btad(folder));

        assertThat(categories).extracting(Dataset::category).containsExactly("01", "02", "03");
        assertThat(categories).extracting(Dataset::layout).containsOnly("BTAD");
        assertThat(categories.get(2).testDefects().get(0).masks())
                .containsExactly(folder.resolve("03/ground_truth/ko/0001.bmp"));
    }

    @Test
    void read_kolektor_tellsDefectsByTheirMasks() throws IOException {
        Dataset kolektor = only(Trees.kolektor(folder.resolve("KolektorSDD2")));

        assertThat(names(kolektor.train())).containsExactly("train/10000.png", "train/10001.png");
        assertThat(names(kolektor.trainDefects())).containsExactly("train/10002.png");
        assertThat(names(kolektor.test())).containsExactly("test/20000.png", "test/20001.png");
        assertThat(names(kolektor.testDefects())).containsExactly("test/20001.png");
    }

    @Test
    void read_kolektorImageWithoutMask_namesIt() throws IOException {
        Trees.kolektor(folder.resolve("KolektorSDD2"));
        Files.delete(folder.resolve("KolektorSDD2/train/10001_GT.png"));

        assertThatThrownBy(() -> reader.read(folder.resolve("KolektorSDD2")))
                .isInstanceOf(DatasetException.class)
                .hasMessageContainingAll("10001.png", "10001_GT.png");
    }

    @Test
    void read_missingMask_namesImageAndRule() throws IOException {
        Path category = Trees.mvtec(folder.resolve("bottle"));
        Files.delete(category.resolve("ground_truth/dent/001_mask.png"));

        assertThatThrownBy(() -> reader.read(category))
                .isInstanceOf(DatasetException.class)
                .hasMessageContainingAll("dent/001.png", "001_mask.png");
    }

    @Test
    void read_emptyTrainingFolder_isAnError() throws IOException {
        Path category = Trees.mvtec(folder.resolve("bottle"));
        Files.delete(category.resolve("train/good/000.png"));
        Files.delete(category.resolve("train/good/001.png"));

        assertThatThrownBy(() -> reader.read(category))
                .isInstanceOf(DatasetException.class)
                .hasMessageContainingAll("train/good", "no training images");
    }

    @Test
    void read_noDefects_isAnError() throws IOException {
        Trees.image(folder.resolve("bottle/train/good/000.png"));
        Trees.image(folder.resolve("bottle/test/good/000.png"));

        assertThatThrownBy(() -> reader.read(folder.resolve("bottle")))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("no defective test images");
    }

    @Test
    void read_unknownLayout_listsTheKnownOnes() {
        assertThatThrownBy(() -> reader.read(folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContainingAll("MVTec", "VisA", "BTAD", "KolektorSDD2");
    }

    @Test
    void read_noFolder_isAnError() {
        assertThatThrownBy(() -> reader.read(folder.resolve("nowhere")))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("is no folder");
    }

    private Dataset only(Path path) throws IOException {
        List<Dataset> datasets = reader.read(path);
        assertThat(datasets).hasSize(1);
        return datasets.get(0);
    }

    private static List<String> names(List<LabelledImage> images) {
        return images.stream().map(LabelledImage::name).toList();
    }
}
