package io.winnow.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.adapter.opencv.OpenCvMaskReader;
import io.winnow.core.exchange.ExportFormat;
import io.winnow.core.exchange.ImportPlan.Kind;
import io.winnow.core.exchange.ImportRecord.Conflicts;
import io.winnow.core.exchange.StoredFrame;
import io.winnow.core.exchange.Upload;
import io.winnow.core.exchange.Upload.State;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.RegionShape;
import io.winnow.core.inspection.InspectionQuery;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.review.Label;
import io.winnow.core.review.MarkedRegion;
import io.winnow.core.review.Marks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What leaves one station, comes to an empty one and leaves again is the same. */
class RoundTripTest {
    private static final String[] TYPES = {"scratch", "good", "a/b", "a_b", "Größe ≠ ☃", "con", "defect", "..", "=1+1"};

    private final Path folder;

    RoundTripTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Label defect(Optional<String> type, Marks marks) {
        return new Label(Label.Truth.DEFECT, type, marks, "grace, \"the\" operator", ExchangeRig.NOW);
    }

    private static Label normal() {
        return new Label(Label.Truth.NORMAL, Optional.empty(), Marks.NONE, "ada", ExchangeRig.NOW);
    }

    private static MarkedRegion region(RegionShape shape) {
        return new MarkedRegion(shape, Optional.empty());
    }

    private static RegionShape box(double left, double top, double right, double bottom) {
        return new RegionShape.Box(new RegionOfInterest(left, top, right, bottom));
    }

    private static RegionShape.Point at(double x, double y) {
        return new RegionShape.Point(x, y);
    }

    private static RegionShape triangle() {
        return new RegionShape.Polygon(List.of(List.of(at(0.1, 0.1), at(0.6, 0.15), at(0.33, 0.8))));
    }

    private static RegionShape ring() {
        return new RegionShape.Polygon(List.of(
                List.of(at(0.1, 0.1), at(0.9, 0.1), at(0.9, 0.9), at(0.1, 0.9)),
                List.of(at(0.3, 0.3), at(0.7, 0.3), at(0.7, 0.7), at(0.3, 0.7))));
    }

    private static RegionShape brush(ImageSize size) {
        int before = 5 * size.width() + 7;
        int gap = size.width() - 3;
        return new RegionShape.PixelMask(
                size, List.of(before, 3, gap, 5, gap, 1, (int) size.area() - before - 9 - 2 * gap));
    }

    /** Every kind of label, region and name. */
    private static void fill(ExchangeRig rig) throws IOException {
        for (int i = 0; i < 5; i++) {
            rig.labelled(i, "normal:" + i, normal());
        }
        for (int i = 0; i < TYPES.length; i++) {
            rig.labelled(
                    10 + i,
                    "defect." + i,
                    defect(Optional.of(TYPES[i]), new Marks(List.of(region(box(0.1, 0.2, 0.3, 0.4))))));
        }
        rig.labelled(30, "untyped", defect(Optional.empty(), new Marks(List.of(region(triangle())))));
        rig.labelled(31, "nowhere", defect(Optional.of("scratch"), Marks.NONE));
        rig.labelled(
                32,
                "mixed",
                defect(
                        Optional.of("scratch"),
                        new Marks(List.of(
                                region(box(0.7, 0.7, 0.9, 0.9)),
                                region(triangle()),
                                region(box(0.05, 0.05, 0.2, 0.2)),
                                region(brush(new ImageSize(48, 96)))))));
        rig.labelled(33, "ring", defect(Optional.of("a/b"), new Marks(List.of(region(ring())))));
        rig.frame(40, "unlabelled");
    }

    private static Map<String, byte[]> unpack(byte[] zip) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    private static Map<FrameId, StoredFrame> stored(ExchangeRig rig) {
        Map<FrameId, StoredFrame> all =
                new TreeMap<>((one, other) -> one.value().compareTo(other.value()));
        rig.inspections
                .list(InspectionQuery.newest(ExchangeRig.STATION, 1000))
                .forEach(each -> all.put(each.frame(), new StoredFrame(each, rig.labels.find(each.id()), false)));
        return all;
    }

    private static byte[] mask(StoredFrame frame) {
        return frame.label()
                .map(label -> label.marks().mask(frame.inspection().imageSize().orElseThrow()))
                .orElse(new byte[0]);
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void exportAndImportIntoAnEmptyStation_givesEqualLabelsAndMasks(ExportFormat format) throws Exception {
        try (ExchangeRig from = new ExchangeRig(folder.resolve("from"));
                ExchangeRig to = new ExchangeRig(folder.resolve("to"))) {
            fill(from);
            byte[] first = from.export(format, false, true);

            Upload checked = to.check(first);
            assertThat(checked.plan()).as("%s", checked.problem()).isPresent();
            assertThat(checked.plan().get().refused()).isEmpty();
            assertThat(checked.plan().get().count(Kind.NEW)).isEqualTo(19);
            assertThat(checked.plan().get().newLabels()).isEqualTo(18);
            assertThat(stored(to)).as("a check changes nothing").isEmpty();
            Upload applied = to.apply(checked, Conflicts.KEEP);

            assertThat(applied.state()).as("%s", applied.problem()).isEqualTo(State.APPLIED);
            Map<FrameId, StoredFrame> before = stored(from);
            Map<FrameId, StoredFrame> after = stored(to);
            assertThat(after.keySet()).isEqualTo(before.keySet());
            before.forEach((id, frame) -> {
                StoredFrame come = Objects.requireNonNull(after.get(id));
                assertThat(come.inspection().frameHash())
                        .isEqualTo(frame.inspection().frameHash());
                assertThat(come.inspection().capturedAt())
                        .isEqualTo(frame.inspection().capturedAt());
                assertThat(come.inspection().verdict())
                        .isInstanceOfSatisfying(Verdict.Undecided.class, verdict -> assertThat(verdict.cause())
                                .isEqualTo(Verdict.Cause.IMPORTED));
                assertThat(come.label().map(Label::verdict))
                        .isEqualTo(frame.label().map(Label::verdict));
                assertThat(come.label().flatMap(Label::defectType))
                        .isEqualTo(frame.label().flatMap(Label::defectType));
                assertThat(come.label().map(Label::labelledBy))
                        .isEqualTo(frame.label().map(Label::labelledBy));
                assertThat(come.label().map(Label::labelledAt))
                        .isEqualTo(frame.label().map(Label::labelledAt));
                assertThat(mask(come)).as("mask of %s", id).isEqualTo(mask(frame));
            });
            assertThat(images(unpack(to.export(format, false, true)))).isEqualTo(images(unpack(first)));
        }
    }

    /** Images and masks by name, as numbers that can be compared and shown. */
    private static Map<String, Integer> images(Map<String, byte[]> files) {
        Map<String, Integer> hashes = new TreeMap<>();
        files.forEach((name, bytes) -> {
            if (name.endsWith(".png") || name.endsWith(".jpg")) {
                hashes.put(name, Arrays.hashCode(bytes));
            }
        });
        return hashes;
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void importingAnOwnExportIntoItsStation_changesNothing(ExportFormat format) throws Exception {
        try (ExchangeRig rig = new ExchangeRig(folder)) {
            fill(rig);

            Upload checked = rig.check(rig.export(format, false, true));

            assertThat(checked.plan()).as("%s", checked.problem()).isPresent();
            assertThat(checked.plan().get().refused()).isEmpty();
            assertThat(checked.plan().get().count(Kind.SAME)).isEqualTo(18);
            assertThat(checked.plan().get().count(Kind.NOTHING)).isEqualTo(1);
        }
    }

    @Test
    void mvtecTree_hasTheLayoutAndExactMasks() throws Exception {
        try (ExchangeRig rig = new ExchangeRig(folder)) {
            fill(rig);

            Map<String, byte[]> files = unpack(rig.export(ExportFormat.MVTEC, false, true));

            assertThat(files.keySet())
                    .contains(
                            "train/good/normal_0.png",
                            "test/good/normal_1.jpg",
                            "test/scratch/mixed.png",
                            "ground_truth/scratch/mixed_mask.png",
                            "test/scratch-unmarked/nowhere.jpg",
                            "test/good_/defect.1.jpg",
                            "test/a_b/defect.2.png",
                            "test/a_b-2/defect.3.jpg",
                            "test/con_/defect.5.jpg",
                            "test/defect_/defect.6.png",
                            "test/defect/untyped.png",
                            "unlabelled/unlabelled.png",
                            "frames.csv")
                    .allSatisfy(name -> assertThat(name).doesNotContain("..").doesNotStartWith("/"));
            assertThat(rig.progress().state()).isEqualTo("done");
            assertThat(rig.progress().written()).isEqualTo(19);
            var mask = new OpenCvMaskReader(DecodeLimits.DEFAULT)
                    .read(EncodedImage.adopt(
                            Objects.requireNonNull(files.get("ground_truth/scratch/defect.0_mask.png"))));
            assertThat(mask.size()).isEqualTo(new ImageSize(48, 74));
            // By hand: rows round(0.2 * 48) = 10 to round(0.4 * 48) = 19, columns round(7.4) = 7 to round(22.2) = 22.
            for (int y = 0; y < 48; y++) {
                for (int x = 0; x < 74; x++) {
                    boolean inside = y >= 10 && y < 19 && x >= 7 && x < 22;
                    assertThat(mask.pixels()[y * 74 + x] & 0xFF).isEqualTo(inside ? 255 : 0);
                }
            }
        }
    }

    @Test
    void csvAlone_setsLabelsOnKnownFramesByNameOrHash() throws Exception {
        try (ExchangeRig rig = new ExchangeRig(folder)) {
            rig.frame(1, "one");
            String hash = rig.frame(2, "two").frameHash().hex();
            String table = "sha256,frame_id,label,defect_type,regions\n,one,normal,,\n" + hash
                    + ",,defect,dent,\"[{\"\"shape\"\":\"\"box\"\",\"\"left\"\":0.1,\"\"top\"\":0.1,\"\"right\"\":0.2,\"\"bottom\"\":0.2}]\"\n"
                    + ",three,normal,,\n,one,defect,,\n";

            Upload checked = rig.check(table.getBytes(StandardCharsets.UTF_8));
            assertThat(checked.plan().orElseThrow().count(Kind.LABEL)).isEqualTo(2);
            assertThat(checked.plan().orElseThrow().refused())
                    .extracting(refusal -> refusal.source() + ": " + refusal.why())
                    .containsExactly(
                            "line 4: station press-1 has no frame 'three' and the file brings no image of it",
                            "line 5: the frame was spoken of before, in line 2; each frame counts once");
            rig.apply(checked, Conflicts.KEEP);

            Map<FrameId, StoredFrame> now = stored(rig);
            assertThat(Objects.requireNonNull(now.get(new FrameId("one")))
                            .label()
                            .orElseThrow()
                            .verdict())
                    .isEqualTo(Label.Truth.NORMAL);
            Label two =
                    Objects.requireNonNull(now.get(new FrameId("two"))).label().orElseThrow();
            assertThat(two.defectType()).contains("dent");
            assertThat(two.regions()).containsExactly(new RegionOfInterest(0.1, 0.1, 0.2, 0.2));
            assertThat(two.labelledBy()).isEqualTo("ada");
            assertThat(rig.told).as("labels on the camera's own frames teach").hasSize(2);
        }
    }
}
