package io.winnow.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.adapter.opencv.OpenCvImageEncoder;
import io.winnow.core.exchange.ImportFile.Refusal;
import io.winnow.core.exchange.ImportPlan.Kind;
import io.winnow.core.exchange.Upload;
import io.winnow.core.exchange.Upload.State;
import io.winnow.core.image.ImageSize;
import io.winnow.core.inspection.InspectionQuery;
import io.winnow.testing.Pictures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are broken or mean harm: refused as a whole or in part, with thing, value and rule, and without a trace in the stores. */
class HostileFilesTest {
    private static final ImageSize SIZE = new ImageSize(20, 30);
    private static final byte[] IMAGE = Pictures.png(20, 30);

    private final ExchangeRig rig;

    HostileFilesTest(@TempDir Path folder) throws IOException {
        rig = new ExchangeRig(folder);
    }

    @AfterEach
    void close() {
        assertThat(rig.inspections.list(InspectionQuery.newest(ExchangeRig.STATION, 10)))
                .isEmpty();
        rig.close();
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String refusal(byte[] file) throws Exception {
        Upload upload = rig.check(file);
        assertThat(upload.state()).as("%s", upload.plan()).isEqualTo(State.REFUSED);
        return upload.problem().orElseThrow();
    }

    /** The one part of a file that is refused. */
    private String partOf(Map<String, byte[]> files) throws Exception {
        Upload upload = rig.check(zip(files));
        assertThat(upload.state()).as("%s", upload.problem()).isEqualTo(State.CHECKED);
        assertThat(upload.plan().orElseThrow().refused()).hasSize(1);
        Refusal refusal = upload.plan().orElseThrow().refused().get(0);
        return refusal.source() + ": " + refusal.why();
    }

    private static byte[] mask(int value, ImageSize size) {
        byte[] pixels = new byte[(int) size.area()];
        pixels[size.width() + 1] = (byte) value;
        return new OpenCvImageEncoder().greyPng(pixels, size).toByteArray();
    }

    private Map<String, byte[]> tree(byte[] mask) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("bottle/test/dent/0.png", IMAGE);
        files.put("bottle/ground_truth/dent/0_mask.png", mask);
        return files;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../evil.png", "train/good/../../evil.png", "/etc/evil.png", "C:/evil.png", "train\\good\\0.png"
            })
    void zipSlip_refusesTheWholeFile(String name) throws Exception {
        assertThat(refusal(zip(Map.of(name, IMAGE)))).contains("leads out of the zip");
    }

    @Test
    void bomb_refusedBeforeItIsUnpacked() throws Exception {
        assertThat(refusal(zip(Map.of("train/good/0.png", new byte[50_000_000]))))
                .contains("entry 'train/good/0.png' grows from")
                .contains("at most 200 times");
    }

    @Test
    void nonsense_saysWhatAFileMustBe() throws Exception {
        assertThat(refusal(new byte[0])).contains("the file is empty");
        assertThat(refusal(text("PK\3\4 is no zip"))).contains("begins like a zip and is none");
        assertThat(refusal(zip(Map.of("notes.txt", text("hello")))))
                .contains("no labels.csv")
                .contains("notes.txt");
        assertThat(refusal(text("{\"images\": [{\"id\": 1,"))).contains("the JSON cannot be read");
        assertThat(refusal(text("{\"pictures\": []}"))).contains("no list 'images'");
        assertThat(refusal(text("a,b\n1,2\n"))).contains("one must be frame_id, sha256 or file");
    }

    @Test
    void mask_wrongPixelOrSizeOrEmpty_namesValueAndRule() throws Exception {
        assertThat(partOf(tree(mask(7, SIZE)))).contains("has a pixel of 7; every pixel must be 0 or 255");
        assertThat(partOf(tree(mask(255, new ImageSize(20, 31)))))
                .contains("is 20x31 pixels (height x width), must be 20x30");
        assertThat(partOf(tree(mask(0, SIZE)))).contains("marks no pixel");
        assertThat(partOf(tree(text("no image")))).contains("0_mask.png");
    }

    @Test
    void tree_maskWithoutImageAndImageThatIsNone_areRefusedAndTheRestIsTaken() throws Exception {
        Map<String, byte[]> files = tree(mask(255, SIZE));
        files.put("bottle/ground_truth/dent/1_mask.png", mask(255, SIZE));
        files.put("bottle/train/good/0.png", text("no image"));
        files.put("bottle/readme.txt", text("hello"));

        Upload upload = rig.check(zip(files));

        assertThat(upload.plan().orElseThrow().count(Kind.NEW)).isEqualTo(1);
        assertThat(upload.plan().orElseThrow().refused())
                .extracting(Refusal::source)
                .containsExactlyInAnyOrder("ground_truth/dent/1_mask.png", "train/good/0.png");
    }

    private Map<String, byte[]> coco(String annotation) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("images/0.png", IMAGE);
        files.put(
                "instances.json",
                text("{\"images\":[{\"id\":1,\"file_name\":\"0.png\",\"height\":20,\"width\":30}],"
                        + "\"categories\":[{\"id\":3,\"name\":\"dent\"}],\"annotations\":[" + annotation + "]}"));
        return files;
    }

    @Test
    void coco_regionOutsideTheImage_isRefused() throws Exception {
        assertThat(partOf(coco("{\"id\":1,\"image_id\":1,\"category_id\":3,\"bbox\":[10,10,25,5]}")))
                .contains("bbox right = 35.0 must lie inside the image, 0 to 30 pixels");
        assertThat(partOf(coco("{\"id\":1,\"image_id\":1,\"category_id\":3,\"segmentation\":[[1,1,5,1,5,-4]]}")))
                .contains("y = -4.0 must lie inside the image, 0 to 20 pixels");
        assertThat(
                        partOf(
                                coco(
                                        "{\"id\":1,\"image_id\":1,\"category_id\":3,\"segmentation\":{\"size\":[20,30],\"counts\":[5,700]}}")))
                .contains("must fit the image");
        assertThat(partOf(coco("{\"id\":1,\"image_id\":1,\"category_id\":4,\"bbox\":[1,1,2,2]}")))
                .contains("category_id 4, which is not among the categories");
        assertThat(partOf(coco("{\"id\":1,\"image_id\":9,\"category_id\":3,\"bbox\":[1,1,2,2]}")))
                .contains("image_id 9, which is not among the images");
    }

    /** A hundred bytes of JSON that would have a mask of two gigabytes made. */
    @Test
    void coco_imageOfAnAbsurdSizeOrNone_isRefused() throws Exception {
        for (String size : new String[] {
            "\"height\":46340,\"width\":46340", "\"height\":65536,\"width\":65536", "\"height\":-1,\"width\":4"
        }) {
            assertThat(partOfJson("\"file_name\":\"a.png\"," + size)).contains("(height x width), must be 1 to 16384");
        }
        assertThat(partOfJson("\"file_name\":\"a.png\",\"height\":\"tall\",\"width\":[3]"))
                .contains("height 'tall' and width '' must be numbers of pixels");
        assertThat(partOfJson("\"file_name\":{\"a\":1},\"height\":4,\"width\":4"))
                .contains("frame id");
    }

    private String partOfJson(String image) throws Exception {
        Upload upload =
                rig.check(text("{\"images\":[{\"id\":1," + image + "}],\"categories\":[{\"id\":3,\"name\":\"dent\"}],"
                        + "\"annotations\":[{\"id\":2,\"image_id\":1,\"category_id\":3,"
                        + "\"segmentation\":{\"size\":[46340,46340],\"counts\":[0,5,1e300]}}]}"));
        assertThat(upload.state()).as("%s", upload.problem()).isEqualTo(State.CHECKED);
        assertThat(upload.plan().orElseThrow().refused()).hasSize(1);
        return upload.plan().orElseThrow().refused().get(0).why();
    }

    @Test
    void coco_oneAnnotationWithoutEnd_refusesTheFile() throws Exception {
        String points = "1,".repeat(3_000_000) + "1";
        assertThat(refusal(text("{\"images\":[],\"annotations\":[{\"segmentation\":[[" + points + "]]}]}")))
                .contains("one of the annotations has more than 4194304 bytes of JSON");
    }

    /** Each pixel would be a region of its own, or a number in a list. */
    @Test
    void mask_chequered_isRefusedAndASolidOneIsNot() throws Exception {
        ImageSize large = new ImageSize(2_000, 2_000);
        byte[] chequered = new byte[(int) large.area()];
        byte[] solid = new byte[(int) large.area()];
        for (int i = 0; i < chequered.length; i++) {
            chequered[i] = (byte) ((i + i / 2_000) % 2 == 0 ? 255 : 0);
            solid[i] = (byte) 255;
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(
                "test/dent/0.png",
                new OpenCvImageEncoder().greyPng(solid, large).toByteArray());
        files.put(
                "ground_truth/dent/0_mask.png",
                new OpenCvImageEncoder().greyPng(solid, large).toByteArray());
        assertThat(rig.check(zip(files)).plan().orElseThrow().count(Kind.NEW)).isEqualTo(1);
        files.put(
                "ground_truth/dent/0_mask.png",
                new OpenCvImageEncoder().greyPng(chequered, large).toByteArray());
        assertThat(partOf(files)).contains("a mask has more than 200000 stretches of marked pixels");
    }

    @Test
    void zip_whoseDirectoryIsSaidToFillTheMemory_isRefused() throws Exception {
        ByteBuffer lying = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
        lying.put(text("PK")).position(8);
        lying.putInt(0x06054b50)
                .putInt(0)
                .putShort((short) 9)
                .putShort((short) 9)
                .putInt(0x7fffffff);
        assertThat(refusal(lying.array())).contains("directory of the zip has 2147483647 bytes or more");
    }

    @Test
    void table_cellWithoutEndAndNullRegions_areRefused() throws Exception {
        String head = "frame_id,label,regions\n";
        assertThat(refusal(text(head + "a,defect,\"" + "x".repeat(21_000_000) + "\"\n")))
                .contains("line 2 of the table");
        for (String regions :
                new String[] {"null", "[null]", "[{}]", "\"[{\"\"shape\"\":\"\"polygon\"\",\"\"rings\"\":[null]}]\""}) {
            Upload upload = rig.check(text(head + "a,defect," + regions + "\n"));
            assertThat(upload.plan().orElseThrow().refused()).as(regions).hasSize(1);
        }
    }

    /** Packed by pycocotools' rule: 0 unmarked pixels, 20 marked ones, 580 unmarked. */
    @Test
    void coco_packedRunLengths_areRead() throws Exception {
        Upload upload = rig.check(
                zip(
                        coco(
                                "{\"id\":1,\"image_id\":1,\"category_id\":3,\"segmentation\":{\"size\":[20,30],\"counts\":\"0d0Tb0\"}}")));

        assertThat(upload.plan().orElseThrow().refused()).isEmpty();
        var said = upload.plan().orElseThrow().items().get(0).claim().label().orElseThrow();
        assertThat(said.defectType()).contains("dent");
        byte[] mask = said.marks().mask(SIZE);
        for (int i = 0; i < mask.length; i++) {
            assertThat(mask[i]).isEqualTo((byte) (i % 30 == 0 ? 255 : 0));
        }
    }

    @Test
    void table_badCells_nameColumnValueAndRule() throws Exception {
        String head = "file,frame_id,captured_at,sha256,label,defect_type,regions\n";
        for (Map.Entry<String, String> row : Map.of(
                        "images/0.png,a,,,perhaps,,",
                        "label 'perhaps' must be normal, defect, unsure or empty",
                        "images/0.png,a,yesterday,,normal,,",
                        "captured_at 'yesterday' must be an ISO 8601 time",
                        "images/0.png,a b,,,normal,,",
                        "frame id 'a b' must be 1 to 128 characters",
                        "images/0.png,a,," + "0".repeat(64) + ",normal,,",
                        "must be that of its bytes",
                        "images/0.png,a,,,normal,dent,",
                        "a normal frame has no defect",
                        "images/1.png,a,,,normal,,",
                        "file 'images/1.png' is not in the zip",
                        "images/0.png,a,,,defect,,[1]",
                        "regions '[1]' must be a list such as",
                        "images/0.png,a,,,defect,,\"[{\"\"shape\"\":\"\"mask\"\",\"\"height\"\":9,\"\"width\"\":9,\"\"runs\"\":[0,81]}]\"",
                        "does not fit an image of 20 x 30")
                .entrySet()) {
            assertThat(partOf(Map.of("labels.csv", text(head + row.getKey() + "\n"), "images/0.png", IMAGE)))
                    .contains(row.getValue());
        }
    }
}
