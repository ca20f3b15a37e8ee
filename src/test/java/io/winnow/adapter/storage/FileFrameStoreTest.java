package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.inspection.FrameStoreContract;
import io.winnow.core.inspection.RetainedFrames;
import io.winnow.testing.Inspections;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFrameStoreTest extends FrameStoreContract {
    private final Path folder;
    private FileFrameStore store;

    FileFrameStoreTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.store = new FileFrameStore(folder);
    }

    @Override
    protected RetainedFrames store() {
        return store;
    }

    @Override
    protected void damage(ContentHash hash) throws IOException {
        Files.writeString(store.files().path(hash), "fram");
    }

    @Test
    void put_sameBytesTwice_storesThemOnceAndFresh() throws IOException {
        store.put(image("frame"));
        Path file = store.files().path(Inspections.hash("frame"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));

        store.put(image("frame"));

        assertThat(stored()).containsExactly(Inspections.hash("frame"));
        assertThat(Files.getLastModifiedTime(file).toInstant()).isAfter(Instant.EPOCH);
    }

    @Test
    void open_unfinishedFiles_areRemoved() throws IOException {
        Path left = Files.writeString(folder.resolve("unfinished").resolve("123"), "half");

        store = new FileFrameStore(folder);

        assertThat(left).doesNotExist();
        assertThat(stored()).isEmpty();
    }

    @Test
    void put_sameBytesFromManyThreads_storesThemOnce() throws IOException {
        EncodedImage image = image("frame");

        boolean allPut = IntStream.range(0, 200).parallel().allMatch(i -> {
            try {
                store.put(image);
                return store.find(image.hash()).isPresent();
            } catch (IOException e) {
                return false;
            }
        });

        assertThat(allPut).isTrue();
        assertThat(stored()).containsExactly(image.hash());
    }

    @Test
    void deleteUntouchedSince_touchedFile_stays() throws IOException {
        Instant before = Instant.now().minusSeconds(1);
        store.put(image("frame"));

        assertThat(store.files().deleteUntouchedSince(Inspections.hash("frame"), before, Instant.now()))
                .isFalse();
        assertThat(store.files()
                        .deleteUntouchedSince(
                                Inspections.hash("frame"), Instant.now().plusSeconds(1), Instant.now()))
                .isTrue();
    }

    /** Puts random frames and tells of each when it is stored, until it is killed. */
    static final class EndlessWriter {
        private EndlessWriter() {}

        public static void main(String[] arguments) throws IOException {
            FileFrameStore store = new FileFrameStore(Path.of(arguments[0]));
            Random random = new Random(1);
            while (true) {
                byte[] bytes = new byte[200_000];
                random.nextBytes(bytes);
                EncodedImage image = EncodedImage.adopt(bytes);
                store.put(image);
                System.out.println(image.hash());
            }
        }
    }

    @Test
    void put_processKilledMeanwhile_keepsWhatItToldAndNothingHalf() throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessWriter.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> told = new ArrayList<>();
        try (BufferedReader output = writer.inputReader()) {
            for (int i = 0; i < 40; i++) {
                told.add(String.valueOf(output.readLine()));
            }
            writer.toHandle().destroyForcibly(); // unlike Process.destroyForcibly, this leaves the output readable
            told.addAll(output.lines().filter(line -> line.length() == 64).toList());
        }

        writer.waitFor();
        store = new FileFrameStore(folder);

        assertThat(stored()).extracting(ContentHash::hex).containsAll(told);
        for (ContentHash hash : stored()) {
            assertThat(store.find(hash)).isPresent();
        }
        try (Stream<Path> unfinished = Files.list(folder.resolve("unfinished"))) {
            assertThat(unfinished).isEmpty();
        }
    }
}
