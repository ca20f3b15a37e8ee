package io.winnow.core.camera;

import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.DatasetException;
import io.winnow.core.dataset.DatasetReader;
import io.winnow.core.dataset.ImageFiles;
import io.winnow.core.dataset.LabelledImage;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.review.TruthStore.FrameTruth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** The images of a folder as a camera's pictures: a dataset with its truth, or any folder of images without. Used by one thread. */
public final class FolderShots implements ShotSource {
    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "bmp", "tif", "tiff");
    private static final int LONGEST_PLAIN_ID = 96;

    /** Which part of a dataset. */
    public enum Split {
        TRAIN,
        TEST,
        ALL
    }

    /**
     * In which order and how often.
     *
     * @param split of a dataset; a plain folder has none and needs {@code ALL}
     * @param shuffleSeed seed of a random order, new for each round; empty for the order of names
     * @param loop whether to begin again after the last image
     * @param limit most pictures altogether
     */
    public record Order(Split split, Optional<Long> shuffleSeed, boolean loop, long limit) {
        public Order {
            if (limit < 1) {
                throw new IllegalArgumentException("limit = %d must be at least 1".formatted(limit));
            }
        }
    }

    private final List<LabelledImage> images;
    private final boolean truthKnown;
    private final Order order;
    private final ImageFiles files;
    private Iterator<LabelledImage> round = Collections.emptyIterator();
    private int rounds;
    private long given;

    private FolderShots(List<LabelledImage> images, boolean truthKnown, Order order, ImageFiles files) {
        this.images = images;
        this.truthKnown = truthKnown;
        this.order = order;
        this.files = files;
    }

    /**
     * Finds the images.
     *
     * @throws DatasetException when there are none, or the wanted split is not there; the message says why
     */
    public static FolderShots open(Path folder, Order order, DatasetReader reader, ImageFiles files)
            throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new DatasetException("%s is no folder".formatted(folder));
        }
        List<LabelledImage> plain = directImages(folder);
        if (plain.isEmpty()) {
            try {
                return new FolderShots(select(reader.read(folder), order.split(), folder), true, order, files);
            } catch (DatasetException e) {
                plain = allImages(folder);
                if (plain.isEmpty() || order.split() != Split.ALL) {
                    throw plain.isEmpty() ? new DatasetException("%s holds no images".formatted(folder), e) : e;
                }
            }
        }
        if (order.split() != Split.ALL) {
            throw new DatasetException("%s is a plain folder of images, it has no split %s"
                    .formatted(folder, order.split().name().toLowerCase(Locale.ROOT)));
        }
        return new FolderShots(plain, false, order, files);
    }

    private static List<LabelledImage> select(List<Dataset> datasets, Split split, Path folder)
            throws DatasetException {
        if (datasets.size() != 1) {
            throw new DatasetException("%s holds %d categories, name one of them: %s"
                    .formatted(
                            folder,
                            datasets.size(),
                            datasets.stream().map(Dataset::category).toList()));
        }
        Dataset dataset = datasets.get(0);
        return switch (split) {
            case TRAIN ->
                Stream.concat(dataset.train().stream(), dataset.trainDefects().stream())
                        .toList();
            case TEST -> dataset.test();
            case ALL -> dataset.images();
        };
    }

    private static List<LabelledImage> directImages(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return labelled(folder, entries);
        }
    }

    private static List<LabelledImage> allImages(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            return labelled(folder, entries);
        }
    }

    private static List<LabelledImage> labelled(Path folder, Stream<Path> entries) {
        return entries.filter(FolderShots::isImage)
                .map(file ->
                        LabelledImage.normal(folder.relativize(file).toString().replace('\\', '/'), file))
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    private static boolean isImage(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1)) && Files.isRegularFile(file);
    }

    /** Whether it is known what the images show. */
    public boolean truthKnown() {
        return truthKnown;
    }

    /** Pictures that will be given altogether; {@link Long#MAX_VALUE} for an endless loop. */
    public long size() {
        return order.loop() ? order.limit() : Math.min(order.limit(), images.size());
    }

    @Override
    public Optional<Shot> next() throws IOException {
        if (given >= order.limit() || (!round.hasNext() && !beginRound())) {
            return Optional.empty();
        }
        given++;
        LabelledImage image = round.next();
        return Optional.of(new Shot(frameId(image.name(), rounds), content(image), Optional.empty(), truth(image)));
    }

    private boolean beginRound() {
        if (rounds > 0 && !order.loop()) {
            return false;
        }
        List<LabelledImage> ordered = new ArrayList<>(images);
        order.shuffleSeed().ifPresent(seed -> Collections.shuffle(ordered, new Random(seed + rounds)));
        round = ordered.iterator();
        rounds++;
        return true;
    }

    private EncodedImage content(LabelledImage image) throws IOException {
        return files.image(image.file());
    }

    private Optional<FrameTruth> truth(LabelledImage image) throws IOException {
        if (!truthKnown) {
            return Optional.empty();
        }
        // Masks in several files cannot be sent as one picture without decoding them: the defect is told, not its
        // place.
        Optional<ByteBuffer> mask = image.masks().size() == 1
                ? Optional.of(files.image(image.masks().get(0)).bytes())
                : Optional.empty();
        return Optional.of(new FrameTruth(image.isDefective(), image.defectType(), mask));
    }

    /** The path with {@code :} between its parts; a fingerprint replaces what a frame id cannot hold. */
    static FrameId frameId(String name, int round) {
        String allowed = name.replaceAll("[^A-Za-z0-9._/-]", "-").replace('/', ':');
        boolean faithful = allowed.equals(name.replace('/', ':')) && allowed.length() <= LONGEST_PLAIN_ID;
        if (!faithful) {
            ContentHash hash = ContentHash.of(ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
            String tail = allowed.substring(Math.max(0, allowed.length() - (LONGEST_PLAIN_ID - 13)));
            allowed = hash.hex().substring(0, 12) + "-" + tail;
        }
        return new FrameId(round == 1 ? allowed : allowed + ":round" + round);
    }
}
