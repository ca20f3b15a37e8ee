package io.winnow.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A small disk of memory that can really be filled. Mounting one takes root: without it the test is skipped, and says so. */
final class SmallDisk implements AutoCloseable {
    private static final byte[] BLOCK = new byte[1 << 20];

    private final Path folder;
    private final Path filler;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.filler = folder.resolve("filler");
    }

    static SmallDisk mount(Path folder, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        int status = run("mount", "-t", "tmpfs", "-o", "size=%dm".formatted(megabytes), "winnow", folder.toString());
        assumeTrue(status == 0, "mounting a tmpfs takes root");
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    /** Leaves so many bytes. */
    void fill(long left) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (usable() > left) {
                out.write(BLOCK, 0, (int) Math.min(BLOCK.length, usable() - left));
                out.flush();
            }
        } catch (IOException e) {
            // Whoever else writes there was quicker: it is full.
            if (usable() > left + BLOCK.length) {
                throw e;
            }
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(filler);
    }

    private long usable() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", folder.toString());
    }
}
