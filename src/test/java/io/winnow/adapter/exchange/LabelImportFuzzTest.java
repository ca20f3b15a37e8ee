package io.winnow.adapter.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.winnow.adapter.opencv.OpenCvImageEncoder;
import io.winnow.adapter.opencv.OpenCvMaskReader;
import io.winnow.core.exchange.FrameClaim;
import io.winnow.core.exchange.ImportFile;
import io.winnow.core.exchange.ImportFile.RefusedException;
import io.winnow.core.image.DecodeLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Label files from anywhere are read or refused, nothing else; docs/reliability.md says how to fuzz for longer. */
class LabelImportFuzzTest {
    private final ExchangeFiles files =
            new ExchangeFiles(new OpenCvImageEncoder(), new OpenCvMaskReader(new DecodeLimits(1 << 16, 512, 1 << 16)));
    private Path file = Path.of("");

    @BeforeEach
    void create() throws IOException {
        file = Files.createTempFile("winnow-fuzz-", ".import");
    }

    @AfterEach
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** A zip, a COCO JSON or a table, by its first bytes. */
    @FuzzTest(maxDuration = "5m")
    void file_anyBytes_isReadOrRefused(byte[] bytes) throws IOException {
        read(bytes);
    }

    @FuzzTest(maxDuration = "5m")
    void table_anyBytesInAZip_isReadOrRefused(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(zipped)) {
            zip.putNextEntry(new ZipEntry("labels.csv"));
            zip.write(bytes);
        }
        read(zipped.toByteArray());
    }

    private void read(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try (ImportFile opened = files.open(file)) {
            for (FrameClaim claim : opened.read(
                            (done, total) -> assertThat(done).isNotNegative())
                    .claims()) {
                assertThat(claim.source()).isNotBlank();
            }
        } catch (RefusedException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
