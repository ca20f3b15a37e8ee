package io.winnow.core.exchange;

import io.winnow.core.exchange.ExchangeStore.ChangedException;
import io.winnow.core.exchange.ExchangeStore.UndoOutcome;
import io.winnow.core.exchange.ImportFile.RefusedException;
import io.winnow.core.exchange.ImportRecord.Conflicts;
import io.winnow.core.exchange.Upload.State;
import io.winnow.core.inspection.FrameStore;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.LabelService;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * Takes files of labels and frames in: bytes first, then a check that says what would change, then, when somebody says so, the change,
 * which can be taken back. One file is worked on at a time. Thread-safe.
 */
public final class Imports implements AutoCloseable {
    /** A file may have so many bytes. */
    public static final long MOST_BYTES = 4L << 30;

    private static final int MOST_UPLOADS = 8;
    private static final System.Logger LOG = System.getLogger(Imports.class.getName());

    /** What imports need of their surroundings; {@code listener} hears of labels on frames that the station's camera took. */
    public record Tools(
            ExchangeStore store,
            FrameStore frames,
            ImportFile.Opener files,
            LabelService.Listener listener,
            Clock clock) {}

    /** An import is not where it would have to be for what was asked; the message says where it is. */
    public static final class WrongStateException extends RuntimeException {
        private static final long serialVersionUID = 1;

        WrongStateException(String message) {
            super(message);
        }
    }

    private final Tools tools;
    private final Path folder;
    private final Map<String, Upload> uploads = new LinkedHashMap<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "winnow-import");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    });

    /**
     * @param folder for files on their way in; what an earlier run left there is deleted
     */
    public Imports(Tools tools, Path folder) {
        this.tools = tools;
        this.folder = folder;
        sweep();
    }

    private void sweep() {
        try {
            Files.createDirectories(folder);
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.import")) {
                for (Path file : left) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("folder %s for imports cannot be used".formatted(folder), e);
        }
    }

    /** Forgets imports that an earlier run announced and did not apply. To be called before frames are judged. */
    public void forgetUnfinished() {
        tools.store().sweep();
    }

    /**
     * Begins an import; its bytes come with {@link #append}.
     *
     * @param name of the file, 1 to 200 characters
     * @param by who imports it, 1 to 64 characters
     * @throws IllegalArgumentException when one is too long or blank
     */
    public synchronized Upload begin(StationId station, String name, String by) {
        require("name", name, 200);
        require("by", by, 64);
        String id = UUID.randomUUID().toString();
        Upload upload = new Upload(
                id,
                station,
                name,
                by,
                State.UPLOADING,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                folder.resolve(id + ".import"));
        makeRoom();
        uploads.put(id, upload);
        return upload;
    }

    private static void require(String what, String text, int longest) {
        if (text.isBlank() || text.length() > longest) {
            throw new IllegalArgumentException(
                    "%s '%.40s' must have 1 to %d characters".formatted(what, text, longest));
        }
    }

    /** The oldest that nothing goes on with gives way. */
    private void makeRoom() {
        if (uploads.size() < MOST_UPLOADS) {
            return;
        }
        Upload oldest = uploads.values().stream()
                .filter(each -> each.state() != State.CHECKING && each.state() != State.APPLYING)
                .findFirst()
                .orElseThrow(() -> new WrongStateException(
                        "%d imports are being worked on; wait for one to end".formatted(uploads.size())));
        discard(oldest.id());
    }

    /** An upload that is not forgotten yet. */
    public synchronized Optional<Upload> find(String id) {
        return Optional.ofNullable(uploads.get(id));
    }

    private synchronized Upload require(String id, State... allowed) {
        Upload upload = Optional.ofNullable(uploads.get(id))
                .orElseThrow(() -> new WrongStateException("import %s is not known any longer".formatted(id)));
        if (!List.of(allowed).contains(upload.state())) {
            throw new WrongStateException(
                    "import %s is %s; it would have to be %s".formatted(id, word(upload.state()), word(allowed[0])));
        }
        return upload;
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** Only what nothing goes on with is ever forgotten, so that it is there. */
    private synchronized Upload change(String id, UnaryOperator<Upload> how) {
        Upload changed =
                how.apply(Objects.requireNonNull(uploads.get(id), "import is forgotten while it is worked on"));
        uploads.put(id, changed);
        return changed;
    }

    /**
     * Takes the next bytes of a file.
     *
     * @param offset how many came before, so that a part that is sent twice is noticed
     * @throws WrongStateException when they are not the next ones, or the file is complete
     * @throws RefusedException when the file becomes too large
     */
    public Upload append(String id, long offset, InputStream part) throws IOException, RefusedException {
        Upload upload = require(id, State.UPLOADING);
        if (offset != upload.bytes()) {
            throw new WrongStateException("offset = %d of import %s must be %d, the bytes that are there"
                    .formatted(offset, id, upload.bytes()));
        }
        long bytes = offset;
        byte[] buffer = new byte[1 << 16];
        try (OutputStream file =
                Files.newOutputStream(upload.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int read = part.read(buffer); read >= 0; read = part.read(buffer)) {
                bytes += read;
                if (bytes > MOST_BYTES) {
                    discard(id);
                    throw new RefusedException("file '%s' has more than %d bytes, the most that are taken"
                            .formatted(upload.name(), MOST_BYTES));
                }
                file.write(buffer, 0, read);
            }
        }
        long now = bytes;
        return change(id, each -> each.withBytes(now));
    }

    /** Reads a complete file and says what it would change; in the background. */
    public Upload check(String id) {
        require(id, State.UPLOADING, State.CHECKED);
        Upload checking = change(id, upload -> upload.in(State.CHECKING));
        worker.execute(() -> inBackground(checking, this::check));
        return checking;
    }

    private void check(Upload upload) throws IOException, RefusedException {
        try (ImportFile file = tools.files().open(upload.file())) {
            var content = file.read((done, total) -> change(upload.id(), each -> each.at(done, total)));
            ImportPlan plan = ImportPlanner.plan(tools.store(), upload.station(), file.format(), content);
            change(upload.id(), each -> each.with(plan));
        }
    }

    /**
     * Does what a checked import would do; in the background.
     *
     * @throws WrongStateException when it was not checked
     */
    public Upload apply(String id, Conflicts conflicts) {
        require(id, State.CHECKED);
        Upload applying = change(id, upload -> upload.in(State.APPLYING));
        worker.execute(() -> inBackground(applying, upload -> {
            new ImportRun(tools, upload, conflicts, (done, total) -> change(id, each -> each.at(done, total))).run();
            change(id, each -> each.in(State.APPLIED));
            Files.deleteIfExists(upload.file());
        }));
        return applying;
    }

    private interface Work {
        void run(Upload upload) throws IOException, RefusedException;
    }

    /** Whatever goes wrong is said of the import: nobody waits for this thread. */
    private void inBackground(Upload upload, Work work) {
        try {
            work.run(upload);
        } catch (RefusedException e) {
            change(upload.id(), each -> each.ended(State.REFUSED, String.valueOf(e.getMessage())));
        } catch (ChangedException e) {
            change(upload.id(), each -> each.ended(State.FAILED, String.valueOf(e.getMessage())));
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, () -> "import %s failed".formatted(upload.name()), e);
            change(upload.id(), each -> each.ended(State.FAILED, e.toString()));
        }
    }

    /** Forgets an upload and its bytes; what was applied stays. No error where there is none. */
    public synchronized void discard(String id) {
        Upload upload = uploads.get(id);
        if (upload == null) {
            return;
        }
        if (upload.state() == State.CHECKING || upload.state() == State.APPLYING) {
            throw new WrongStateException("import %s is %s; wait for its end".formatted(id, word(upload.state())));
        }
        uploads.remove(id);
        try {
            Files.deleteIfExists(upload.file());
        } catch (IOException e) {
            throw new UncheckedIOException("file of import %s cannot be deleted".formatted(id), e);
        }
    }

    /**
     * Takes an applied import back, also one of before a restart.
     *
     * @throws ChangedException when it is not applied
     */
    public UndoOutcome undo(String id, String by) {
        require("by", by, 64);
        UndoOutcome outcome = tools.store().undo(id, by, tools.clock().instant());
        outcome.labels().forEach(label -> tools.listener().labelled(label.inspection(), label.now()));
        return outcome;
    }

    /** An applied import. */
    public Optional<ImportRecord> applied(String id) {
        return tools.store().find(id);
    }

    /** Applied imports of a station, newest first. */
    public List<ImportRecord> list(StationId station, int limit) {
        return tools.store().list(station, limit);
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
